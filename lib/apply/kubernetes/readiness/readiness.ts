/** Whether an object does what it is there for. */
export interface Readiness {
  /**
   * `ready`: yes. `progressing`: not yet, and nothing speaks against it. `failed`: not by itself any more. `accepted`: the cluster took it,
   * and no controller is known that would say more.
   */
  readonly status: 'ready' | 'progressing' | 'failed' | 'accepted';
  /** One sentence for a person, lowercase and without a full stop. */
  readonly sentence: string;
}

/** A live object, as far as readiness reads it. */
export interface LiveManifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly generation?: number;
    readonly deletionTimestamp?: string;
    readonly finalizers?: readonly string[];
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly status?: Readonly<Record<string, unknown>> & {
    readonly conditions?: readonly Condition[];
    readonly observedGeneration?: number;
  };
}

/** A condition of an object's status. */
export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly observedGeneration?: number;
}

/** Says how an object of one kind is, from its live state alone. */
export type ReadinessOf = (object: LiveManifest) => Readiness;

export const ready = (sentence: string): Readiness => ({ status: 'ready', sentence });
export const progressing = (sentence: string): Readiness => ({ status: 'progressing', sentence });
export const failed = (sentence: string): Readiness => ({ status: 'failed', sentence });
export const accepted = (sentence: string): Readiness => ({ status: 'accepted', sentence });

/** A number of the status or spec, or what stands for a missing one. */
export function count(values: Readonly<Record<string, unknown>> | undefined, key: string, missing = 0): number {
  const value = values?.[key];
  return typeof value === 'number' ? value : missing;
}

/** Whether the controller has seen the newest spec. */
export function isObserved({ metadata, status }: LiveManifest): boolean {
  return metadata.generation === undefined || (status?.observedGeneration ?? 0) >= metadata.generation;
}

/** A condition by its type. */
export function condition({ status }: LiveManifest, type: string): Condition | undefined {
  return status?.conditions?.find((one) => one.type === type);
}

/** What a condition says, for a person. */
export function words(one: Condition | undefined): string {
  if (!one) return 'its controller has not said anything yet';
  const text = (one.message || one.reason || one.type).trim().replace(/\.$/, '');
  return text.length > 300 ? `${text.slice(0, 299)}…` : text;
}
