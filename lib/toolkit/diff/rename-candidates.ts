import { environmentOf } from '../../assembly/unit-key.ts';
import { asMap } from '../../core/fields/maps.ts';
import { rewriteTexts } from './fields/rewrite.ts';
import type { LocatedObject } from './kubernetes/index-objects.ts';
import { type ObjectDraft, titleOf } from './kubernetes/object-draft.ts';
import { kindOf } from './kubernetes/pair-objects.ts';
import { effectOfArgument } from './terraform/effects.ts';
import type { ElementDraft } from './terraform/element-draft.ts';
import type { PlacedElement } from './terraform/element-pair.ts';
import type { Element } from './terraform/stack.ts';

/** Something that is gone or new, and may be the other of the two under another path. */
export interface Candidate {
  readonly plane: 'terraform' | 'kubernetes';
  /** Only candidates of one realm can be the same thing: an environment and resource type, or a cluster and kind. */
  readonly realm: string;
  readonly path: string;
  readonly title: string;
  /** Content with the names that come from the path taken out. */
  readonly content: unknown;
  /** Literal values that the two must have in common to be the same thing, by field. */
  readonly identity: ReadonlyMap<string, string>;
  /** Whether it holds anything that tells it from others of its kind. */
  readonly telling: boolean;
}

/** Resources and modules that are gone or new. */
export function elementCandidates(drafts: readonly ElementDraft[], side: 'before' | 'after'): Candidate[] {
  const other = side === 'before' ? 'after' : 'before';
  return drafts.flatMap((draft) => {
    const placed = draft[side];
    const isManaged = placed?.element.kind === 'resource' || placed?.element.kind === 'module';
    return placed && isManaged && !draft[other] && !draft.forgotten && draft.importId === undefined ? [ofElement(placed)] : [];
  });
}

function ofElement({ stack, element }: PlacedElement): Candidate {
  const { kind, type, path, address, body } = element;
  return {
    plane: 'terraform',
    realm: `${environmentOf(stack.unit)} ${kind} ${type}`,
    path,
    title: address,
    content: withoutNames(body, path),
    identity: new Map(Object.entries(body).filter((entry): entry is [string, string] => isIdentity(element, ...entry))),
    telling: true,
  };
}

/** Whether an argument is a literal text whose change replaces the resource. */
function isIdentity(element: Element, argument: string, value: unknown): boolean {
  return typeof value === 'string' && !value.includes('${') && effectOfArgument(element, `/${argument}`) === 'replace';
}

/** Objects that are gone or new. */
export function objectCandidates(drafts: readonly ObjectDraft[], side: 'before' | 'after'): Candidate[] {
  const other = side === 'before' ? 'after' : 'before';
  return drafts.flatMap((draft) => (draft[side] && !draft[other] ? [ofObject(draft[side])] : []));
}

function ofObject(object: LocatedObject): Candidate {
  const { apiVersion: _version, kind: _kind, metadata, ...content } = object.manifest;
  const { 'applyset.kubernetes.io/part-of': _unit, ...labels } = asMap(metadata?.labels);
  const shown = { ...content, labels, annotations: metadata?.annotations };
  return {
    plane: 'kubernetes',
    realm: `${object.cluster} ${kindOf(object.id)}`,
    path: object.entry.path,
    title: titleOf(object),
    content: withoutNames(shown, `${object.entry.path}/${object.entry.name}/${object.entry.namespace ?? ''}`),
    identity: new Map([
      ['metadata.name', object.entry.name],
      ['metadata.namespace', object.entry.namespace ?? ''],
    ]),
    // A ServiceAccount is like any other.
    telling: Object.keys(content).length > 0,
  };
}

/** A document with every word of a path masked in its texts, so that a rename leaves it the same. */
function withoutNames(document: unknown, path: string): unknown {
  const words = [...new Set(path.split(/[^A-Za-z0-9]+/))].filter((word) => word.length > 1).sort((a, b) => b.length - a.length);
  if (words.length === 0) return document;
  const pattern = new RegExp(`(?<![A-Za-z0-9])(?:${words.join('|')})(?![A-Za-z0-9])`, 'g');
  return rewriteTexts(document, (text) => text.replace(pattern, '*'));
}
