import { App, DefaultTokenResolver, Fn, StringConcat, TerraformStack, Token, Tokenization } from 'cdktf';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { resolveUnsettled } from '../../../../lib/synth/terraform/settled.ts';
import { property } from '../../../support/property.ts';

const scope = new TerraformStack(new App(), 'stack');
const resolve = (value: unknown): unknown =>
  Tokenization.resolve(value, { scope, resolver: new DefaultTokenResolver(new StringConcat()), preparing: true });

const lazy = { resolve: () => 'later', creationStack: [], toString: () => 'lazy' };
const tokens: unknown[] = [
  lazy,
  Token.asString(lazy),
  `a ${Token.asString(lazy)} b`,
  Token.asNumber({ ...lazy, resolve: () => 7 }),
  `at ${Token.asNumber({ ...lazy, resolve: () => 7 })}`,
  Token.asList({ ...lazy, resolve: () => ['x'] }),
  Token.asNumberList({ ...lazy, resolve: () => [1] }),
  Token.asStringMap({ ...lazy, resolve: () => ({ k: 'v' }) }),
  Fn.join('-', [Token.asString(lazy), 'z']),
];
const texts = ['', 'plain', '${var.a}', '$${x}', 'a-e-b', '1e+10', '-1.5e+289', '{"a":"${b}"}', 'é\n', '|e|', 'on'];

describe('a value of cdktf', () => {
  it('is resolved as cdktf alone resolves it', () => {
    const leaf = fc.oneof(
      fc.constantFrom(...texts),
      fc.string(),
      fc.double({ noNaN: true }),
      fc.integer(),
      fc.boolean(),
      fc.constantFrom(null, undefined),
      fc.constantFrom(...tokens),
    );
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(fc.oneof(fc.constantFrom('tags', 'a-e-b', Token.asString(lazy)), fc.string()), tie('value'), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(value, (body) => {
        fc.pre(!JSON.stringify(body ?? null).includes('__proto__'));
        expect(attempt(() => resolveUnsettled({ body }, resolve))).toStrictEqual(attempt(() => resolve({ body })));
      }),
      property(500),
    );
  });

  it('passes through cdktf only where it may hold a token', () => {
    const seen = vi.fn(resolve);
    const body = { name: 'a', tags: { team: 'x' }, rule: [{ id: 1 }], list: ['a', undefined], gone: undefined, ref: Token.asString(lazy) };
    expect(resolveUnsettled(body, seen)).toEqual({ name: 'a', tags: { team: 'x' }, rule: [{ id: 1 }], list: ['a'], ref: 'later' });
    expect(seen.mock.calls.map(([value]) => value)).toEqual([body.rule, body.ref]);
  });
});

/** What a call gives, or that it fails: both must fail for the same values. */
function attempt(run: () => unknown): unknown {
  try {
    return { value: run() };
  } catch {
    return 'fails';
  }
}
