import type { KubernetesObject } from '../../../assembly/content.ts';
import { isMap } from '../../../core/fields/maps.ts';
import { parsePointer } from '../../../core/json-pointer.ts';
import { untouchedParts } from '../../../facts/kubernetes/pod-restarts.ts';
import type { FieldChange } from '../types.ts';
import type { GpuCounter } from './gpu-counter.ts';
import type { ObjectPair } from './pair-objects.ts';

/** GPUs in pods that restart: those of the parts of the workload that the changed fields belong to. */
export function restartedGpus({ before, after }: ObjectPair, fields: readonly FieldChange[], gpus: GpuCounter): number {
  if (!before || !after) return 0;
  const pointers = fields.filter(({ effect }) => effect === 'restart').map(({ pointer }) => pointer);
  const untouched = untouchedParts(after.manifest.apiVersion, after.manifest.kind, pointers);
  return Math.min(gpus(before, 'before', without(before.manifest, untouched)), gpus(after, 'after', without(after.manifest, untouched)));
}

function without(manifest: KubernetesObject, pointers: readonly string[]): KubernetesObject {
  if (pointers.length === 0) return manifest;
  const copy = structuredClone(manifest);
  for (const pointer of pointers) remove(copy, parsePointer(pointer));
  return copy;
}

function remove(value: unknown, [key = '', ...rest]: readonly string[]): void {
  if (!isMap(value)) return;
  if (rest.length > 0) remove(value[key], rest);
  else delete (value as Record<string, unknown>)[key];
}
