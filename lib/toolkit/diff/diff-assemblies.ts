import type { AssemblyContent } from '../../assembly/content.ts';
import { compareText } from '../../core/compare.ts';
import { followOutputs, renamedOutputs } from './follow-outputs.ts';
import { leastReplicas, workloadKey } from './kubernetes/autoscalers.ts';
import { gpusOf } from './kubernetes/gpus.ts';
import { indexObjects, type LocatedObject } from './kubernetes/index-objects.ts';
import { draftObject, finishObject } from './kubernetes/object-draft.ts';
import { pairObjects } from './kubernetes/pair-objects.ts';
import { renameHints } from './rename-hints.ts';
import { rippleElements } from './ripple/elements.ts';
import { replacedOutputs, rippleObjects } from './ripple/objects.ts';
import { summarize, summarizeEnvironments } from './summary.ts';
import { draftElement, finishElement } from './terraform/element-draft.ts';
import { pairElements } from './terraform/pair-elements.ts';
import { readStacks } from './terraform/stack.ts';
import type { AssemblyDiff, Change, ConstructChanges } from './types.ts';

/**
 * What changes from one assembly to another, found offline from the two alone. Without a `before` everything is new.
 * Throws KS7007 for a stack that is no JSON.
 */
export function diffAssemblies(before: AssemblyContent | undefined, after: AssemblyContent): AssemblyDiff {
  const pairs = pairElements(readStacks(before), readStacks(after));
  const elements = pairs.map(draftElement);
  const [old, now] = [followOutputs(indexObjects(before), renamedOutputs(pairs)), indexObjects(after)];
  const objects = pairObjects(old, now).map(draftObject);
  const outputs = replacedOutputs(objects, objectOutputs(after));
  rippleElements(elements, outputs);
  rippleObjects(objects, outputs);
  const replicas = { before: leastReplicas(allOf(old)), after: leastReplicas(allOf(now)) };
  const gpus = (object: LocatedObject, side: 'before' | 'after'): number => {
    const { kind, namespace, name } = object.entry;
    return gpusOf(object.manifest, replicas[side].get(workloadKey(kind, namespace, name)) ?? 1);
  };
  const changes = [...objects.map((draft) => finishObject(draft, gpus)), ...elements.map(finishElement)].filter(
    (change): change is Change => change !== undefined,
  );
  return {
    platform: after.manifest.platform,
    different: changes.length > 0,
    summary: summarize(changes),
    environments: summarizeEnvironments(changes, before, after),
    constructs: byConstruct(changes),
    hints: renameHints(objects, elements),
  };
}

/** Outputs of Kubernetes units by `<env>/<unit id>.<output>`, with the object that they are read from. */
function objectOutputs(content: AssemblyContent): ReadonlyMap<string, string> {
  const outputs = new Map<string, string>();
  for (const [unit, file] of content.units) {
    for (const [name, { from }] of Object.entries(file.outputs)) if (from) outputs.set(`${unit}.${name}`, `${unit} ${from.object}`);
  }
  return outputs;
}

function allOf(index: ReturnType<typeof indexObjects>): LocatedObject[] {
  return [...index.values()].flatMap((objects) => [...objects.values()]);
}

function byConstruct(changes: readonly Change[]): ConstructChanges[] {
  const groups = new Map<string, Change[]>();
  for (const change of changes) groups.set(change.path, [...(groups.get(change.path) ?? []), change]);
  return [...groups]
    .sort(([a], [b]) => compareText(a, b))
    .map(([path, list]) => ({ path, changes: list.sort((a, b) => compareText(a.title, b.title)) }));
}
