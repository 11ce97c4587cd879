import { z } from 'zod';

const field = z.strictObject({ pointer: z.string(), name: z.string(), before: z.unknown().optional(), after: z.unknown().optional() });
const object = z.strictObject({
  apiVersion: z.string(),
  kind: z.string(),
  namespace: z.string().optional(),
  name: z.string(),
});
const objectChange = z.strictObject({
  id: z.string(),
  object,
  action: z.enum(['create', 'update', 'replace', 'adopt', 'conflict', 'invalid', 'delete', 'keep', 'unchanged']),
  path: z.string().optional(),
  file: z.string().optional(),
  fields: z.array(field),
  reason: z.string().optional(),
});
const resourceChange = z.strictObject({
  address: z.string(),
  type: z.string(),
  action: z.enum(['create', 'update', 'replace', 'delete', 'forget', 'move', 'import', 'read']),
  previousAddress: z.string().optional(),
  importId: z.string().optional(),
  fields: z.array(field),
  forcedBy: z.array(z.string()).optional(),
  createFirst: z.boolean().optional(),
  reason: z.string().optional(),
  cost: z
    .strictObject({
      data: z.string().optional(),
      nodes: z.union([z.number(), z.literal('unknown')]).optional(),
      instanceTypes: z.array(z.string()).optional(),
      gpus: z.union([z.number(), z.literal('unknown')]).optional(),
      price: z.string().optional(),
    })
    .optional(),
});
const common = {
  unit: z.string(),
  key: z.string(),
  contentDigest: z.string(),
  /** Digest of the change set. */
  digest: z.string(),
  /** Release that the unit had; 0 for none. What is approved is the next one. */
  revision: z.int().min(0),
  removesUnit: z.boolean(),
  needs: z.array(z.strictObject({ what: z.string(), why: z.string() })),
};
const unit = z.discriminatedUnion('plane', [
  z.strictObject({ ...common, plane: z.literal('kubernetes'), changes: z.array(objectChange) }),
  z.strictObject({
    ...common,
    plane: z.literal('terraform'),
    changes: z.strictObject({ resources: z.array(resourceChange), outputs: z.array(field) }),
    state: z.strictObject({ lineage: z.string(), serial: z.int() }).optional(),
  }),
]);

/** What a plan would do, as it is reviewed and approved. Sensitive values are masked in it. */
export const changeDocumentSchema = z.strictObject({
  schemaVersion: z.literal('1.0'),
  kind: z.literal('keelson-plan'),
  platform: z.string(),
  environment: z.string(),
  commit: z.string().optional(),
  units: z.array(unit),
});

export type ChangeDocument = z.infer<typeof changeDocumentSchema>;
/** What is planned for one unit, as it is approved. */
export type DocumentUnit = ChangeDocument['units'][number];
