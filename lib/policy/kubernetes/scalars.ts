import type { Schema } from '../../facts/kubernetes/schema.ts';
import { formatProblem } from './formats.ts';
import { type ObjectCheck, show } from './issue.ts';

const patterns = new Map<string, RegExp | undefined>();

/** Checks a string or number against the limits of its schema: enum, pattern, format, length and range. */
export function checkScalar(check: ObjectCheck, value: string | number | boolean, schema: Schema, pointer: string): void {
  const problem = scalarProblem(value, schema);
  if (problem) check.report({ code: 'KS5005', pointer, message: `${show(value)} ${problem.message}`, fix: problem.fix });
}

function scalarProblem(value: string | number | boolean, schema: Schema): { message: string; fix: string } | undefined {
  if (schema.enum && !schema.enum.includes(value)) {
    const words = schema.enum.map((word) => (word === '' ? '""' : String(word))).join(', ');
    return { message: 'is not an allowed value', fix: `use one of ${words}` };
  }
  const format = schema.format === undefined ? undefined : formatProblem(schema.format, value);
  if (format) return { message: `is not ${format}`, fix: `give ${format}` };
  return typeof value === 'string' ? textProblem(value, schema) : typeof value === 'number' ? numberProblem(value, schema) : undefined;
}

function textProblem(value: string, schema: Schema): { message: string; fix: string } | undefined {
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY, pattern } = schema;
  // A letter outside the basic plane is two code units and one character; the API server counts characters.
  const length = value.length < minLength || value.length > maxLength ? [...value].length : value.length;
  if (value.length < minLength || length > maxLength) {
    const limit = length > maxLength ? `at most ${maxLength}` : `at least ${minLength}`;
    return { message: `has ${length} characters`, fix: `give ${limit}` };
  }
  if (pattern !== undefined && regExp(pattern)?.test(value) === false) {
    return { message: 'does not have the right form', fix: `give a text that matches ${pattern}` };
  }
  return undefined;
}

function numberProblem(value: number, schema: Schema): { message: string; fix: string } | undefined {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  if (minimum !== undefined && (value < minimum || (exclusiveMinimum && value === minimum))) {
    return { message: 'is too small', fix: `give ${exclusiveMinimum ? 'more than' : 'at least'} ${minimum}` };
  }
  if (maximum !== undefined && (value > maximum || (exclusiveMaximum && value === maximum))) {
    return { message: 'is too large', fix: `give ${exclusiveMaximum ? 'less than' : 'at most'} ${maximum}` };
  }
  if (multipleOf !== undefined && value % multipleOf !== 0)
    return { message: 'has the wrong step', fix: `give a multiple of ${multipleOf}` };
  return undefined;
}

/** The pattern as a regular expression; undefined for one that only Go understands. */
function regExp(pattern: string): RegExp | undefined {
  if (!patterns.has(pattern)) {
    let compiled: RegExp | undefined;
    try {
      compiled = new RegExp(pattern, 'u');
    } catch {
      try {
        compiled = new RegExp(pattern);
      } catch {
        compiled = undefined;
      }
    }
    patterns.set(pattern, compiled);
  }
  return patterns.get(pattern);
}
