import type {} from 'vitest'; // so that the augmentation below finds it
import type { Synthesised } from './synthesised.ts';

interface Outcome {
  readonly pass: boolean;
  readonly message: () => string;
}

interface MatcherState {
  equals(a: unknown, b: unknown): boolean;
  utils: { stringify(value: unknown): string };
}

/** Matchers for vitest and jest: `expect.extend(matchers)`. */
export const matchers = {
  /** The synth succeeded. */
  toSynthesise(this: MatcherState, received: Synthesised): Outcome {
    const messages = received.errors.map((error) => error.message);
    return {
      pass: messages.length === 0,
      message: () => (messages.length === 0 ? 'expected the program to fail' : `expected no errors:\n${messages.join('\n')}`),
    };
  },

  /** The synth failed with an error of this code, and its message holds this text or matches this expression. */
  toFailWith(this: MatcherState, received: Synthesised, code: string, text: string | RegExp = ''): Outcome {
    const pass = received.errors.some(
      (error) => error.code === code && (typeof text === 'string' ? error.message.includes(text) : text.test(error.message)),
    );
    const seen = received.errors.map((error) => error.message).join('\n') || 'no errors';
    return { pass, message: () => `expected ${pass ? 'no ' : ''}${code} with ${String(text)}, and got:\n${seen}` };
  },

  /** There is an object of this kind and name that holds at least these fields. */
  toHaveObject(
    this: MatcherState,
    received: Synthesised,
    kind: string,
    name: string,
    fields: Readonly<Record<string, unknown>> = {},
  ): Outcome {
    const found = received.find(kind, name);
    const pass = found.some((object) => holds(this, object, fields));
    const near =
      found.length > 0
        ? found.map((object) => this.utils.stringify(object)).join('\n')
        : [...new Set(received.objects.map((object) => `${object.kind} ${object.metadata.name}`))].join(', ');
    return { pass, message: () => `expected ${pass ? 'no' : 'a'} ${kind} ${name} with ${this.utils.stringify(fields)}, and got:\n${near}` };
  },

  /** There is a Terraform resource at this address that holds at least these attributes. */
  toHaveResource(this: MatcherState, received: Synthesised, address: string, attributes: Readonly<Record<string, unknown>> = {}): Outcome {
    const found = received.resources.filter((resource) => resource.address === address);
    const pass = found.some((resource) => holds(this, resource.body, attributes));
    const near =
      found.length > 0
        ? found.map((resource) => this.utils.stringify(resource.body)).join('\n')
        : received.resources.map((resource) => resource.address).join(', ');
    return { pass, message: () => `expected ${pass ? 'no' : 'a'} ${address} with ${this.utils.stringify(attributes)}, and got:\n${near}` };
  },

  /** A field of an object, or a variable of a stack, is filled from this output of this unit. */
  toBind(
    this: MatcherState,
    received: Synthesised,
    target: string,
    from: { readonly unit: string; readonly output: string; readonly pointer?: string },
  ): Outcome {
    const found = received.bindings.filter(
      (binding) => binding.target === target && (from.pointer === undefined || binding.pointer === from.pointer),
    );
    const pass = found.some((binding) =>
      binding.parts.some((part) => typeof part !== 'string' && part.unit === from.unit && part.output === from.output),
    );
    const seen = (found.length > 0 ? found : received.bindings).map((binding) => this.utils.stringify(binding)).join('\n');
    return { pass, message: () => `expected ${target} ${pass ? 'not ' : ''}to be bound to ${from.unit}.${from.output}, and got:\n${seen}` };
  },
} as const;

/** Whether `actual` has all of `expected`: objects may hold more keys, lists must be equal entry by entry. */
function holds(state: MatcherState, actual: unknown, expected: unknown): boolean {
  if (typeof expected !== 'object' || expected === null || Array.isArray(expected) || 'asymmetricMatch' in expected)
    return state.equals(actual, expected);
  if (typeof actual !== 'object' || actual === null) return false;
  return Object.entries(expected).every(([key, value]) => holds(state, (actual as Record<string, unknown>)[key], value));
}

declare module 'vitest' {
  // biome-ignore lint/suspicious/noExplicitAny: vitest declares its interface with this parameter
  interface Matchers<T = any> {
    toSynthesise(): T;
    toFailWith(code: string, text?: string | RegExp): T;
    toHaveObject(kind: string, name: string, fields?: Readonly<Record<string, unknown>>): T;
    toHaveResource(address: string, attributes?: Readonly<Record<string, unknown>>): T;
    toBind(target: string, from: { readonly unit: string; readonly output: string; readonly pointer?: string }): T;
  }
}
