import { z } from 'zod';
import { once } from '../../../core/once.ts';
import type { GeneralInstance } from '../../../facts/aws/general-instances.ts';
import type { Shape } from '../schemas.ts';
import type { Requirement } from './pool-spec.ts';

/** What an instance must have, in place of its name. It is a virtual one: bare metal is had by its name only. */
export interface InstanceNeeds {
  /** Letters of families, such as `m`. @default ['c', 'm', 'r'], or any of `families` */
  readonly categories?: readonly string[];
  /** Families, such as `m7i`. @default - any of the categories */
  readonly families?: readonly string[];
  /** Oldest generation: the number in the name. @default - 6, or any of `families` */
  readonly minGeneration?: number;
  /** vCPUs at least. @default 4 */
  readonly minCpus?: number;
  /** vCPUs at most. @default - any number */
  readonly maxCpus?: number;
  /** Memory at least, GiB. @default - any */
  readonly minMemoryGiB?: number;
  /** Memory at most, GiB. @default - any */
  readonly maxMemoryGiB?: number;
}

/** Checks {@link InstanceNeeds}. */
export const needsSchema = once(() =>
  z
    .strictObject({
      categories: z
        .array(z.string().regex(/^[a-z]+$/, 'must be letters, such as m'))
        .min(1)
        .optional(),
      families: z
        .array(z.string().regex(/^[a-z]+\d+[a-z0-9-]*$/, 'must be a family, such as m7i'))
        .min(1)
        .optional(),
      minGeneration: z.int().min(1).optional(),
      minCpus: z.int().min(1).optional(),
      maxCpus: z.int().min(1).optional(),
      minMemoryGiB: z.int().min(1).optional(),
      maxMemoryGiB: z.int().min(1).optional(),
    } satisfies Shape<InstanceNeeds>)
    .refine((needs) => (needs.minCpus ?? MIN_CPUS) <= (needs.maxCpus ?? Number.POSITIVE_INFINITY), {
      path: ['minCpus'],
      message: 'at most maxCpus',
    })
    .refine((needs) => (needs.minMemoryGiB ?? 0) <= (needs.maxMemoryGiB ?? Number.POSITIVE_INFINITY), {
      path: ['minMemoryGiB'],
      message: 'at most maxMemoryGiB',
    }),
);

/** Smaller nodes are filled by what runs on every node. */
const MIN_CPUS = 4;
const MIN_GENERATION = 6;
const CATEGORIES: readonly string[] = ['c', 'm', 'r'];
const INFINITE = Number.POSITIVE_INFINITY;
const MIB = 1024;

/** Whether an instance type has it, as {@link instanceRequirements} say it. */
export function instanceFits(needs: InstanceNeeds, type: GeneralInstance): boolean {
  const { families, minCpus = MIN_CPUS, maxCpus = INFINITE, minMemoryGiB = 0, maxMemoryGiB = INFINITE } = needs;
  const categories = needs.categories ?? (families ? undefined : CATEGORIES);
  const minGeneration = needs.minGeneration ?? (families ? 0 : MIN_GENERATION);
  return (
    !type.name.includes('.metal') &&
    (categories?.includes(type.category) ?? true) &&
    (families?.includes(type.family) ?? true) &&
    type.generation >= minGeneration &&
    type.vcpus >= minCpus &&
    type.vcpus <= maxCpus &&
    type.memoryMib >= minMemoryGiB * MIB &&
    type.memoryMib <= maxMemoryGiB * MIB
  );
}

/** In Karpenter's form, whose comparisons leave out the number itself. */
export function instanceRequirements(needs: InstanceNeeds): readonly Requirement[] {
  const { families, minCpus = MIN_CPUS, maxCpus, minMemoryGiB, maxMemoryGiB } = needs;
  const categories = needs.categories ?? (families ? undefined : CATEGORIES);
  const minGeneration = needs.minGeneration ?? (families ? undefined : MIN_GENERATION);
  const oneOf = (label: string, values: readonly string[] | undefined): Requirement[] =>
    values ? [{ key: `karpenter.k8s.aws/instance-${label}`, operator: 'In', values }] : [];
  const from = (label: string, value: number | undefined): Requirement[] =>
    value === undefined ? [] : [{ key: `karpenter.k8s.aws/instance-${label}`, operator: 'Gt', values: [String(value - 1)] }];
  const upTo = (label: string, value: number | undefined): Requirement[] =>
    value === undefined ? [] : [{ key: `karpenter.k8s.aws/instance-${label}`, operator: 'Lt', values: [String(value + 1)] }];
  return [
    ...oneOf('category', categories),
    ...oneOf('family', families),
    // Bare metal takes a quarter of an hour to start.
    ...oneOf('hypervisor', ['nitro']),
    ...from('generation', minGeneration),
    ...from('cpu', minCpus),
    ...upTo('cpu', maxCpus),
    ...from('memory', minMemoryGiB && minMemoryGiB * MIB),
    ...upTo('memory', maxMemoryGiB && maxMemoryGiB * MIB),
  ];
}
