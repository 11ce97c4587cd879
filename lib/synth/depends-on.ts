import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { addressPath } from '../assembly/address.ts';
import type { SynthContext } from './assemble/context.ts';
import type { ObjectDraft, UnitDraft } from './assemble/draft.ts';
import { kubernetesPlacement } from './placement.ts';
import { isTerraformPrototype } from './terraform/adapter.ts';
import { walk } from './walk.ts';

const PREREQUISITE = Symbol.for('keelson.prerequisite');

/**
 * Says that a construct comes before the rest of the one that it is in, so that it does not wait for what the latter depends
 * on: the role of a workload is no part of what waits for the workload's database.
 */
export function markPrerequisite(construct: IConstruct): void {
  Object.defineProperty(construct, PREREQUISITE, { value: true });
}

/** Whether a construct comes before the rest of the one that it is in. */
export function isPrerequisite(construct: IConstruct): boolean {
  return PREREQUISITE in construct;
}

/** What a construct holds of both planes. */
interface Content {
  readonly objects: readonly { readonly unit: UnitDraft; readonly draft: ObjectDraft }[];
  readonly addresses: readonly { readonly unit: UnitDraft; readonly address: string }[];
  readonly units: ReadonlySet<UnitDraft>;
}

/**
 * Turns `construct.node.addDependency(other)` into an order: between units an edge, within a Kubernetes unit an order of
 * objects, within a Terraform unit `depends_on`.
 */
export function addDependencies(context: SynthContext, constructs: readonly IConstruct[]): void {
  const dependents = constructs.filter((construct) => construct.node.dependencies.length > 0);
  if (dependents.length === 0) return;
  const drafts = new Map<IConstruct, { unit: UnitDraft; draft: ObjectDraft }>();
  const addresses = new Map<string, { unit: UnitDraft; address: string }[]>();
  for (const unit of context.units.values()) {
    for (const draft of unit.objects) drafts.set(draft.construct, { unit, draft });
    for (const { address, path } of unit.resources) addresses.set(path, [...(addresses.get(path) ?? []), { unit, address }]);
  }
  const caches = { dependent: new Map<IConstruct, Content>(), target: new Map<IConstruct, Content>() };
  const contentOf = (construct: IConstruct, as: 'dependent' | 'target'): Content => {
    const cache = caches[as];
    let content = cache.get(construct);
    if (!content) {
      const all = walk(construct, (below) => as === 'dependent' && isPrerequisite(below));
      const objects = all.flatMap((one) => drafts.get(one) ?? []);
      const own = all.filter(isTerraformPrototype).flatMap((one) => addresses.get(one.node.path) ?? []);
      const units = new Set<UnitDraft>(own.map((one) => one.unit));
      for (const one of all) if (ApiObject.isApiObject(one)) units.add(context.unit(kubernetesPlacement(one, one.kind)));
      content = { objects, addresses: own, units };
      cache.set(construct, content);
    }
    return content;
  };
  for (const dependent of dependents) {
    const from = contentOf(dependent, 'dependent');
    for (const target of dependent.node.dependencies) {
      const to = contentOf(target, 'target');
      for (const unit of from.units) for (const other of to.units) context.edge(unit, other.key, 'dependsOn');
      for (const { unit, draft } of from.objects) {
        for (const other of to.objects) if (other.draft !== draft && other.unit === unit) draft.dependsOn.add(other.draft.id);
      }
      for (const { unit, address } of from.addresses) {
        const others = to.addresses.filter((other) => other.unit === unit && other.address !== address).map((other) => other.address);
        if (others.length > 0) addDependsOn(unit, address, others);
      }
    }
  }
}

function addDependsOn(unit: UnitDraft, address: string, others: readonly string[]): void {
  let body: Record<string, unknown> = unit.stack;
  for (const key of addressPath(address)) body = body[key] as Record<string, unknown>;
  body['depends_on'] = [...new Set([...((body['depends_on'] as string[] | undefined) ?? []), ...others])].sort();
}
