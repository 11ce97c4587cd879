import { z } from 'zod';
import type { IgnoredAttribute } from '../terraform/drift/noise.ts';

/** What Terraform units may use. What is not listed is denied before `init`, since a plan runs it already. */
export interface TerraformRules {
  /** Sources of providers, such as `hashicorp/aws`; `*` stands for any characters but `/`. */
  readonly providers: readonly string[];
  /** Sources of modules that are not in the unit, such as `terraform-aws-modules/vpc/aws`; `*` stands for any characters but `/`. */
  readonly modules: readonly string[];
  /** Types of backends. */
  readonly backends: readonly string[];
  /** Buckets of S3 that may hold states; undefined: any. */
  readonly stateBuckets: readonly string[] | undefined;
  /** Folder where the applier keeps the states of units with a local backend, each at its key; undefined: none may have one. */
  readonly localStates: string | undefined;
  /** Data sources of `external`, `http` and `terraform_remote_state` that may be read, by type. */
  readonly dataSources: readonly string[];
  /** Whether resources may run programs on the machine of the applier, or on others: `provisioner`, `postrender` and actions. */
  readonly programs: boolean;
  /** ARNs of roles that providers and backends may take by themselves. */
  readonly assumeRoles: readonly string[];
  /** Addresses that providers and backends may talk to in place of the vendor's. */
  readonly endpoints: readonly string[];
  /** Command lines, or beginnings of them, that the providers of Kubernetes and Helm may run for their credentials. */
  readonly credentialPrograms: readonly string[];
  /** Resources that one run may delete without an approval. */
  readonly mostDeletes: number;
  /** Resources that one run may destroy and make again without an approval. */
  readonly mostReplaces: number;
  /** Seconds that one plan or apply may take. */
  readonly timeoutSeconds: number;
  /** What is done about drift; its correction goes through the same budgets and approvals as any plan. */
  readonly drift: 'report' | 'correct';
  /** Minutes between two looks of a watch for drift, on average. */
  readonly driftMinutes: number;
  /** Attributes whose change is no drift, beside those that change by themselves. */
  readonly ignoreDrift: readonly IgnoredAttribute[];
}

/** What holds for a unit that no policy names: what Keelson's own constructs write. */
export const DEFAULT_TERRAFORM_RULES: TerraformRules = {
  providers: ['aws', 'helm', 'kubernetes', 'random', 'time', 'tls', 'null'].map((name) => `hashicorp/${name}`),
  modules: [],
  backends: ['s3'],
  stateBuckets: undefined,
  localStates: undefined,
  dataSources: [],
  programs: false,
  assumeRoles: [],
  endpoints: [],
  credentialPrograms: ['aws eks get-token'],
  mostDeletes: 20,
  mostReplaces: 10,
  timeoutSeconds: 3600,
  drift: 'report',
  driftMinutes: 30,
  ignoreDrift: [],
};

const texts = z.array(z.string().min(1));

/** The rules as an administrator writes them. */
export const terraformRulesSchema = z.strictObject({
  providers: texts.optional(),
  modules: texts.optional(),
  backends: texts.optional(),
  stateBuckets: texts.optional(),
  localStates: z.string().startsWith('/', 'must be an absolute path').optional(),
  dataSources: z.array(z.enum(['external', 'http', 'terraform_remote_state'])).optional(),
  programs: z.boolean().optional(),
  assumeRoles: texts.optional(),
  endpoints: texts.optional(),
  credentialPrograms: texts.optional(),
  mostDeletes: z.int().min(0).optional(),
  mostReplaces: z.int().min(0).optional(),
  timeoutSeconds: z.int().min(1).optional(),
  drift: z.enum(['report', 'correct']).optional(),
  driftMinutes: z.number().min(1).optional(),
  ignoreDrift: z
    .array(
      z.strictObject({
        type: z.string().min(1),
        pointer: z.string().regex(/^(\/[^/]+)+$/, 'must be a JSON pointer, such as /tags/owner'),
      }),
    )
    .optional(),
});
