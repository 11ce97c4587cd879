import { z } from 'zod';
import type { Referable } from '../../synth/reference/reference.ts';
import { SecretHandle } from '../../synth/secret-handle.ts';
import { bytesQuantity } from './quantity.ts';
import { dnsLabel, objectName, passed, type Shape } from './schemas.ts';

/** Where a volume is mounted. */
export interface MountProps {
  /** Absolute path in the container. */
  readonly mountPath: string;
  /** Path within the volume that is mounted, a file or folder. @default - the whole volume */
  readonly subPath?: string;
  /** Keeps the container from writing. @default false */
  readonly readOnly?: boolean;
}

/** Space on the node that lives as long as the pod. */
export interface EmptyDir {
  /** `Memory` keeps it in RAM, which counts against the container's memory limit. @default - the node's disk */
  readonly medium?: 'Memory';
  /** Size at which the pod is evicted, with its unit. @default - none */
  readonly sizeLimit?: Referable<string>;
}

/** A claim that is created with the workload, and stays when the workload goes. */
export interface NewClaim {
  /** Size, with its unit. */
  readonly size: Referable<string>;
  /** Name of the StorageClass. @default - the cluster's default class */
  readonly storageClass?: string;
  /** `ReadWriteOnce` is one node's, `ReadWriteMany` that of any number of nodes. @default 'ReadWriteOnce' */
  readonly accessMode?: 'ReadWriteOnce' | 'ReadWriteMany' | 'ReadOnlyMany' | 'ReadWriteOncePod';
}

/** What a volume holds: exactly one of these. */
export interface VolumeSource {
  /** Space on the node; `{}` for the defaults. @default - none */
  readonly emptyDir?: EmptyDir;
  /** Name of a ConfigMap in the same namespace, whose keys are the files. @default - none */
  readonly configMap?: string;
  /** A secret handle, whose key is the one file, or the name of a Secret, whose keys are the files. @default - none */
  readonly secret?: string | SecretHandle;
  /** Name of a PersistentVolumeClaim that exists in the same namespace. @default - none */
  readonly claim?: string;
  /** A PersistentVolumeClaim to create, named `<workload>-<volume>`. @default - none */
  readonly newClaim?: NewClaim;
}

/** A volume of a workload and where its main container has it. */
export interface VolumeProps extends VolumeSource, MountProps {}

const SOURCES = ['emptyDir', 'configMap', 'secret', 'claim', 'newClaim'] as const;

const absolutePath = z.string().regex(/^\/[^:]*$/, 'must be an absolute path without :');

const mount = {
  mountPath: absolutePath,
  subPath: z
    .string()
    .regex(/^(?!\/)(?!.*(^|\/)\.\.(\/|$))/, 'must be a relative path without ..')
    .optional(),
  readOnly: z.boolean().optional(),
} satisfies Shape<MountProps>;

const source = {
  emptyDir: z
    .strictObject({ medium: z.literal('Memory').optional(), sizeLimit: bytesQuantity.optional() } satisfies Shape<EmptyDir>)
    .optional(),
  configMap: objectName.optional(),
  secret: z.union([passed<SecretHandle>(SecretHandle.is, 'a secret handle'), objectName]).optional(),
  claim: objectName.optional(),
  newClaim: z
    .strictObject({
      size: bytesQuantity,
      storageClass: objectName.optional(),
      accessMode: z.enum(['ReadWriteOnce', 'ReadWriteMany', 'ReadOnlyMany', 'ReadWriteOncePod']).optional(),
    } satisfies Shape<NewClaim>)
    .optional(),
} satisfies Shape<VolumeSource>;

/** Checks a {@link MountProps}. */
export const mountSchema = z.strictObject(mount);

/** Checks a {@link VolumeProps}: exactly one source. */
export const volumeSchema = z
  .strictObject({ ...source, ...mount } satisfies Shape<VolumeProps>)
  .refine((props) => SOURCES.filter((name) => props[name] !== undefined).length === 1, {
    message: `an object with exactly one of ${SOURCES.join(', ')}`,
  });

/** Checks volumes by name. */
export const volumesSchema = z.record(dnsLabel, volumeSchema);

/**
 * A volume in Kubernetes' form.
 * @param claimName name of the claim that a `newClaim` became
 */
export function kubeVolume(name: string, volume: VolumeSource, claimName = name): Record<string, unknown> {
  const { emptyDir, configMap, secret, claim } = volume;
  if (emptyDir) return { name, emptyDir };
  if (configMap !== undefined) return { name, configMap: { name: configMap } };
  if (SecretHandle.is(secret)) return { name, secret: { secretName: secret.secretName, items: [{ key: secret.key, path: secret.key }] } };
  if (secret !== undefined) return { name, secret: { secretName: secret } };
  return { name, persistentVolumeClaim: { claimName: claim ?? claimName } };
}

/** A mount in Kubernetes' form. */
export function kubeMount(name: string, props: MountProps): Record<string, unknown> {
  const { mountPath, subPath, readOnly } = props;
  return { name, mountPath, ...(subPath !== undefined && { subPath }), ...(readOnly !== undefined && { readOnly }) };
}

/** Spec of the claim that a `newClaim` becomes. */
export function claimSpec(claim: NewClaim): Record<string, unknown> {
  const { size, storageClass, accessMode = 'ReadWriteOnce' } = claim;
  return {
    accessModes: [accessMode],
    resources: { requests: { storage: size } },
    ...(storageClass !== undefined && { storageClassName: storageClass }),
  };
}
