import type { AssemblyContent, KubernetesObject } from '../../../lib/assembly/content.ts';
import type {
  Binding,
  ManifestUnit,
  ObjectEntry,
  TerraformUnitFile,
  UnitEdge,
  UnitFile,
  UnitOutput,
} from '../../../lib/assembly/schema.ts';
import { sha256 } from '../../../lib/core/digest.ts';
import { loadCarriedDefinition } from '../../../lib/facts/crds/load.ts';
import { loadKubernetesSchemas } from '../../../lib/facts/kubernetes/openapi/load.ts';
import { checkAssembly } from '../../../lib/policy/check-assembly.ts';

type Shared = { dependsOn?: UnitEdge[]; outputs?: Record<string, UnitOutput>; bindings?: Binding[] };

/** A Kubernetes unit as a test writes it. */
export interface KubernetesDraft extends Shared {
  cluster?: string;
  objects: (Record<string, unknown> & { metadata: { name: string; namespace?: string } })[];
  /** Changes an entry of the unit file, by name of the object. */
  entries?: Record<string, Partial<ObjectEntry>>;
}

/** A Terraform unit as a test writes it. */
export interface TerraformDraft extends Shared {
  stack: Record<string, unknown>;
  resources?: string[];
}

/** Builds an assembly whose files, digests and edges agree. Keys are `<env>/<unit id>`. */
export function assemblyOf(drafts: Record<string, KubernetesDraft | TerraformDraft>): AssemblyContent {
  const files = new Map<string, string>();
  const objects = new Map<string, KubernetesObject>();
  const units = new Map<string, UnitFile>();
  const environments: Record<string, { units: Record<string, ManifestUnit> }> = {};
  for (const [key, draft] of Object.entries(drafts)) {
    const [environment = '', id = ''] = key.split('/');
    const content =
      'stack' in draft ? terraformUnit(environment, id, draft, files) : kubernetesUnit(environment, id, draft, files, objects);
    const file = `${environment}/units/${id}.json`;
    const text = JSON.stringify(content);
    files.set(file, text);
    units.set(key, content);
    environments[environment] ??= { units: {} };
    environments[environment].units[id] = { file, digest: sha256(text), dependsOn: content.dependsOn.map((edge) => edge.unit) };
  }
  const manifest = { $schema: '', schemaVersion: '1.0', platform: 'acme', environments };
  files.set('keelson.json', JSON.stringify(manifest));
  return { manifest, units, objects, files };
}

function kubernetesUnit(
  environment: string,
  id: string,
  draft: KubernetesDraft,
  files: Map<string, string>,
  objects: Map<string, KubernetesObject>,
): UnitFile {
  const cluster = draft.cluster ?? 'main';
  const entries = draft.objects.map((object): ObjectEntry => {
    const { name, namespace } = object.metadata;
    const file = `${environment}/kubernetes/${cluster}/${id}/${namespace ?? '_cluster'}/${String(object['kind'])}/${name}.yaml`;
    const text = JSON.stringify(object);
    files.set(file, text);
    objects.set(file, object as unknown as KubernetesObject);
    return {
      apiVersion: String(object['apiVersion']),
      kind: String(object['kind']),
      ...(namespace !== undefined && { namespace }),
      name,
      file,
      digest: sha256(text),
      path: `${environment}/${cluster}/${name}`,
      ...draft.entries?.[name],
    };
  });
  return {
    schemaVersion: '1.0',
    plane: 'kubernetes',
    key: `acme/${environment}/${cluster}/${id}`,
    cluster,
    applySet: 'a',
    objects: entries,
    ...shared(draft),
  };
}

function terraformUnit(environment: string, id: string, draft: TerraformDraft, files: Map<string, string>): TerraformUnitFile {
  const stack = id.replace('terraform.', '');
  const file = `${environment}/terraform/${stack}/cdk.tf.json`;
  const text = JSON.stringify(draft.stack);
  files.set(file, text);
  const resources = (draft.resources ?? []).map((address) => ({ address, path: `${environment}/${address}` }));
  return {
    schemaVersion: '1.0',
    plane: 'terraform',
    key: `acme/${environment}/terraform/${stack}`,
    stack,
    files: [{ file, digest: sha256(text) }],
    resources,
    ...shared(draft),
  };
}

function shared({ dependsOn = [], outputs = {}, bindings = [] }: Shared) {
  return { dependsOn, outputs, bindings };
}

/** The findings of an assembly as `code place: message; fix`. */
export function findingsOf(assembly: AssemblyContent): string[] {
  const definitions = [loadCarriedDefinition('gateway.networking.k8s.io', 'HTTPRoute')!];
  return checkAssembly(assembly, { kubernetes: loadKubernetesSchemas(), definitions }).map(
    ({ code, object, file, pointer, message, fix }) =>
      `${code} ${object ?? file ?? ''}${pointer === undefined ? '' : ` ${pointer}`}: ${message}; ${fix}`,
  );
}

/** A ConfigMap in the namespace acme. */
export function configMap(name: string, data: Record<string, unknown> = { a: 'b' }) {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'acme' }, data };
}

/** A stack that is complete, with one bucket. */
export function stackOf(more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    terraform: {
      required_providers: { aws: { source: 'hashicorp/aws', version: '6.25.0' } },
      backend: { s3: { bucket: 'state', key: 'acme/dev/data.tfstate', region: 'eu-central-1' } },
    },
    provider: { aws: [{ region: 'eu-central-1' }] },
    resource: { aws_s3_bucket: { pictures: { bucket: 'acme-pictures' } } },
    ...more,
  };
}
