import { environmentOf } from '../../assembly/unit-key.ts';
import { followBindings } from './bindings.ts';
import { rewriteTexts } from './fields/rewrite.ts';
import type { LocatedObject, ObjectIndex } from './kubernetes/index-objects.ts';
import type { ElementPair } from './terraform/element-pair.ts';

const PLACEHOLDER = /<keelson:([^>]*)>/g;

/** New names of outputs that got another name because what they give moved, both as `<env>/<unit id>.<output>`. */
export function renamedOutputs(pairs: readonly ElementPair[]): ReadonlyMap<string, string> {
  const renamed = new Map<string, string>();
  for (const { before, after } of pairs) {
    if (!before || !after || before.element.address === after.element.address || !after.element.address.startsWith('output.')) continue;
    const nameOf = (address: string): string => address.slice('output.'.length);
    renamed.set(`${before.stack.unit}.${nameOf(before.element.address)}`, `${after.stack.unit}.${nameOf(after.element.address)}`);
  }
  return renamed;
}

/** The old objects with the new names of outputs in them: the value is the same, so no pod restarts for its name. */
export function followOutputs(objects: ObjectIndex, renamed: ReadonlyMap<string, string>): ObjectIndex {
  if (renamed.size === 0) return objects;
  return new Map([...objects].map(([cluster, byId]) => [cluster, new Map([...byId].map(([id, object]) => [id, follow(object, renamed)]))]));
}

function follow(object: LocatedObject, renamed: ReadonlyMap<string, string>): LocatedObject {
  if (object.bindings.size === 0) return object;
  const environment = environmentOf(object.unit);
  const rewrite = (text: string): string =>
    text.replace(PLACEHOLDER, (match, name: string) => placeholder(environment, name, renamed) ?? match);
  const { id, cluster, unit, entry, manifest } = object;
  return { id, cluster, unit, entry, bindings: followBindings(object.bindings, renamed), manifest: rewriteTexts(manifest, rewrite) };
}

/** A placeholder names a unit of its own environment without the environment. */
function placeholder(environment: string, name: string, renamed: ReadonlyMap<string, string>): string | undefined {
  const isShort = !name.includes('/');
  const other = renamed.get(isShort ? `${environment}/${name}` : name);
  return other === undefined ? undefined : `<keelson:${isShort ? other.slice(environment.length + 1) : other}>`;
}
