/** What becomes of an object. A closed set. */
export type Action =
  /** It is not there yet. */
  | 'create'
  /** Fields that Keelson sets differ. */
  | 'update'
  /** It is deleted and made again, since a field can not change. */
  | 'replace'
  /** It is there, made by something else, and becomes a member. */
  | 'adopt'
  /** Another manager has fields that the assembly sets; nothing is written. */
  | 'conflict'
  /** The API server would refuse it; nothing is written. */
  | 'invalid'
  /** It left the assembly and is deleted. */
  | 'delete'
  /** It left the assembly and stays, by its annotation, the policy, or for what is still in it. */
  | 'keep'
  | 'unchanged';

/** Which object, whatever its version. */
export interface ObjectRef {
  readonly apiVersion: string;
  readonly kind: string;
  /** Absent for a cluster-scoped kind. */
  readonly namespace?: string;
  readonly name: string;
}

/** A field that changes. Values of Secrets are masked. */
export interface FieldChange {
  /** JSON pointer. */
  readonly pointer: string;
  /** How a person writes it, with names of list items. */
  readonly name: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** What is planned for one object. */
export interface ObjectChange {
  /** `group/Kind/namespace/name`. */
  readonly id: string;
  readonly object: ObjectRef;
  readonly action: Action;
  /** Construct path; absent for an object that left the assembly. */
  readonly path?: string;
  /** File of the assembly. */
  readonly file?: string;
  readonly fields: readonly FieldChange[];
  /** Why, for a person: the server's words, the other manager, the annotation that keeps it. */
  readonly reason?: string;
  /**
   * What goes with an object that is deleted, as it is now, such as nodes that are drained. It is told to whoever approves, and no part of
   * what is approved: nodes come and go.
   */
  readonly lost?: string;
}

/** What is planned for one unit. */
export interface UnitPlan {
  /** `<env>/<unit id>`. */
  readonly unit: string;
  /** `platform/env/cluster/unit`. */
  readonly key: string;
  /** Every object that is not unchanged, in the order of the assembly, deletions last. */
  readonly changes: readonly ObjectChange[];
  /** Objects that stay as they are. */
  readonly unchanged: number;
  /** Values made up for the sandbox, by `<unit>.<output>`. @default - none */
  readonly standIns?: Readonly<Record<string, unknown>>;
}

/** How an object is named for a person: `Deployment shop/frontend`. */
export function refName({ kind, namespace, name }: ObjectRef): string {
  return `${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;
}
