import type { AssemblyContent } from '../../assembly/content.ts';
import { assemblyDiff } from './assembly-diff.ts';
import { clusterSettings } from './cluster-settings.ts';
import { followOutputs, renamedOutputs } from './follow-outputs.ts';
import { gpuCounter } from './kubernetes/gpu-counter.ts';
import { indexObjects } from './kubernetes/index-objects.ts';
import { draftObject, finishObject } from './kubernetes/object-draft.ts';
import { pairObjects } from './kubernetes/pair-objects.ts';
import { findRenames } from './renames.ts';
import { rippleElements } from './ripple/elements.ts';
import { replacedOutputs, rippleObjects } from './ripple/objects.ts';
import type { UnitStates } from './summary.ts';
import { draftElement, finishElement } from './terraform/element-draft.ts';
import { pairElements } from './terraform/pair-elements.ts';
import { readStacks } from './terraform/stack.ts';
import type { AssemblyDiff, Change } from './types.ts';
import { unitSettings } from './unit-settings.ts';

/**
 * Says what applying a new assembly does to what an old one made: per construct, with every field that changes. Pure and
 * offline; a cloud or cluster that drifted is not seen.
 * @param before undefined when there was none: everything is created
 */
export function diffAssemblies(before: AssemblyContent | undefined, after: AssemblyContent): AssemblyDiff {
  const pairs = pairElements(readStacks(before), readStacks(after));
  const renamed = renamedOutputs(pairs);
  const elements = pairs.map((pair) => draftElement(pair, renamed));
  const objects = pairObjects(followOutputs(indexObjects(before), renamed), indexObjects(after)).map(draftObject);
  const outputs = replacedOutputs(objects, objectOutputs(after));
  rippleElements(elements, outputs);
  rippleObjects(objects, outputs);
  const states = unitStates(before, after);
  const gpus = gpuCounter(objects);
  const parts: Change[] = [
    ...elements.flatMap((draft) => finishElement(draft) ?? []).filter((change) => !isFurniture(change, states)),
    ...objects.flatMap((draft) => finishObject(draft, gpus) ?? []),
  ];
  const changes: Change[] = [...parts, ...unitSettings(before, after), ...clusterSettings(before, after, parts)];
  return assemblyDiff(after.manifest.platform, changes, states, findRenames(elements, objects));
}

/** Settings and data sources of a unit that comes or goes as a whole say nothing that the unit doesn't. */
function isFurniture(change: Change, states: ReadonlyMap<string, UnitStates>): boolean {
  return (change.kind === 'setting' || change.kind === 'data') && states.get(change.unit)?.state !== 'changed';
}

/** `<unit> <object identity>` by `<env>/<unit id>.<output>`, of outputs that come from objects. */
function objectOutputs(content: AssemblyContent): ReadonlyMap<string, string> {
  const outputs = new Map<string, string>();
  for (const [unit, file] of content.units) {
    for (const [name, { from }] of Object.entries(file.outputs)) if (from) outputs.set(`${unit}.${name}`, `${unit} ${from.object}`);
  }
  return outputs;
}

function unitStates(before: AssemblyContent | undefined, after: AssemblyContent): ReadonlyMap<string, UnitStates> {
  const states = new Map<string, UnitStates>();
  for (const [unit, { plane }] of before?.units ?? []) states.set(unit, { plane, state: after.units.has(unit) ? 'changed' : 'deleted' });
  for (const [unit, { plane }] of after.units) if (!states.has(unit)) states.set(unit, { plane, state: 'created' });
  return states;
}
