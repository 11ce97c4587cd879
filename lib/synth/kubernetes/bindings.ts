import type { ApiObject } from 'cdk8s';
import { placeholderText } from '../../assembly/placeholder.ts';
import type { BindingPart, ValueType } from '../../assembly/schema.ts';
import { escapeToken } from '../../core/json-pointer.ts';
import { isImmutable } from '../../facts/kubernetes/immutable-fields.ts';
import type { SynthContext } from '../assemble/context.ts';
import type { UnitDraft } from '../assemble/draft.ts';
import { Environment } from '../environment.ts';
import { markersOf, Reference } from '../reference/reference.ts';
import { resolveReference } from '../reference/resolve.ts';
import { cdktfList, cdktfMap, cdktfNumber, cdktfParts, isCdktfText } from '../terraform/tokens.ts';
import { jsonEncoding, type Piece } from './json-text.ts';

/**
 * Replaces every reference and cdktf token of a manifest by a readable placeholder, and records a binding for each field.
 * Reports what can not be bound: KS4001, KS4002, KS4005, KS4007.
 */
export function extractBindings<T>(context: SynthContext, object: ApiObject, unit: UnitDraft, target: string, manifest: T): T {
  return new Extraction(context, object, unit, target).value(manifest, '', false) as T;
}

class Extraction {
  readonly #context: SynthContext;
  readonly #object: ApiObject;
  readonly #unit: UnitDraft;
  readonly #target: string;

  constructor(context: SynthContext, object: ApiObject, unit: UnitDraft, target: string) {
    this.#context = context;
    this.#object = object;
    this.#unit = unit;
    this.#target = target;
  }

  value(value: unknown, pointer: string, inList: boolean): unknown {
    if (typeof value === 'string') return this.#text(value, pointer, inList);
    if (typeof value === 'number') return this.#number(value, pointer);
    if (typeof value !== 'object' || value === null) return value;
    return Array.isArray(value) ? this.#list(value, pointer) : this.#map(value as Record<string, unknown>, pointer);
  }

  #text(text: string, pointer: string, inList: boolean): unknown {
    const markers = markersOf(this.#context.state);
    const split = markers.split(text);
    if (split === 'damaged') {
      this.#fail('KS4002', `a reference in ${pointer} was damaged`);
      return text;
    }
    const scope = this.#object;
    const pieces: Piece[] = [];
    for (const part of split ?? [text]) {
      if (typeof part !== 'string') {
        part.found = true;
        pieces.push(part.reference);
      } else if (isCdktfText(part)) {
        const parts = cdktfParts(part, scope);
        if (!parts) {
          this.#fail('KS4001', `an unresolved token stands in ${pointer}: ${shorten(part)}`);
          return text;
        }
        pieces.push(...parts);
      } else {
        pieces.push(part);
      }
    }
    if (pieces.every((piece) => typeof piece === 'string')) return text;
    if (inList && pieces.some((piece) => piece instanceof Reference && piece.type === 'list')) {
      this.#fail('KS4001', `a list that is known only later is mixed with other entries in ${pointer}`);
      return text;
    }
    return this.#bind(pieces, pointer);
  }

  #number(value: number, pointer: string): unknown {
    if (!Number.isFinite(value)) {
      this.#fail('KS5025', `${pointer} is ${value}`);
      return null;
    }
    const marker = markersOf(this.#context.state).lookupNumber(value);
    if (marker === 'damaged') {
      this.#fail('KS4002', `a number reference in ${pointer} was damaged, or calculated with`);
      return value;
    }
    if (marker) {
      marker.found = true;
      return this.#bind([marker.reference], pointer);
    }
    const reference = cdktfNumber(value, this.#object);
    if (reference === 'damaged') {
      this.#fail('KS4001', `an unresolved number token stands in ${pointer}`);
      return value;
    }
    return reference ? this.#bind([reference], pointer) : value;
  }

  #list(list: readonly unknown[], pointer: string): unknown {
    const token = cdktfList(list, this.#object);
    if (token === 'damaged') {
      this.#fail('KS4001', `a list token is mixed with other entries in ${pointer}`);
      return list;
    }
    if (token) return this.#bind([token], pointer);
    const [only] = list;
    if (list.length === 1 && typeof only === 'string') {
      const split = markersOf(this.#context.state).split(only);
      const part = Array.isArray(split) && split.length === 1 ? split[0] : undefined;
      if (part && typeof part === 'object' && part.reference.type === 'list') {
        part.found = true;
        return this.#bind([part.reference], pointer);
      }
    }
    return list.map((entry, index) => this.value(entry, `${pointer}/${index}`, true));
  }

  #map(map: Record<string, unknown>, pointer: string): unknown {
    const token = cdktfMap(map, this.#object);
    if (token) return this.#bind([token], pointer);
    const result: Record<string, unknown> = {};
    for (const [key, entry] of Object.entries(map)) {
      const at = `${pointer}/${escapeToken(key)}`;
      if (isCdktfText(key) || markersOf(this.#context.state).split(key))
        this.#fail('KS4005', `a key in ${pointer || 'the object'} is a reference`);
      result[key] = this.value(entry, at, false);
    }
    return result;
  }

  #bind(pieces: readonly Piece[], pointer: string): string {
    const { kind, apiVersion } = this.#object;
    if (
      pointer === '/apiVersion' ||
      pointer === '/kind' ||
      pointer === '/metadata/name' ||
      pointer === '/metadata/namespace' ||
      isImmutable(apiVersion, kind, pointer)
    ) {
      this.#fail('KS4005', `${pointer} of a ${kind} is a reference, and can not change later`);
    }
    const environment = Environment.of(this.#object).name;
    const parts: BindingPart[] = [];
    let sensitive = false;
    let type: ValueType = 'string';
    const encoded = pieces.length > 1 ? jsonEncoding(pieces) : undefined;
    for (const [index, piece] of (encoded?.pieces ?? pieces).entries()) {
      if (typeof piece === 'string') {
        if (piece !== '') parts.push(piece);
        continue;
      }
      const resolved = resolveReference(this.#context, piece, this.#object);
      if (!resolved) return '<keelson:unresolved>';
      sensitive ||= resolved.sensitive;
      const as = encoded?.as.get(index);
      parts.push({ ...resolved.value, ...(as && { as }) });
      this.#context.edge(this.#unit, resolved.value.unit, 'binding');
      if (pieces.length === 1) type = resolved.value.type;
    }
    if (kind === 'Secret' && pointer.startsWith('/data/'))
      this.#fail('KS4005', `${pointer} of a Secret is a reference, and data is base64`, 'use stringData');
    if (sensitive && !(kind === 'Secret' && pointer.startsWith('/stringData/')))
      this.#fail('KS4007', `${pointer} of a ${kind} is a sensitive value`);
    this.#unit.bindings.push({ target: this.#target, pointer, type, parts, ...(sensitive && { sensitive: true as const }) });
    return placeholderText(parts, environment);
  }

  #fail(code: 'KS4001' | 'KS4002' | 'KS4005' | 'KS4007' | 'KS5025', message: string, fix?: string): void {
    this.#context.error(this.#object, code, message, fix === undefined ? {} : { fix });
  }
}

function shorten(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}…` : text);
}
