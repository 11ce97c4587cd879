/** A stage of KWOK that is carried into this project as it is. */
export interface CarriedStage {
  /** Name of the file in the folder `kwok` beside this one. */
  readonly file: string;
  /** Path below `kustomize/stage` of kubernetes-sigs/kwok v0.8.0, which is licensed under Apache-2.0. */
  readonly upstream: string;
  /** `sha256:<hex>` of the file's bytes. */
  readonly digest: string;
}

/** What nodes and pods of a sandbox do, in the order in which KWOK reads it. */
export const CARRIED_STAGES: readonly CarriedStage[] = [
  {
    file: 'node-initialize.yaml',
    upstream: 'node/fast/node-initialize.yaml',
    digest: 'sha256:bb38f752d90248528b579a0ae8f0f660ff3428457eb5c1ebe6345c3246cc7ee5',
  },
  {
    file: 'node-heartbeat-with-lease.yaml',
    upstream: 'node/heartbeat-with-lease/node-heartbeat-with-lease.yaml',
    digest: 'sha256:9becfc93321222915bd1ec8ab103fe769afe4b23e1386bf40553deb02e332c9c',
  },
  {
    file: 'pod-ready.yaml',
    upstream: 'pod/fast/pod-ready.yaml',
    digest: 'sha256:4d04a22c1b9dc6adcd4da90b32ce85687ba0058e15ca1eebcfa7cd64201d4148',
  },
  {
    file: 'pod-complete.yaml',
    upstream: 'pod/fast/pod-complete.yaml',
    digest: 'sha256:86b800597419abbd7d8c43b0dfc4782643cfcfcfc8ac617f1e79e4e3a68533b2',
  },
  {
    file: 'pod-delete.yaml',
    upstream: 'pod/fast/pod-delete.yaml',
    digest: 'sha256:a83bc287bfc7a4f1e3748e01761186128a4042e38b304195e984111ce5626cef',
  },
];
