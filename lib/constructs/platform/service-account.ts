/**
 * A workload that runs as a ServiceAccount of its own: what roles and cloud access are granted to. `App` and `ModelServer`
 * are.
 */
export interface IServiceAccountUser {
  /** Name of the ServiceAccount. */
  readonly serviceAccountName: string;
  /** Namespace of the ServiceAccount. */
  readonly namespace: string;
  /** Called when a role of Kubernetes is granted: the pods then need the account's token. */
  mountServiceAccountToken?(): void;
}
