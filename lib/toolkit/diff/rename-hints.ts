import { compareText } from '../../core/compare.ts';
import { type ObjectDraft, titleOf } from './kubernetes/object-draft.ts';
import { pairSimilar, similarity } from './similarity.ts';
import type { ElementDraft } from './terraform/element-draft.ts';
import type { RenameHint } from './types.ts';

/** Something that is gone or new, to be matched by what it holds. */
interface Item {
  readonly title: string;
  readonly path: string;
  /** What may be matched with what: environment, plane and kind. */
  readonly group: string;
  readonly body: unknown;
}

/** Share of equal content from which a deletion and a creation are taken for a rename. */
const LEAST = 0.7;

/** Deletions and creations that are probably one construct under another path, each with the line to paste. */
export function renameHints(objects: readonly ObjectDraft[], elements: readonly ElementDraft[]): RenameHint[] {
  const gone: Item[] = [];
  const fresh: Item[] = [];
  for (const { before, after } of objects) {
    const object = after ?? before;
    if (!object || (before && after)) continue;
    const { name: _name, labels: _labels, ...metadata } = object.manifest.metadata;
    const item = {
      title: titleOf(object),
      path: object.entry.path,
      group: `${object.cluster} ${object.entry.kind}`,
      body: { ...object.manifest, metadata },
    };
    (after ? fresh : gone).push(item);
  }
  for (const { before, after, forgotten, importId } of elements) {
    const place = after ?? before;
    if (!place || (before && after) || forgotten || importId !== undefined || place.element.kind !== 'resource') continue;
    const environment = place.stack.unit.slice(0, place.stack.unit.indexOf('/'));
    const item = {
      title: place.element.address,
      path: place.element.path,
      group: `${environment} ${place.element.type}`,
      body: place.element.body,
    };
    (after ? fresh : gone).push(item);
  }
  const hints = new Map<string, { from: string; to: string; titles: string[] }>();
  for (const [old, now] of pairSimilar(
    gone,
    fresh,
    (a, b) => (a.group === b.group && a.path !== b.path ? similarity(a.body, b.body) : 0),
    LEAST,
  )) {
    const [from, to] = withoutSharedEnd(old.path, now.path);
    const hint = hints.get(`${from} ${to}`) ?? { from, to, titles: [] };
    hint.titles.push(old.title, now.title);
    hints.set(`${from} ${to}`, hint);
  }
  return [...hints.values()]
    .sort((a, b) => compareText(a.to, b.to))
    .map((hint) => ({ ...hint, line: `aliases: ['${hint.from}']`, titles: [...new Set(hint.titles)].sort(compareText) }));
}

/** The constructs that moved: the paths without the part below them, which is the same. */
function withoutSharedEnd(from: string, to: string): [string, string] {
  const [a, b] = [from.split('/'), to.split('/')];
  while (a.length > 1 && b.length > 1 && a.at(-1) === b.at(-1)) {
    a.pop();
    b.pop();
  }
  return [a.join('/'), b.join('/')];
}
