import type { IConstruct } from 'constructs';
import { z } from 'zod';
import { describeIssue } from './prop-issues.ts';
import { hasMarker } from './reference/markers.ts';
import { isReference, withoutDamageChecks } from './reference/reference.ts';
import { reportError } from './state.ts';
import { isCdktfText } from './terraform/tokens.ts';

/**
 * Checks the props of a construct. A wrong prop is reported as KS1001 with its name, its value and what it must be, and the
 * run goes on to find more; the constructor then creates nothing.
 * @returns the props with defaults, or undefined when one is wrong
 */
export function parseProps<S extends z.ZodType>(construct: IConstruct, schema: S, props: unknown): z.output<S> | undefined {
  const result = withoutDamageChecks(() => schema.safeParse(props));
  if (result.success) return result.data;
  const { issues } = result.error;
  // What is wrong with all props together follows from one that has another name.
  const misnamed = issues.some((issue) => issue.code === 'unrecognized_keys' && issue.path.length === 0);
  for (const issue of issues) {
    if (misnamed && issue.code === 'custom' && issue.path.length === 0) continue;
    for (const { message, fix } of describeIssue(issue, schema, props)) reportError(construct, 'KS1001', message, { fix });
  }
  return undefined;
}

/** A schema that also takes a reference, or a text of cdktf that is known later, alone or inside a text, in place of the value. */
export function referable<S extends z.ZodType>(schema: S): z.ZodType<z.output<S>> {
  return z.any().superRefine((value, context) => {
    if (isReference(value) || (typeof value === 'string' && (hasMarker(value) || isCdktfText(value)))) return;
    const result = schema.safeParse(value);
    if (result.success) return;
    for (const issue of result.error.issues) context.addIssue(issue as Parameters<typeof context.addIssue>[0]);
  }) as unknown as z.ZodType<z.output<S>>;
}
