import { z } from 'zod';
import { isReference, type Reference } from '../../synth/reference/reference.ts';
import { SecretHandle } from '../../synth/secret-handle.ts';
import { objectName, passed, type Shape } from './schemas.ts';

/** A key of a ConfigMap in the same namespace. */
export interface ConfigMapKey {
  /** Name of the ConfigMap. */
  readonly configMap: string;
  /** Key in its data. */
  readonly key: string;
  /** Starts the container without the variable when the key is not there. @default false */
  readonly optional?: boolean;
}

/** A field of the pod itself. */
export interface PodField {
  /** Path of the field, such as `status.podIP`, `spec.nodeName` or `metadata.labels['team']`. */
  readonly field: string;
}

/** A request or limit of the container itself. */
export interface ContainerResource {
  /** `requests.<resource>` or `limits.<resource>`, such as `limits.memory`. */
  readonly resource: string;
  /** Unit that the value is given in, such as `1Mi`. @default '1' */
  readonly divisor?: string;
}

/** Value of an environment variable: literal, known when the applier runs, kept secret, or read where the pod runs. */
export type EnvValue =
  | string
  | number
  | boolean
  | Reference<string>
  | Reference<number>
  | Reference<boolean>
  | SecretHandle
  | ConfigMapKey
  | PodField
  | ContainerResource;

/** Environment variables by name. */
export type Env = Readonly<Record<string, EnvValue>>;

const configMapKey = z.strictObject({
  configMap: objectName,
  key: z.string().min(1),
  optional: z.boolean().optional(),
} satisfies Shape<ConfigMapKey>);
const podField = z.strictObject({
  field: z.string().regex(/^(metadata|spec|status)\./, 'must be a field of the pod, such as status.podIP'),
} satisfies Shape<PodField>);
const containerResource = z.strictObject({
  resource: z.string().regex(/^(requests|limits)\./, 'must be a request or limit, such as limits.memory'),
  divisor: z.string().optional(),
} satisfies Shape<ContainerResource>);

const envValue = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  passed<Reference<string>>(isReference, 'a reference'),
  passed<SecretHandle>(SecretHandle.is, 'a secret handle'),
  configMapKey,
  podField,
  containerResource,
]);

/** Checks an {@link Env}. */
export const envSchema = z.record(z.string().regex(/^[A-Za-z_][-._A-Za-z0-9]*$/, 'must be letters, digits and _'), envValue);

/** A source of many variables: every key of a ConfigMap or Secret. */
export interface EnvSource {
  /** Name of a ConfigMap in the same namespace. @default - none; give this or `secret` */
  readonly configMap?: string;
  /** Name of a Secret in the same namespace. @default - none; give this or `configMap` */
  readonly secret?: string;
  /** Text before each name. @default - none */
  readonly prefix?: string;
}

/** Checks an {@link EnvSource}. */
export const envSourceSchema = z
  .strictObject({
    configMap: objectName.optional(),
    secret: objectName.optional(),
    prefix: z.string().optional(),
  } satisfies Shape<EnvSource>)
  .refine((source) => (source.configMap === undefined) !== (source.secret === undefined), { message: 'either a configMap or a secret' });

/** An environment variable in Kubernetes' form. */
export interface KubeEnvVar {
  readonly name: string;
  readonly value?: string | Reference<unknown>;
  readonly valueFrom?: Readonly<Record<string, unknown>>;
}

/** Environment variables in Kubernetes' form, in the order given. Numbers and booleans become text. */
export function kubeEnv(env: Env): KubeEnvVar[] {
  return Object.entries(env).map(([name, value]) => ({ name, ...kubeEnvValue(value) }));
}

/** The value of one variable in Kubernetes' form. A reference alone is bound as text, whatever its type. */
export function kubeEnvValue(value: EnvValue): Omit<KubeEnvVar, 'name'> {
  if (typeof value !== 'object') return { value: String(value) };
  if (isReference(value)) return { value };
  if (SecretHandle.is(value)) return { valueFrom: { secretKeyRef: { name: value.secretName, key: value.key } } };
  if ('configMap' in value) {
    const { configMap, key, optional } = value;
    return { valueFrom: { configMapKeyRef: { name: configMap, key, ...(optional !== undefined && { optional }) } } };
  }
  if ('field' in value) return { valueFrom: { fieldRef: { fieldPath: value.field } } };
  return { valueFrom: { resourceFieldRef: { resource: value.resource, ...(value.divisor !== undefined && { divisor: value.divisor }) } } };
}

/** Sources of variables in Kubernetes' form. */
export function kubeEnvFrom(sources: readonly EnvSource[]): Record<string, unknown>[] {
  return sources.map(({ configMap, secret, prefix }) => ({
    ...(prefix !== undefined && { prefix }),
    ...(configMap === undefined ? { secretRef: { name: secret } } : { configMapRef: { name: configMap } }),
  }));
}

/** The secret handles among values. */
export function secretHandles(values: Iterable<unknown>): SecretHandle[] {
  return [...values].filter(SecretHandle.is);
}
