import { canonicalJson } from '../../core/canonical-json.ts';
import { sha256 } from '../../core/digest.ts';
import { KeelsonError } from '../../core/errors.ts';
import type { UnitPlan } from '../plan/types.ts';
import type { ChangeSet } from '../terraform/plan/change-set.ts';
import type { ApprovalNeed } from './approval-needs.ts';
import { changeLines } from './change-lines.ts';
import { type ChangeDocument, changeDocumentSchema, type DocumentUnit } from './document-schema.ts';
import { lastingObjectChanges, lastingResourceChanges } from './lasting-changes.ts';
import type { PlannedUnit } from './planned-unit.ts';

export type { ChangeDocument, DocumentUnit } from './document-schema.ts';

/** A unit as it is written into a document, or compared with one. @param revision the release that it has; 0 for none */
export function documentUnit(planned: PlannedUnit, revision: number, needs: readonly ApprovalNeed[]): DocumentUnit {
  const { unit: name, key, contentDigest, removesUnit = false } = planned;
  const base = { unit: name, key, contentDigest, revision, removesUnit, needs: [...needs] };
  // As it will be read: what is undefined is absent.
  const plain = JSON.parse(
    JSON.stringify(
      planned.plane === 'terraform'
        ? {
            ...base,
            plane: 'terraform',
            changes: planned.changes,
            state: planned.state,
            digest: digestOf({ plane: 'terraform', changes: planned.changes }),
          }
        : {
            ...base,
            plane: 'kubernetes',
            changes: lastingObjectChanges(planned.plan),
            digest: digestOf({ plane: 'kubernetes', changes: planned.plan.changes }),
          },
    ),
  ) as DocumentUnit;
  return plain;
}

/** The text of a plan file: the document and its digest. */
export function writeDocument(document: ChangeDocument): string {
  return canonicalJson({ ...document, documentDigest: documentDigest(document) });
}

function documentDigest(document: ChangeDocument): string {
  return sha256(canonicalJson(document));
}

/** Reads a plan file. Throws KS8081 for one of another form, or that was changed. @param file its name, for messages */
export function readDocument(text: string, file: string): ChangeDocument {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch (cause) {
    throw new KeelsonError('KS8081', { object: file, message: 'it is no JSON', cause });
  }
  const { documentDigest: said, ...rest } = (typeof read === 'object' && read !== null ? read : {}) as Record<string, unknown>;
  const result = changeDocumentSchema.safeParse(rest);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new KeelsonError('KS8081', { object: file, message: `${issue?.path.join('.') || 'it'}: ${issue?.message ?? 'another form'}` });
  }
  if (said !== documentDigest(result.data))
    throw new KeelsonError('KS8081', { object: file, message: 'it was changed after it was written: its digest is another' });
  for (const one of result.data.units)
    if (one.digest !== digestOf(one))
      throw new KeelsonError('KS8081', { object: file, message: `the changes of ${one.unit} are not those that its digest is of` });
  return result.data;
}

/** What differs between a unit that was approved and one as it would be done now; undefined when nothing does. */
export function differenceOf(approved: DocumentUnit, now: DocumentUnit): string | undefined {
  if (approved.plane !== now.plane || approved.removesUnit !== now.removesUnit)
    return now.removesUnit ? 'its removal was not approved' : 'what was approved is its removal';
  if (approved.digest !== now.digest) {
    const [was, is] = [changeLines(approved), changeLines(now)];
    const line = is.findIndex((text, index) => text !== was[index]);
    const at = line < 0 ? is.length : line;
    return `line ${at + 1} of its changes: ${JSON.stringify(was[at] ?? '(nothing)')} was approved, and now it is ${JSON.stringify(is[at] ?? '(nothing)')}`;
  }
  if (approved.contentDigest !== now.contentDigest)
    return `the content ${short(approved.contentDigest)} was approved, and now it is ${short(now.contentDigest)}`;
  const [before, after] = [stateOf(approved), stateOf(now)];
  if (before !== after) return `it was approved over ${before}, and now there is ${after}`;
  return undefined;
}

function stateOf(one: DocumentUnit): string {
  if (one.plane === 'kubernetes') return 'no state';
  return one.state ? `the state ${one.state.lineage} of serial ${one.state.serial}` : 'no state';
}

type Changed =
  | { readonly plane: 'kubernetes'; readonly changes: UnitPlan['changes'] }
  | { readonly plane: 'terraform'; readonly changes: ChangeSet };

function digestOf(one: Changed | DocumentUnit): string {
  const { plane, changes } = one as Changed;
  return sha256(canonicalJson(plane === 'terraform' ? lastingResourceChanges(changes) : lastingObjectChanges({ changes })));
}

function short(digest: string): string {
  return digest.slice(0, 'sha256:'.length + 12);
}
