import { isSensitive } from '../../apply/kubernetes/bindings/sensitive.ts';
import type { Impersonation } from '../../apply/kubernetes/client/connection.ts';
import { type AppliedObject, neededRights } from '../../apply/kubernetes/rbac/needed-rights.ts';
import { type RightsSubject, rightsManifests } from '../../apply/kubernetes/rbac/rights-manifests.ts';
import { NO_POLICY, readPolicy } from '../../apply/policy/policy.ts';
import { type OpenAssembly, openAssembly } from '../../assembly/open.ts';
import type { KubernetesUnitFile } from '../../assembly/schema.ts';
import { directorySource } from '../../assembly/source.ts';
import { apiGroup } from '../../core/api-version.ts';
import { KeelsonError } from '../../core/errors.ts';
import { toYaml } from '../../core/yaml.ts';
import { carriedKinds } from '../../facts/crds/kinds.ts';
import { findBuiltinKind } from '../../facts/kubernetes/kinds.ts';
import { chooseTarget, type TargetOptions } from './target.ts';

export type { RightsSubject } from '../../apply/kubernetes/rbac/rights-manifests.ts';

/** What rights are printed for. */
export interface RbacOptions extends Pick<TargetOptions, 'directory' | 'environment' | 'cluster' | 'policy' | 'perNamespace'> {
  /** Who applies. */
  readonly subject: RightsSubject;
}

/**
 * The least rights with which the output of an environment can be applied to its cluster, as YAML for an administrator; no cluster is
 * asked. Units for which the policy impersonates somebody have theirs for that one. Throws KS8019, KS8014, KS3xxx and, for a kind
 * whose resource is not known, KS8031.
 */
export function rightsYaml({ directory, policy: policyFile, perNamespace = false, subject, ...names }: RbacOptions): string {
  const assembly = openAssembly(directorySource(directory));
  const { environment, cluster } = chooseTarget(assembly, names);
  const policy = policyFile === undefined ? NO_POLICY : readPolicy(policyFile);
  const units = [...assembly.units].flatMap(([key, unit]) =>
    unit.plane === 'kubernetes' && key.startsWith(`${environment}/`) && unit.cluster === cluster ? [unit] : [],
  );
  const plurals = pluralsOf(assembly, units);
  const byIdentity = new Map<string, { readonly who: Impersonation | undefined; readonly objects: AppliedObject[] }>();
  for (const unit of units) {
    const who = policy.rules(unit.key).impersonate;
    const identity = JSON.stringify(who ?? null);
    const known = byIdentity.get(identity) ?? { who, objects: [] };
    known.objects.push(...unit.objects.map((entry) => applied(assembly, entry, plurals)));
    byIdentity.set(identity, known);
  }
  const others = [...byIdentity.values()].filter(({ who }) => who !== undefined);
  const name = `keelson:${assembly.manifest.platform}:${environment}:${cluster}`;
  const own = neededRights({
    objects: byIdentity.get('null')?.objects ?? [],
    readOnly: others.flatMap(({ objects }) => objects),
    perNamespace,
    secretChecksums: units.some((unit) => unit.bindings.some((binding) => isSensitive(assembly.units, binding))),
    keepsReleases: policy.store.cluster === true,
    impersonated: others.map(({ who }) => who as Impersonation),
  });
  const manifests = [
    ...rightsManifests(own, name, subject),
    ...others.flatMap(({ who, objects }) => {
      const rights = neededRights({ objects, isApplier: false, perNamespace, secretChecksums: false, impersonated: [] });
      return rightsManifests(rights, `${name}:${who?.user}`, userOf(who?.user ?? '')).slice(1);
    }),
  ];
  return manifests.map((manifest) => toYaml(manifest)).join('---\n');
}

type Entry = KubernetesUnitFile['objects'][number];

function applied(assembly: OpenAssembly, entry: Entry, plurals: ReadonlyMap<string, string>): AppliedObject {
  const { apiVersion, kind, namespace, name, file, digest } = entry;
  const plural = findBuiltinKind(apiVersion, kind)?.plural ?? plurals.get(`${apiGroup(apiVersion)}/${kind}`);
  if (plural === undefined)
    throw new KeelsonError('KS8031', {
      path: entry.path,
      source: { file, line: 1 },
      message: `the resource of ${apiVersion} ${kind} is not known`,
    });
  const isRbac = apiGroup(apiVersion) === 'rbac.authorization.k8s.io';
  return {
    apiVersion,
    kind,
    plural,
    ...(namespace !== undefined && { namespace }),
    name,
    ...(isRbac && { manifest: assembly.object(file, digest) as NonNullable<AppliedObject['manifest']> }),
  };
}

/** Plural names of custom kinds, by `group/Kind`: of the definitions in the output, else of those that Keelson carries. */
function pluralsOf(assembly: OpenAssembly, units: readonly KubernetesUnitFile[]): ReadonlyMap<string, string> {
  const plurals = new Map(carriedKinds.map(({ group, kind, plural }) => [`${group}/${kind}`, plural]));
  for (const { objects } of units)
    for (const { kind, file, digest } of objects) {
      if (kind !== 'CustomResourceDefinition') continue;
      const { spec } = assembly.object(file, digest) as unknown as { spec: { group: string; names: { kind: string; plural: string } } };
      plurals.set(`${spec.group}/${spec.names.kind}`, spec.names.plural);
    }
  return plurals;
}

/** `system:serviceaccount:<namespace>:<name>` is a ServiceAccount. */
function userOf(user: string): RightsSubject {
  const [, namespace, name] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(user) ?? [];
  return namespace !== undefined && name !== undefined ? { kind: 'ServiceAccount', name, namespace } : { kind: 'User', name: user };
}
