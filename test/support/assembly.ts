import { applySetId } from '../../lib/assembly/apply-set.ts';
import type { AssemblyContent, KubernetesObject } from '../../lib/assembly/content.ts';
import { manifestPath, stackFilePath, stackPath, unitFilePath } from '../../lib/assembly/paths.ts';
import {
  type Binding,
  type KubernetesUnitFile,
  type ManifestCluster,
  type ManifestUnit,
  type ObjectEntry,
  objectId,
  SCHEMA_VERSION,
  type TerraformUnitFile,
  type UnitEdge,
  type UnitFile,
  type UnitOutput,
} from '../../lib/assembly/schema.ts';
import { canonicalJson } from '../../lib/core/canonical-json.ts';
import { compareText } from '../../lib/core/compare.ts';
import { sha256 } from '../../lib/core/digest.ts';
import { toYaml } from '../../lib/core/yaml.ts';

/** A manifest as a test writes it. */
export type TestManifest = Record<string, unknown> & {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: Readonly<Record<string, string>> };
};

/** An object of a unit, with what its unit file says of it. */
export interface TestObject {
  readonly manifest: TestManifest;
  /** @default - `<env>/<cluster>/<name>` */
  readonly path?: string;
  readonly aliases?: readonly string[];
  /** What the unit file says beside that, and otherwise than the manifest. */
  readonly entry?: Partial<ObjectEntry>;
  /** By JSON pointer. */
  readonly bindings?: Readonly<Record<string, Pick<Binding, 'parts'> & Partial<Binding>>>;
}

/** A unit as a test writes it: objects, or a stack of Terraform. */
export interface TestUnit {
  readonly objects?: readonly (TestObject | TestManifest)[];
  readonly stack?: Readonly<Record<string, unknown>>;
  /** Addresses that the unit file lists. @default - those of the stack */
  readonly resources?: readonly string[];
  /** Construct paths by address. @default - `<env>/<name of the resource>` */
  readonly paths?: Readonly<Record<string, string>>;
  /** Texts beside the stack, by path in its folder, such as `.terraform.lock.hcl`. */
  readonly files?: Readonly<Record<string, string>>;
  readonly dependsOn?: readonly UnitEdge[];
  readonly outputs?: Readonly<Record<string, UnitOutput>>;
  readonly bindings?: readonly Binding[];
}

/**
 * Makes an assembly whose files, digests and entries agree, as synth would.
 * @param units by `<env>/kubernetes.<cluster>.<unit>` or `<env>/terraform.<stack>`
 * @param clusters by environment, then by name
 */
export function assembly(
  units: Readonly<Record<string, TestUnit>>,
  clusters: Readonly<Record<string, Readonly<Record<string, ManifestCluster>>>> = {},
  platform = 'acme',
): AssemblyContent {
  const files = new Map<string, string>();
  const objects = new Map<string, KubernetesObject>();
  const contents = new Map<string, UnitFile>();
  const environments: Record<string, { clusters?: Readonly<Record<string, ManifestCluster>>; units: Record<string, ManifestUnit> }> = {};
  for (const key of Object.keys(units).sort(compareText)) {
    const [env = '', id = ''] = key.split('/');
    const unit = units[key] ?? {};
    const drafted = id.startsWith('terraform.') ? terraformUnit(env, id, unit, files) : kubernetesUnit(env, id, unit, files, objects);
    const content = inPlatform(drafted, platform);
    const file = unitFilePath(env, id);
    const text = canonicalJson(content);
    files.set(file, text);
    contents.set(key, content);
    environments[env] ??= { ...(clusters[env] && { clusters: clusters[env] }), units: {} };
    environments[env].units[id] = { file, digest: sha256(text), dependsOn: content.dependsOn.map((edge) => edge.unit) };
  }
  const manifest = { $schema: 'keelson/schema/keelson-1.json', schemaVersion: SCHEMA_VERSION, platform, environments };
  files.set('keelson.json', canonicalJson(manifest));
  return { manifest, units: contents, objects, files };
}

function inPlatform<T extends UnitFile>(unit: T, platform: string): T {
  const key = platform + unit.key.slice('acme'.length);
  return { ...unit, key, ...(unit.plane === 'kubernetes' && { applySet: applySetId(key) }) };
}

function kubernetesUnit(
  env: string,
  id: string,
  unit: TestUnit,
  files: Map<string, string>,
  objects: Map<string, KubernetesObject>,
): KubernetesUnitFile {
  const [, cluster = '', name = ''] = id.split('.');
  const drafts = (unit.objects ?? []).map((one): TestObject => (isManifest(one) ? { manifest: one } : one));
  const entries = drafts.map(({ manifest, path, aliases, entry }): ObjectEntry => {
    const { apiVersion, kind, metadata } = manifest;
    const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
    const file = manifestPath({ env, cluster, unit: name, namespace: metadata.namespace, kind, group, name: metadata.name });
    const text = toYaml(manifest);
    files.set(file, text);
    objects.set(file, manifest as KubernetesObject);
    return {
      ...identity(manifest),
      file,
      digest: sha256(text),
      path: path ?? `${env}/${cluster}/${metadata.name}`,
      ...(aliases && { aliases }),
      ...entry,
    };
  });
  const bindings = drafts.flatMap(({ manifest, bindings = {} }) =>
    Object.entries(bindings).map(
      ([pointer, binding]): Binding => ({ target: objectId(identity(manifest)), pointer, type: 'string', ...binding }),
    ),
  );
  return {
    schemaVersion: SCHEMA_VERSION,
    plane: 'kubernetes',
    key: `acme/${env}/${cluster}/${name}`,
    cluster,
    applySet: applySetId(`acme/${env}/${cluster}/${name}`),
    objects: entries.sort((a, b) => compareText(a.file, b.file)),
    dependsOn: unit.dependsOn ?? [],
    outputs: unit.outputs ?? {},
    bindings: [...(unit.bindings ?? []), ...bindings],
  };
}

function isManifest(one: TestObject | TestManifest): one is TestManifest {
  return 'apiVersion' in one;
}

function identity({ apiVersion, kind, metadata: { name, namespace } }: TestManifest) {
  return { apiVersion, kind, ...(namespace !== undefined && { namespace }), name };
}

function terraformUnit(env: string, id: string, unit: TestUnit, files: Map<string, string>): TerraformUnitFile {
  const stack = id.slice('terraform.'.length);
  const own = new Map([[stackFilePath(env, stack), canonicalJson(unit.stack ?? {})]]);
  for (const [path, text] of Object.entries(unit.files ?? {})) own.set(`${stackPath(env, stack)}/${path}`, text);
  for (const [path, text] of own) files.set(path, text);
  const { resource = {}, data = {}, module = {} } = (unit.stack ?? {}) as Record<string, Record<string, Record<string, unknown>>>;
  const addresses = [
    ...Object.entries(resource).flatMap(([type, named]) => Object.keys(named).map((name) => `${type}.${name}`)),
    ...Object.entries(data).flatMap(([type, named]) => Object.keys(named).map((name) => `data.${type}.${name}`)),
    ...Object.keys(module).map((name) => `module.${name}`),
  ];
  return {
    schemaVersion: SCHEMA_VERSION,
    plane: 'terraform',
    key: `acme/${env}/terraform/${stack}`,
    stack,
    files: [...own].map(([file, text]) => ({ file, digest: sha256(text) })).sort((a, b) => compareText(a.file, b.file)),
    resources: [...(unit.resources ?? addresses)]
      .sort(compareText)
      .map((address) => ({ address, path: unit.paths?.[address] ?? `${env}/${address.split('.').at(-1)}` })),
    dependsOn: unit.dependsOn ?? [],
    outputs: unit.outputs ?? {},
    bindings: unit.bindings ?? [],
  };
}

/** A Deployment with one container, and GPUs if wanted. */
export function deployment(
  name: string,
  options: {
    readonly namespace?: string;
    readonly image?: string;
    readonly replicas?: number;
    readonly gpus?: number;
    readonly env?: readonly object[];
    readonly labels?: Readonly<Record<string, string>>;
  } = {},
): TestManifest {
  const { namespace = 'acme', image = 'ghcr.io/acme/app:1', replicas, gpus, env, labels = {} } = options;
  const selector = { 'app.kubernetes.io/name': name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels: { ...selector, ...labels } },
    spec: {
      ...(replicas !== undefined && { replicas }),
      selector: { matchLabels: selector },
      template: {
        metadata: { labels: selector },
        spec: {
          containers: [
            {
              name: 'server',
              image,
              ...(env && { env }),
              ...(gpus !== undefined && { resources: { limits: { 'nvidia.com/gpu': gpus } } }),
            },
          ],
        },
      },
    },
  };
}
