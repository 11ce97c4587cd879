import { z } from 'zod';
import { matches } from './patterns.ts';

/** Who may approve what, in the administrator's policy. */
export interface ApprovalRules {
  /** Names of the identities that apply: they can not approve. */
  readonly appliers: readonly string[];
  /** Hours that an approval holds. */
  readonly validHours: number;
  /** `<env>/<cluster>` whose API server says who approves. @default - approvals are signed */
  readonly cluster?: string | undefined;
  /** SSH public keys by the name of whom they belong to. */
  readonly signers: ReadonlyMap<string, readonly string[]>;
  /** Who may approve a unit. @param key `platform/env/cluster/unit` or `platform/env/terraform/stack` */
  of(key: string): UnitApprovers;
  /** All that any rule names. */
  readonly everybody: Pick<UnitApprovers, 'by' | 'groups'>;
}

/** Who may approve one unit. */
export interface UnitApprovers {
  /** Names of users or of who signs. */
  readonly by: readonly string[];
  /** Groups of users, of whom a cluster's API server says that they are in it. */
  readonly groups: readonly string[];
  /** How many different people have to approve. */
  readonly count: number;
}

/** An approver stands in a list of ssh-keygen, where a space, a comma, a quote or a wildcard would mean something else. */
const signer = z.string().regex(/^[\w.@:+-]+$/, 'must be of letters, digits and . _ @ : + -');
const key = z
  .string()
  .regex(/^(sk-)?(ssh|ecdsa)-[\w@.-]+ [A-Za-z0-9+/]+=*( [^\n]*)?$/, 'must be a public key as ssh-keygen writes it, on one line');
const names = z.array(z.string().min(1)).min(1);

/** The section as an administrator writes it. */
export const approvalsSchema = z
  .strictObject({
    appliers: names,
    validHours: z.number().positive().max(720).optional(),
    cluster: z
      .string()
      .regex(/^[^/]+\/[^/]+$/, 'must be <environment>/<cluster>')
      .optional(),
    signers: z.array(z.strictObject({ name: signer, keys: z.array(key).min(1) })).optional(),
    rules: z
      .array(
        z
          .strictObject({ match: z.string().min(1), by: names.optional(), groups: names.optional(), count: z.int().min(1).optional() })
          .refine(({ by, groups }) => by ?? groups, 'must have by or groups'),
      )
      .min(1),
  })
  .refine(({ cluster, signers }) => cluster ?? signers, 'must have signers, or a cluster whose API server says who approves');

const VALID_HOURS = 24;
const NOBODY: UnitApprovers = { by: [], groups: [], count: 1 };

/** The section with every default filled. Of the rules that match a unit, the last one holds. */
export function approvalRules({ appliers, validHours, cluster, signers = [], rules }: z.infer<typeof approvalsSchema>): ApprovalRules {
  return {
    appliers,
    validHours: validHours ?? VALID_HOURS,
    cluster,
    signers: new Map(signers.map(({ name, keys }) => [name, keys])),
    everybody: {
      by: [...new Set(rules.flatMap(({ by = [] }) => by))].sort(),
      groups: [...new Set(rules.flatMap(({ groups = [] }) => groups))].sort(),
    },
    of: (unit) => {
      const rule = rules.findLast(({ match }) => matches(match, unit));
      return rule ? { by: rule.by ?? [], groups: rule.groups ?? [], count: rule.count ?? 1 } : NOBODY;
    },
  };
}
