import { z } from 'zod';

/*
 * The form of the assembly's files; the JSON Schemas of the package are made from these, and the types of schema.ts are
 * held against them by a test. Unknown keys are taken: a newer minor may have added some.
 */

const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/);
const version = z.string().regex(/^\d+\.\d+$/);
const valueType = z.enum(['string', 'number', 'boolean', 'list', 'map', 'any']);
const edge = z.looseObject({ unit: z.string(), reasons: z.array(z.enum(['binding', 'dependsOn', 'kind', 'namespace'])) });
const output = z.looseObject({
  type: valueType,
  sensitive: z.literal(true).optional(),
  from: z.looseObject({ object: z.string(), pointer: z.string() }).optional(),
});
const part = z.union([
  z.string(),
  z.looseObject({ unit: z.string(), output: z.string(), type: valueType, as: z.enum(['jsonString', 'json']).optional() }),
]);
const binding = z.looseObject({
  target: z.string(),
  pointer: z.string().optional(),
  type: valueType,
  parts: z.array(part),
  sensitive: z.literal(true).optional(),
});
const shared = {
  schemaVersion: version,
  key: z.string(),
  dependsOn: z.array(edge),
  outputs: z.record(z.string(), output),
  bindings: z.array(binding),
};

const texts = z.record(z.string(), z.string());
const pool = z.looseObject({
  path: z.string(),
  maxNodes: z.int().min(1),
  minNodes: z.int().min(0).optional(),
  gpu: z.string().optional(),
  gpusPerNode: z.int().min(1).optional(),
  resource: z.string().optional(),
  nodeSelector: texts,
  labels: texts.optional(),
  taints: z.array(
    z.looseObject({ key: z.string(), value: z.string().optional(), effect: z.enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute']) }),
  ),
  instanceTypes: z.array(z.string()).optional(),
  capacity: z.array(z.enum(['on-demand', 'spot', 'reserved', 'capacity-block'])).optional(),
  zones: z.array(z.string()).optional(),
  allocatable: texts.optional(),
});
const cluster = z.looseObject({ path: z.string(), version: z.string(), pools: z.record(z.string(), pool) });

/** `keelson.json`. */
export const manifestSchema = z.looseObject({
  $schema: z.string().optional(),
  schemaVersion: version,
  platform: z.string(),
  environments: z.record(
    z.string(),
    z.looseObject({
      clusters: z.record(z.string(), cluster).optional(),
      units: z.record(z.string(), z.looseObject({ file: z.string(), digest, dependsOn: z.array(z.string()) })),
    }),
  ),
});

/** A unit file. */
export const unitSchema = z.discriminatedUnion('plane', [
  z.looseObject({
    ...shared,
    plane: z.literal('kubernetes'),
    cluster: z.string(),
    applySet: z.string(),
    objects: z.array(
      z.looseObject({
        apiVersion: z.string(),
        kind: z.string(),
        namespace: z.string().optional(),
        name: z.string(),
        file: z.string(),
        digest,
        path: z.string(),
        aliases: z.array(z.string()).optional(),
        dependsOn: z.array(z.string()).optional(),
      }),
    ),
  }),
  z.looseObject({
    ...shared,
    plane: z.literal('terraform'),
    stack: z.string(),
    files: z.array(z.looseObject({ file: z.string(), digest })),
    resources: z.array(z.looseObject({ address: z.string(), path: z.string() })),
    roles: z.looseObject({ plan: z.string(), apply: z.string() }).optional(),
  }),
]);
