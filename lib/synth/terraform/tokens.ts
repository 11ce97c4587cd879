import type { IConstruct } from 'constructs';
import type { ValueType } from '../../assembly/schema.ts';
import { Reference } from '../reference/reference.ts';
import { loadCdktf } from './lazy.ts';

/*
 * cdktf encodes a value that is known later as text (`${TfToken[TOKEN.7]}`), as a number near -1e289, as a list or map of
 * one such entry. These functions find them in the output of the other plane; they load cdktf only when there is one.
 */

const TOKEN_IN_TEXT = /tftoken|token\.\d+\]/i;
/** What a slice leaves of a token: its beginning at the end of a text, or its end at the beginning. */
const CUT_TOKEN = /[$#&@]\{T(?:f(?:T(?:o(?:k(?:en?)?)?)?)?)?$|^[TOKEN]{0,5}\.\d+\]\}/;
const NUMBER_IN_TEXT = /-\d+(?:\.\d+)?e\+[23]\d\d/;
/** Kind of the values that the resolver encoded as text; their own type is lost in it. */
const encodedTypes = new WeakMap<object, ValueType>();

/** Whether a text holds a token of cdktf in any form, or a piece of one, in either case. */
export function isCdktfText(text: string): boolean {
  return isTokenPiece(text) || (text.includes('e+') && NUMBER_IN_TEXT.test(text));
}

function isTokenPiece(text: string): boolean {
  return TOKEN_IN_TEXT.test(text) || CUT_TOKEN.test(text);
}

/** Encodes a resolvable of cdktf (a boolean, a complex object) as text, for a manifest. */
export function encodeResolvable(value: unknown): string {
  encodedTypes.set(value as object, 'any');
  return loadCdktf().Token.asString(value);
}

/** Cuts a text at its tokens. Undefined when a token is cut, or is of a list or map. */
export function cdktfParts(text: string, scope: IConstruct): (string | Reference<unknown>)[] | undefined {
  const { Tokenization } = loadCdktf();
  if (/[#&@]\{TfToken\[/.test(text)) return undefined;
  const parts: (string | Reference<unknown>)[] = [];
  for (const piece of textFragments(text, Tokenization)) {
    if (typeof piece !== 'string') parts.push(reference(scope, piece, encodedTypes.get(piece) ?? 'string'));
    else {
      const numbers = splitNumbers(piece, Tokenization, scope);
      if (!numbers || numbers.some((part) => typeof part === 'string' && isTokenPiece(part))) return undefined;
      parts.push(...numbers);
    }
  }
  return parts;
}

/** The value that a number stands for; `damaged` for one in cdktf's range that is no token. */
export function cdktfNumber(value: number, scope: IConstruct): Reference<unknown> | 'damaged' | undefined {
  if (!(value < -1e200)) return undefined;
  const token = loadCdktf().Tokenization.reverseNumber(value);
  return token ? reference(scope, token, 'number') : 'damaged';
}

/** The value that a list stands for; `damaged` when its token is mixed with other entries. */
export function cdktfList(list: readonly unknown[], scope: IConstruct): Reference<unknown> | 'damaged' | undefined {
  const isToken = (entry: unknown): boolean =>
    typeof entry === 'string' ? entry.startsWith('#{TfToken[') : typeof entry === 'number' && entry < -1e200 && isListNumber(entry);
  if (!list.some(isToken)) return undefined;
  if (list.length !== 1) return 'damaged';
  const { Tokenization } = loadCdktf();
  const token = typeof list[0] === 'string' ? Tokenization.reverseList(list as string[]) : Tokenization.reverseNumberList(list as number[]);
  return token ? reference(scope, token, 'list') : 'damaged';
}

/** The value that a map stands for. */
export function cdktfMap(map: Record<string, unknown>, scope: IConstruct): Reference<unknown> | undefined {
  const keys = Object.keys(map);
  if (keys.length !== 1 || !keys[0]?.startsWith('&{TfToken[')) return undefined;
  const token = loadCdktf().Tokenization.reverseMap(map);
  return token ? reference(scope, token, 'map') : undefined;
}

type TokenTools = ReturnType<typeof loadCdktf>['Tokenization'];

function textFragments(text: string, tools: TokenTools): (string | object)[] {
  if (!text.includes('TfToken[')) return [text];
  const { fragments } = tools.reverseString(text) as unknown as { fragments: { type: string; token?: object; lit?: string }[] };
  return fragments.map((fragment) => (fragment.type === 'token' && fragment.token ? fragment.token : String(fragment.lit ?? '')));
}

function splitNumbers(text: string, tools: TokenTools, scope: IConstruct): (string | Reference<unknown>)[] | undefined {
  const parts: (string | Reference<unknown>)[] = [];
  let end = 0;
  for (const match of text.matchAll(new RegExp(NUMBER_IN_TEXT, 'g'))) {
    const value = Number(match[0]);
    if (value > -1e200) continue;
    const token = tools.reverseNumber(value);
    if (!token) return undefined;
    parts.push(text.slice(end, match.index), reference(scope, token, 'number'));
    end = match.index + match[0].length;
  }
  parts.push(text.slice(end));
  return parts.filter((part) => part !== '');
}

function isListNumber(value: number): boolean {
  return loadCdktf().Tokenization.reverseNumberList([value]) !== undefined && loadCdktf().Tokenization.reverseNumber(value) === undefined;
}

function reference(scope: IConstruct, token: unknown, type: ValueType): Reference<unknown> {
  return new Reference<unknown>({ kind: 'terraform', scope, token }, type);
}
