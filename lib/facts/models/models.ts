import type { Model, ModelRevision } from './model.ts';
import { modelRows } from './model-table.ts';
import { revisionRows } from './revision-table.ts';

/** Shape of a model, or undefined for one that Keelson knows nothing about. */
export function findModel(name: string): Model | undefined {
  return modelRows.find((row) => row.name === name);
}

/** A known commit of a model, or undefined. */
export function findRevision(name: string): ModelRevision | undefined {
  return revisionRows.find((row) => row.name === name);
}

export type { AttentionKind, Model, ModelRevision } from './model.ts';
export { type KnownModel, knownModels } from './names.ts';
export { modelRows, revisionRows };
