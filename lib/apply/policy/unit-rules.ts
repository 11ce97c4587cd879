/** What becomes of fields that another manager has. */
export type Ownership = 'fail' | 'adopt' | 'yield';

/** A field that drift and plans leave alone. */
export interface IgnoredField {
  /** Kind, or `*`. */
  readonly kind: string;
  /** JSON pointer; `*` stands for any key or index. */
  readonly pointer: string;
}

/** The administrator's rules for one unit, with every default filled. */
export interface UnitRules {
  readonly ownership: Ownership;
  /** Whether objects may be deleted and made again for a field that can not change. */
  readonly replace: boolean;
  /** Whether objects that left the assembly are deleted. */
  readonly prune: boolean;
  /** Deletions of one run at most. */
  readonly mostDeletes: number;
  /** Share of the unit's objects that one run may delete at most, 0 to 1. */
  readonly mostDeletedShare: number;
  /** Namespaces that the unit may write to; undefined: all but Kubernetes' own. */
  readonly namespaces: readonly string[] | undefined;
  /** `group/Kind` patterns that the unit may hold; undefined: all. */
  readonly kinds: readonly string[] | undefined;
  /** `group/Kind` patterns that the unit may not hold. */
  readonly deniedKinds: readonly string[];
  /** Whom requests are made for. */
  readonly impersonate: { readonly user: string; readonly groups?: readonly string[] } | undefined;
  /** What is done about drift. */
  readonly drift: 'report' | 'correct';
  readonly ignore: readonly IgnoredField[];
}

/** Rules of a unit that no policy names: nothing is taken over, nothing is replaced, few things are deleted at once. */
export const DEFAULT_RULES: UnitRules = {
  ownership: 'fail',
  replace: false,
  prune: true,
  mostDeletes: 20,
  mostDeletedShare: 0.5,
  namespaces: undefined,
  kinds: undefined,
  deniedKinds: [],
  impersonate: undefined,
  drift: 'report',
  ignore: [],
};
