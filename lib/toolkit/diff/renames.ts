import { compareText } from '../../core/compare.ts';
import type { ObjectDraft } from './kubernetes/object-draft.ts';
import { type Candidate, elementCandidates, objectCandidates } from './rename-candidates.ts';
import { pairSimilar, similarity } from './similarity.ts';
import type { ElementDraft } from './terraform/element-draft.ts';
import type { KeptValue, RenameHint } from './types.ts';

/** Resources of Terraform with less in common than this are two, not one renamed. Objects must have the same content. */
const LEAST_LIKENESS = 0.7;

/**
 * Finds what is deleted under one path and created with the same content under another, for want of an alias.
 * One hint per renamed construct.
 */
export function findRenames(elements: readonly ElementDraft[], objects: readonly ObjectDraft[]): RenameHint[] {
  const gone = [...elementCandidates(elements, 'before'), ...objectCandidates(objects, 'before')];
  const fresh = [...elementCandidates(elements, 'after'), ...objectCandidates(objects, 'after')];
  if (gone.length === 0 || fresh.length === 0) return [];
  const [before, after] = [allPaths(elements, objects, 'before'), allPaths(elements, objects, 'after')];
  const hints = new Map<string, { from: string; to: string; titles: string[]; keep: KeptValue[]; telling: boolean }>();
  for (const [was, is] of pairCandidates(gone, fresh)) {
    const [from, to] = renamedRoot(was.path, is.path, before, after);
    const hint = hints.get(`${from} ${to}`) ?? { from, to, titles: [], keep: [], telling: false };
    hint.titles.push(was.title === is.title ? was.title : `${was.title} -> ${is.title}`);
    hint.keep.push(...keptValues(was, is));
    hint.telling ||= was.telling && is.telling;
    hints.set(`${from} ${to}`, hint);
  }
  return [...hints.values()]
    .filter((hint) => hint.telling && hint.from !== hint.to)
    .map(({ telling: _, ...hint }) => ({
      ...hint,
      line: `aliases: [${quote(shortest(hint.from, hint.to))}]`,
      titles: hint.titles.sort(compareText),
    }))
    .sort((a, b) => compareText(a.to, b.to) || compareText(a.from, b.from));
}

/** Values that would replace the thing even with an alias. */
function keptValues(before: Candidate, after: Candidate): KeptValue[] {
  return [...before.identity]
    .filter(([field, value]) => after.identity.get(field) !== value)
    .map(([field, value]) => ({ title: after.title, field, value }));
}

function pairCandidates(gone: readonly Candidate[], fresh: readonly Candidate[]): [Candidate, Candidate][] {
  const pairs: [Candidate, Candidate][] = [];
  const exact = pairWithin(gone, fresh, ({ realm, content }) => `${realm} ${JSON.stringify(content)}`, commonEnd, 0);
  pairs.push(...exact);
  const used = new Set(exact.flat());
  const rest = (list: readonly Candidate[]): Candidate[] =>
    list.filter((candidate) => candidate.plane === 'terraform' && !used.has(candidate));
  const likeness = (a: Candidate, b: Candidate): number => similarity(a.content, b.content);
  pairs.push(...pairWithin(rest(gone), rest(fresh), ({ realm }) => realm, likeness, LEAST_LIKENESS));
  return pairs;
}

/** Pairs the candidates that have one key, the best of them first. */
function pairWithin(
  gone: readonly Candidate[],
  fresh: readonly Candidate[],
  keyOf: (candidate: Candidate) => string,
  score: (before: Candidate, after: Candidate) => number,
  least: number,
): [Candidate, Candidate][] {
  const groups = new Map<string, { gone: Candidate[]; fresh: Candidate[] }>();
  for (const candidate of gone) {
    const key = keyOf(candidate);
    const group = groups.get(key) ?? { gone: [], fresh: [] };
    group.gone.push(candidate);
    groups.set(key, group);
  }
  for (const candidate of fresh) groups.get(keyOf(candidate))?.fresh.push(candidate);
  return [...groups.values()].flatMap((group) => pairSimilar(group.gone, group.fresh, score, least));
}

/** How many ids the ends of two paths share, as a share of the longer one. */
function commonEnd(a: Candidate, b: Candidate): number {
  const [left, right] = [a.path.split('/').reverse(), b.path.split('/').reverse()];
  const common = left.findIndex((id, index) => id !== right[index]);
  return (common < 0 ? left.length : common) / Math.max(left.length, right.length);
}

/** The outermost construct that is gone as a whole, and the one that is new as a whole. */
function renamedRoot(from: string, to: string, before: ReadonlySet<string>, after: ReadonlySet<string>): [string, string] {
  let [old, now] = [from.split('/'), to.split('/')];
  while (old.length > 1 && now.length > 1 && old.at(-1) === now.at(-1)) {
    const [upper, lower] = [old.slice(0, -1), now.slice(0, -1)];
    if (after.has(upper.join('/')) || before.has(lower.join('/'))) break;
    [old, now] = [upper, lower];
  }
  return [old.join('/'), now.join('/')];
}

/** Paths of everything on one side, and of the scopes above. */
function allPaths(elements: readonly ElementDraft[], objects: readonly ObjectDraft[], side: 'before' | 'after'): ReadonlySet<string> {
  const paths = new Set<string>();
  const add = (path: string | undefined): void => {
    for (
      let end = path?.length ?? -1;
      path !== undefined && end > 0 && !paths.has(path.slice(0, end));
      end = path.lastIndexOf('/', end - 1)
    ) {
      paths.add(path.slice(0, end));
    }
  };
  for (const draft of elements) add(draft[side]?.element.path);
  for (const draft of objects) add(draft[side]?.entry.path);
  return paths;
}

/** The id alone when the scope is the same, so that the line is right for every environment of a loop. */
function shortest(from: string, to: string): string {
  const [scope, id] = splitPath(from);
  return scope !== '' && scope === splitPath(to)[0] ? id : from;
}

function splitPath(path: string): [scope: string, id: string] {
  const end = path.lastIndexOf('/');
  return [path.slice(0, Math.max(end, 0)), path.slice(end + 1)];
}

function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
