import { apiGroup } from '../core/api-version.ts';
import type { ManifestCluster } from './clusters.ts';

export type { CapacityName, ManifestCluster, ManifestPool, ManifestTaint } from './clusters.ts';

/**
 * The contract between synth and everything that reads its output: `keelson.json` and one file per unit.
 * Readonly, property-only; a reader takes this major and the one before.
 */

/** Version of the assembly format, `major.minor`. */
export const SCHEMA_VERSION = '1.0';

/** `deploy/keelson.json`. */
export interface Manifest {
  readonly $schema: string;
  readonly schemaVersion: string;
  /** The platform's name. */
  readonly platform: string;
  /** By environment name, sorted. */
  readonly environments: Readonly<Record<string, ManifestEnvironment>>;
}

export interface ManifestEnvironment {
  /** By name, sorted; absent when the environment has none. */
  readonly clusters?: Readonly<Record<string, ManifestCluster>>;
  /** By unit id within the environment, `kubernetes.<cluster>.<unit>` or `terraform.<stack>`, sorted. */
  readonly units: Readonly<Record<string, ManifestUnit>>;
}

export interface ManifestUnit {
  /** Path of the unit file, relative to the assembly's root, with `/`. */
  readonly file: string;
  /** `sha256:<hex>` over the bytes of the unit file, which holds the digests of everything else. */
  readonly digest: string;
  /** Units that must be done first, `<env>/<unit id>`, sorted. */
  readonly dependsOn: readonly string[];
}

export type Plane = 'kubernetes' | 'terraform';

interface UnitFileBase {
  readonly schemaVersion: string;
  readonly plane: Plane;
  /** `platform/env/cluster/unit`, or `platform/env/terraform/stack`. */
  readonly key: string;
  /** Why this unit depends on others, sorted by unit. */
  readonly dependsOn: readonly UnitEdge[];
  /** Values that other units use, by output name. */
  readonly outputs: Readonly<Record<string, UnitOutput>>;
  readonly bindings: readonly Binding[];
}

export interface UnitEdge {
  /** `<env>/<unit id>`. */
  readonly unit: string;
  readonly reasons: readonly ('binding' | 'dependsOn' | 'kind' | 'namespace')[];
}

export interface KubernetesUnitFile extends UnitFileBase {
  readonly plane: 'kubernetes';
  readonly cluster: string;
  /** Id of the ApplySet whose part-of label every object of this unit has. */
  readonly applySet: string;
  readonly objects: readonly ObjectEntry[];
}

/** One Kubernetes object; objects are sorted by identity. */
export interface ObjectEntry {
  readonly apiVersion: string;
  readonly kind: string;
  /** Absent for a cluster-scoped kind. */
  readonly namespace?: string;
  readonly name: string;
  /** Path of the manifest, relative to the assembly's root. */
  readonly file: string;
  /** `sha256:<hex>` of the manifest's bytes. */
  readonly digest: string;
  /** Path of the construct that made it. */
  readonly path: string;
  /** Construct paths that it had before, from `aliases`. */
  readonly aliases?: readonly string[];
  /** Identities, as {@link objectId}, of objects of the same unit that must be applied first (`dependsOn`). */
  readonly dependsOn?: readonly string[];
}

export interface TerraformUnitFile extends UnitFileBase {
  readonly plane: 'terraform';
  readonly stack: string;
  /**
   * Files of the stack's folder, relative to the assembly's root, sorted: `cdk.tf.json`, the lock of the providers, `assets/`
   * and, for local modules, `program/`.
   */
  readonly files: readonly { readonly file: string; readonly digest: string }[];
  /** Managed resources and data sources, sorted by address. */
  readonly resources: readonly ResourceEntry[];
  /** ARNs of the IAM roles that the applier takes to plan and to apply. Absent: its own credentials. */
  readonly roles?: { readonly plan: string; readonly apply: string };
}

export interface ResourceEntry {
  /** `aws_s3_bucket.pictures`, `data.aws_caller_identity.current`, `module.x`. */
  readonly address: string;
  readonly path: string;
}

export type UnitFile = KubernetesUnitFile | TerraformUnitFile;

export type ValueType = 'string' | 'number' | 'boolean' | 'list' | 'map' | 'any';

/** A value that a unit gives to others. */
export interface UnitOutput {
  readonly type: ValueType;
  readonly sensitive?: true;
  /** For a Kubernetes unit: the object, as {@link objectId}, and a JSON pointer into its live state. */
  readonly from?: { readonly object: string; readonly pointer: string };
}

/** A place in a unit that is filled when the applier runs. */
export interface Binding {
  /** For a Kubernetes unit: the object, as {@link objectId}. For a Terraform unit: `var.<name>`. */
  readonly target: string;
  /** JSON pointer of the field in the manifest; absent for a Terraform variable. */
  readonly pointer?: string;
  /** Type of the whole value. A template of several parts is a string. */
  readonly type: ValueType;
  readonly parts: readonly BindingPart[];
  readonly sensitive?: true;
}

/** A literal piece of text, or a value of another unit. */
export type BindingPart = string | BindingValue;

export interface BindingValue {
  /** `<env>/<unit id>` of the unit that gives the value. */
  readonly unit: string;
  readonly output: string;
  readonly type: ValueType;
  /**
   * How the value enters the text: `text` as it is, `jsonString` escaped for the inside of a JSON string,
   * `json` as a JSON value with its own quotes. @default 'text'
   */
  readonly as?: 'jsonString' | 'json';
}

/** `group/Kind/namespace/name`, with an empty group for the core one and an empty namespace for cluster scope: the identity of an object, whatever its version. */
export function objectId(object: {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string | undefined;
  readonly name: string;
}): string {
  return `${apiGroup(object.apiVersion)}/${object.kind}/${object.namespace ?? ''}/${object.name}`;
}
