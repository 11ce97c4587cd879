import type { AssemblyContent, KubernetesObject } from '../../assembly/content.ts';
import { FileTexts } from '../../assembly/file-texts.ts';
import { manifestPath, stackFilePath, stackPath, unitFilePath } from '../../assembly/paths.ts';
import {
  type KubernetesUnitFile,
  type Manifest,
  type ManifestCluster,
  type ManifestEnvironment,
  type ManifestUnit,
  type ObjectEntry,
  SCHEMA_VERSION,
  type TerraformUnitFile,
  type UnitFile,
} from '../../assembly/schema.ts';
import { apiGroup } from '../../core/api-version.ts';
import { canonicalJson } from '../../core/canonical-json.ts';
import { compareText } from '../../core/compare.ts';
import { sha256 } from '../../core/digest.ts';
import { constructPath } from '../construct-path.ts';
import { unitKey } from '../kubernetes/apply-set.ts';
import { rolesOf } from '../roles.ts';
import type { SynthContext } from './context.ts';
import type { UnitDraft } from './draft.ts';
import { addManifest, type ManifestDigests } from './manifest-digests.ts';

/** What an assembly holds beside its units, and what is known of them. */
export interface ContentParts {
  /** Clusters by environment, then by name. */
  readonly clusters: ReadonlyMap<string, Readonly<Record<string, ManifestCluster>>>;
  /** Text of the lock of a stack's providers. */
  readonly lockOf: (unit: UnitDraft) => string | undefined;
  readonly digests: ManifestDigests | undefined;
}

/** What the finished drafts become: files by path. Everything is sorted, so the order of constructs changes nothing. */
export function buildContent(context: SynthContext, { clusters, lockOf, digests }: ContentParts): AssemblyContent {
  const files = new FileTexts();
  const objects = new Map<string, KubernetesObject>();
  const units = new Map<string, UnitFile>();
  const environments: Record<string, Record<string, ManifestUnit>> = {};
  for (const unit of [...context.units.values()].sort((a, b) => compareText(a.key, b.key))) {
    const { environment, unitId, plane } = unit.placement;
    const content =
      plane === 'kubernetes' ? kubernetesUnit(context, unit, files, objects, digests) : terraformUnit(context, unit, files, lockOf);
    const file = unitFilePath(environment.name, unitId);
    const text = canonicalJson(content);
    files.set(file, text);
    units.set(unit.key, content);
    environments[environment.name] ??= {};
    (environments[environment.name] as Record<string, ManifestUnit>)[unitId] = {
      file,
      digest: sha256(text),
      dependsOn: content.dependsOn.map((edge) => edge.unit),
    };
  }
  const manifest: Manifest = {
    $schema: 'keelson/schema/keelson-1.json',
    schemaVersion: SCHEMA_VERSION,
    platform: context.platform.name,
    environments: Object.fromEntries(
      Object.entries(environments).map(([name, units]): [string, ManifestEnvironment] => {
        const own = clusters.get(name);
        return [name, { ...(own && { clusters: own }), units }];
      }),
    ),
  };
  files.set('keelson.json', canonicalJson(manifest));
  return { manifest, units, objects, files };
}

function kubernetesUnit(
  context: SynthContext,
  unit: UnitDraft,
  files: FileTexts,
  objects: Map<string, KubernetesObject>,
  digests: ManifestDigests | undefined,
): KubernetesUnitFile {
  const { environment, cluster, name } = unit.placement;
  const entries = unit.objects.map((draft): ObjectEntry => {
    const { apiVersion, kind, metadata } = draft.object;
    const group = apiGroup(apiVersion);
    const file = manifestPath({
      env: environment.name,
      cluster: cluster?.name ?? '',
      unit: name,
      namespace: metadata.namespace,
      kind,
      group,
      name: metadata.name,
    });
    let digest = '';
    try {
      digest = addManifest(files, file, draft.object, digests);
    } catch (error) {
      context.error(draft.construct, 'KS1014', error instanceof Error ? error.message : String(error), { cause: error });
    }
    objects.set(file, draft.object);
    return {
      apiVersion,
      kind,
      ...(metadata.namespace !== undefined && { namespace: metadata.namespace }),
      name: metadata.name,
      file,
      digest,
      path: constructPath(draft.construct),
      ...(draft.aliases.length > 0 && { aliases: [...draft.aliases].sort(compareText) }),
      ...(draft.dependsOn.size > 0 && { dependsOn: [...draft.dependsOn].sort(compareText) }),
    };
  });
  return {
    schemaVersion: SCHEMA_VERSION,
    plane: 'kubernetes',
    key: unitKey(context.platform.name, unit.placement),
    cluster: cluster?.name ?? '',
    applySet: unit.applySet,
    objects: entries.sort((a, b) => compareText(a.file, b.file)),
    ...shared(unit),
  };
}

function terraformUnit(context: SynthContext, unit: UnitDraft, files: FileTexts, lockOf: ContentParts['lockOf']): TerraformUnitFile {
  const { environment, name } = unit.placement;
  const stack: Record<string, unknown> = { ...unit.stack };
  if (unit.variables.size > 0) {
    const declared = Object.fromEntries(
      [...unit.variables].map(([id, { type, sensitive }]) => [id, { type, nullable: false, ...(sensitive && { sensitive }) }]),
    );
    stack['variable'] = { ...(stack['variable'] as object | undefined), ...declared };
  }
  if (unit.outputs.size > 0) {
    const outputs = Object.fromEntries(
      [...unit.outputs].map(([id, { expression, sensitive }]) => [id, { value: expression, ...(sensitive && { sensitive }) }]),
    );
    stack['output'] = { ...(stack['output'] as object | undefined), ...outputs };
  }
  for (const block of ['moved', 'import', 'removed']) {
    if (stack[block]) stack[block] = [...(stack[block] as object[])].sort((a, b) => compareText(JSON.stringify(a), JSON.stringify(b)));
  }
  const folder = stackPath(environment.name, name);
  const own = new Map([[stackFilePath(environment.name, name), canonicalJson(stack)]]);
  for (const [path, text] of unit.files) own.set(`${folder}/${path}`, text);
  const lock = lockOf(unit);
  if (lock !== undefined) own.set(`${folder}/.terraform.lock.hcl`, lock);
  for (const [path, text] of own) files.set(path, text);
  const roles = rolesOf(unit);
  return {
    schemaVersion: SCHEMA_VERSION,
    plane: 'terraform',
    key: unitKey(context.platform.name, unit.placement),
    stack: name,
    files: [...own].map(([file, text]) => ({ file, digest: sha256(text) })).sort((a, b) => compareText(a.file, b.file)),
    resources: [...unit.resources].sort((a, b) => compareText(a.address, b.address)),
    ...(roles && { roles }),
    ...shared(unit),
  };
}

function shared(unit: UnitDraft): Pick<UnitFile, 'dependsOn' | 'outputs' | 'bindings'> {
  return {
    dependsOn: [...unit.edges]
      .map(([key, reasons]) => ({ unit: key, reasons: [...reasons].sort(compareText) }))
      .sort((a, b) => compareText(a.unit, b.unit)),
    outputs: Object.fromEntries(
      [...unit.outputs].sort(([a], [b]) => compareText(a, b)).map(([name, { expression: _, ...output }]) => [name, output]),
    ),
    bindings: [...unit.bindings].sort((a, b) => compareText(a.target, b.target) || compareText(a.pointer ?? '', b.pointer ?? '')),
  };
}
