import { ApiObject } from 'cdk8s';
import type { TerraformElement } from 'cdktf';
import type { IConstruct } from 'constructs';
import { distinctErrors, KeelsonError } from '../core/errors.ts';
import { type Aspect, runAspects } from './aspects.ts';
import { checkClusters, checkCycles, definedKind } from './assemble/checks.ts';
import { buildContent } from './assemble/content.ts';
import { SynthContext } from './assemble/context.ts';
import type { ManifestDigests } from './assemble/manifest-digests.ts';
import { className } from './class-name.ts';
import { ClusterScope } from './cluster-scope.ts';
import { constructPath } from './construct-path.ts';
import { addDefaultNamespaces } from './default-namespaces.ts';
import { addDependencies } from './depends-on.ts';
import { Environment } from './environment.ts';
import { isForeignRoot } from './kubernetes/adapter.ts';
import { isLast } from './kubernetes/finish.ts';
import { declareScope } from './kubernetes/identity.ts';
import { renderObject } from './kubernetes/render.ts';
import { providerLocks, readLock } from './locks.ts';
import { clustersByEnvironment } from './pools.ts';
import { markersOf } from './reference/reference.ts';
import { resolveReference } from './reference/resolve.ts';
import { requestsOf } from './requests.ts';
import type { SynthResult } from './result.ts';
import { checkRoles } from './roles.ts';
import { errorAt, type PlatformState, sourceOf } from './state.ts';
import { isTerraformPrototype } from './terraform/adapter.ts';
import { carryAssets, writesFiles } from './terraform/carry/assets.ts';
import { loadCdktf } from './terraform/lazy.ts';
import { renderTerraform } from './terraform/render.ts';
import { walk } from './walk.ts';

/** Computes the assembly of a platform. Pure but for reading locks; reports everything it finds, throws nothing of a user's. */
export function synthesize(platform: IConstruct & { readonly name: string }, state: PlatformState, digests?: ManifestDigests): SynthResult {
  const timings: { phase: string; ms: number }[] = [];
  let last = performance.now();
  const phase = (name: string): void => {
    const now = performance.now();
    timings.push({ phase: name, ms: now - last });
    last = now;
  };
  const context = new SynthContext(platform, state);
  const attempt = <T>(run: () => T): T | undefined => {
    try {
      return run();
    } catch (error) {
      state.errors.push(
        KeelsonError.is(error)
          ? error
          : errorAt(platform, 'KS1014', error instanceof Error ? error.message : String(error), { cause: error }),
      );
      return undefined;
    }
  };
  addDefaultNamespaces(platform);
  if (attempt(() => runAspects(platform, foreignAspects(platform))) !== false) addDefaultNamespaces(platform);
  const all = walk(platform);
  phase('aspects');
  checkTree(context, all);
  phase('validate');
  const objects = all.filter((construct): construct is ApiObject => ApiObject.isApiObject(construct));
  const elements = all.filter((construct): construct is TerraformElement => isTerraformPrototype(construct));
  renderObjects(context, objects);
  phase('kubernetes');
  attempt(() => renderTerraform(context, elements));
  attempt(() => carryAssets(context, all.filter(writesFiles)));
  for (const construct of all)
    if (construct instanceof Environment)
      for (const reference of construct.exports.values()) attempt(() => resolveReference(context, reference, construct));
  phase('terraform');
  attempt(() => addDependencies(context, all));
  checkClusters(context, all);
  checkCycles(context);
  checkRoles(context);
  const clusters = clustersByEnvironment(all);
  reportLostReferences(context);
  const content =
    state.errors.length === 0
      ? attempt(() => buildContent(context, { clusters, lockOf: (unit) => lockOf(platform, unit.stack), digests }))
      : undefined;
  phase('assemble');
  return {
    platform: platform.name,
    ...(content && state.errors.length === 0 && { content }),
    errors: distinctErrors(state.errors),
    warnings: distinctErrors(state.warnings),
    requests: requestsOf(platform),
    sources: new Map(
      all.flatMap((construct) => (state.positions.has(construct) ? [[constructPath(construct), sourceOf(construct)] as never] : [])),
    ),
    timings,
  };
}

/** Foreign charts and stacks, messages of validations and of cdktf's annotations. */
function checkTree(context: SynthContext, all: readonly IConstruct[]): void {
  for (const construct of all) {
    if (isForeignRoot(construct)) {
      context.error(construct, 'KS1004', `${className(construct)} is a chart, stack or app of its own`);
      continue;
    }
    for (const message of construct.node.validate()) context.error(construct, 'KS1013', message);
    for (const { type, data } of construct.node.metadata) {
      if (type === '@cdktf/error') context.error(construct, 'KS1013', String(data));
      else if (type === '@cdktf/warn') context.state.warnings.push(errorAt(construct, 'KS1013', String(data)));
    }
  }
}

/**
 * Definitions come first: objects of the kinds that they define are scoped as they say. Bindings of roles come next: a workload
 * learns when one of cdk8s-plus is written that its pods need a token. Those that depend on what the others say come last.
 */
function renderObjects(context: SynthContext, objects: readonly ApiObject[]): void {
  const rank = (object: ApiObject): number =>
    object.kind === 'CustomResourceDefinition' ? 0 : object.kind.endsWith('RoleBinding') ? 1 : isLast(object) ? 3 : 2;
  for (const object of objects.toSorted((a, b) => rank(a) - rank(b))) {
    const cluster = ClusterScope.tryOf(object);
    const draft = cluster && renderObject(context, object);
    const kind = draft && definedKind(draft.object);
    if (kind) declareScope(cluster, kind.group, kind.kind, kind.scope);
  }
}

/** cdktf's own aspects, which the program may have attached to any construct. */
function foreignAspects(platform: IConstruct): (construct: IConstruct) => readonly Aspect[] {
  if (!walk(platform).some(isTerraformPrototype)) return () => [];
  const { Aspects } = loadCdktf();
  return (construct) => Aspects.of(construct).all;
}

function reportLostReferences(context: SynthContext): void {
  if (context.state.errors.length > 0) return;
  const reported = new Set<unknown>();
  for (const { found, reference } of markersOf(context.state).all) {
    if (found || reported.has(reference)) continue;
    reported.add(reference);
    context.error(
      reference.origin.scope,
      'KS4003',
      `a reference to ${constructPath(reference.origin.scope)} was turned into text that is not in the output`,
    );
  }
}

/** The lock file of a stack: what the program's own one says of the stack's providers. */
function lockOf(platform: IConstruct, stack: Readonly<Record<string, unknown>>): string | undefined {
  const lock = readLock(platform, '.terraform.lock.hcl');
  if (lock === undefined) return undefined;
  const required =
    (stack['terraform'] as { required_providers?: Record<string, { source?: string }> } | undefined)?.required_providers ?? {};
  return providerLocks(lock, new Set(Object.values(required).flatMap(({ source }) => source ?? [])));
}
