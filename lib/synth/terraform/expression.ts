import { createHash } from 'node:crypto';
import type { IConstruct } from 'constructs';
import type { SynthContext } from '../assemble/context.ts';
import { constructPath } from '../construct-path.ts';
import type { Placement } from '../placement.ts';
import { hiddenStacks } from './adapter.ts';
import { loadCdktf } from './lazy.ts';

/** A cdktf value as an expression of the one stack that it comes from. */
export interface Expression {
  /** `${…}`. */
  readonly text: string;
  /** The unit that it is of; undefined for an expression without a reference. */
  readonly placement?: Placement;
}

/**
 * Resolves a cdktf token outside its stack. Reports KS4006 when it comes from two stacks, KS4001 when it has no value.
 * @param token a token in any of its forms: text, number, list, map or resolvable
 */
export function resolveExpression(context: SynthContext, token: unknown, consumer: IConstruct): Expression | undefined {
  const { Tokenization, DefaultTokenResolver, StringConcat } = loadCdktf();
  const hidden = hiddenStacks(context.state);
  const units = new Set<string>();
  const previous = hidden.onCrossStack;
  hidden.onCrossStack = (from, _to, expression) => {
    units.add(hidden.keys.get(from) ?? '');
    return expression;
  };
  let text: unknown;
  try {
    text = Tokenization.resolve(token, { scope: probe(context), resolver: new DefaultTokenResolver(new StringConcat()), preparing: true });
  } finally {
    hidden.onCrossStack = previous;
  }
  if (text === undefined || text === null) {
    // A construct with a wrong prop makes nothing, and is told already.
    const told = constructPath(consumer);
    if (token === undefined && context.state.errors.some(({ details }) => details.path === told)) return undefined;
    context.error(consumer, 'KS4001', `a token of cdktf has no value: it resolves to ${text}`, { fix: 'give it a value' });
    return undefined;
  }
  if (units.size > 1) {
    context.error(consumer, 'KS4006', `${String(text)} uses values of ${[...units].sort().join(' and ')}`);
    return undefined;
  }
  const placement = hidden.stacks.get([...units][0] ?? '')?.placement;
  return { text: String(text), ...(placement && { placement }) };
}

/** The name of an output: the expression itself where it is a plain attribute, else a hash of it. */
export function outputName(expression: string): string {
  const plain = /^\$\{((?:data\.)?[a-z][a-z0-9_]*\.[A-Za-z0-9_-]+\.[a-z0-9_]+)\}$/.exec(expression)?.[1];
  if (plain) return plain.replace(/[.-]/g, '_');
  return `expression_${createHash('sha256').update(expression).digest('hex').slice(0, 12)}`;
}

const PROBE = Symbol.for('keelson.probe');

/** A stack that no element is in: every value that is resolved in it is another stack's. */
function probe(context: SynthContext): IConstruct {
  return context.state.adapter(PROBE, () => {
    const { TerraformStack } = loadCdktf();
    return new TerraformStack(hiddenStacks(context.state).root as never, 'probe');
  });
}
