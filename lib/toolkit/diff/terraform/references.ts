import { isMap } from '../../../core/fields/maps.ts';
import { type FieldPlace, item, member, ROOT } from '../../../core/fields/place.ts';
import type { Element } from './stack.ts';

/** A use of another element's value in an expression. */
export interface Reference {
  /** `aws_vpc.main`, `var.role`, `module.vpc`, `local.tags`. */
  readonly address: string;
  /** Absent when the element is used whole. */
  readonly attribute?: string;
}

/** A field whose text is an expression over other elements. */
export interface Usage extends FieldPlace {
  readonly text: string;
  readonly references: readonly Reference[];
}

const REFERENCE =
  /(?<![\w.-])(?:(var|local)\.([\w-]+)|((?:data\.)?[a-z][a-z0-9_]*)\.([A-Za-z_][\w-]*)(?:\[[^\]]*\])?(?:\.([A-Za-z_][\w-]*))?)/g;

/** Elements that the expressions in a text use. */
export function referencesIn(text: string): Reference[] {
  const live = text.replaceAll('$${', '').replaceAll('%%{', '');
  if (!live.includes('${') && !live.includes('%{')) return [];
  const found: Reference[] = [];
  for (const [, scope, name, type, id, attribute] of live.matchAll(REFERENCE)) {
    if (scope !== undefined) found.push({ address: `${scope}.${name}` });
    else if (type?.startsWith('data.')) found.push({ address: `${type}.${id}` });
    else found.push({ address: `${type}.${id}`, ...(attribute !== undefined && { attribute }) });
  }
  return found;
}

/** An expression with addresses replaced by others; literal text stays. */
export function rewriteReferences(text: string, addresses: ReadonlyMap<string, string>): string {
  if (!text.includes('${') && !text.includes('%{')) return addresses.get(text) ?? text;
  return text.replace(
    REFERENCE,
    (match, scope: string | undefined, name: string | undefined, type: string | undefined, id: string | undefined) => {
      if (scope !== undefined) {
        const variable = addresses.get(`${scope === 'var' ? 'variable' : scope}.${name}`);
        return variable === undefined ? match : `${scope}.${variable.slice(variable.indexOf('.') + 1)}`;
      }
      const other = addresses.get(`${type}.${id}`);
      return other === undefined ? match : match.replace(`${type}.${id}`, other);
    },
  );
}

/** Fields of an element that use other elements. */
export function usagesIn(element: Element): Usage[] {
  const usages: Usage[] = [];
  const visit = (value: unknown, place: FieldPlace): void => {
    if (typeof value === 'string') {
      const references = referencesIn(value);
      if (references.length > 0) usages.push({ ...place, text: value, references });
    } else if (Array.isArray(value)) for (const [index, entry] of value.entries()) visit(entry, item(place, index));
    else if (isMap(value)) for (const [key, entry] of Object.entries(value)) visit(entry, member(place, key));
  };
  for (const [key, value] of Object.entries(element.body)) if (!META.has(key)) visit(value, member(ROOT, key));
  return usages;
}

/** Arguments whose expressions name elements, not values. */
const META: ReadonlySet<string> = new Set(['depends_on', 'lifecycle', 'provider', 'providers']);
