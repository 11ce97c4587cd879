import type { AssemblyContent, KubernetesObject } from '../../assembly/content.ts';
import type { OpenAssembly } from '../../assembly/open.ts';
import type { KubernetesUnitFile, ManifestUnit, UnitFile } from '../../assembly/schema.ts';
import { canonicalJson } from '../../core/canonical-json.ts';
import { sha256 } from '../../core/digest.ts';
import { toYaml } from '../../core/yaml.ts';

/**
 * The Kubernetes units of an environment with their bindings filled, as an output of its own: whoever reads the one reads the other.
 * @param resolved manifests by file, by unit
 */
export function resolvedAssembly(
  { manifest, units: all }: Pick<OpenAssembly, 'manifest' | 'units'>,
  environment: string,
  resolved: ReadonlyMap<string, ReadonlyMap<string, KubernetesObject>>,
): AssemblyContent {
  const files = new Map<string, string>();
  const objects = new Map<string, KubernetesObject>();
  const contents = new Map<string, UnitFile>();
  const units: Record<string, ManifestUnit> = {};
  for (const [unit, manifests] of resolved) {
    const file = all.get(unit) as KubernetesUnitFile;
    const id = unit.slice(environment.length + 1);
    for (const [path, object] of manifests) {
      objects.set(path, object);
      files.set(path, toYaml(object));
    }
    const content: KubernetesUnitFile = {
      ...file,
      dependsOn: file.dependsOn.filter((edge) => resolved.has(edge.unit)),
      bindings: [],
      objects: file.objects.flatMap((entry) =>
        manifests.has(entry.file) ? [{ ...entry, digest: sha256(files.get(entry.file) as string) }] : [],
      ),
    };
    const path = manifest.environments[environment]?.units[id]?.file as string;
    const text = canonicalJson(content);
    files.set(path, text);
    contents.set(unit, content);
    units[id] = { file: path, digest: sha256(text), dependsOn: content.dependsOn.map((edge) => edge.unit) };
  }
  const { clusters } = manifest.environments[environment] ?? {};
  const own = { ...manifest, environments: { [environment]: { ...(clusters && { clusters }), units } } };
  files.set('keelson.json', canonicalJson(own));
  return { manifest: own, units: contents, objects, files };
}
