import type { z } from 'zod';
import { nearestWord } from '../core/nearest.ts';

/** What to tell a user about one wrong prop. */
export interface PropProblem {
  readonly message: string;
  readonly fix: string;
}

type Issue = z.core.$ZodIssue;

/** Turns an issue of zod into a sentence with the prop, its value and what it must be. */
export function describeIssue(issue: Issue, schema: z.ZodType, props: unknown): PropProblem[] {
  const at = formatPath(issue.path);
  if (issue.code === 'unrecognized_keys') {
    const parent = at ? `${at}.` : '';
    const known = knownKeys(schema, issue.path);
    const near = new Map(issue.keys.map((key) => [key, nearestWord(key, known)]));
    const far = issue.keys.filter((key) => near.get(key) === undefined);
    const first = far.length > 0 ? [`unknown prop${far.length > 1 ? 's' : ''} ${far.map((key) => `${parent}${key}`).join(', ')}`] : [];
    return [
      ...[...near].flatMap(([key, word]) =>
        word === undefined ? [] : [{ message: `unknown prop ${parent}${key}`, fix: `did you mean ${parent}${word}?` }],
      ),
      ...first.map((message) => ({ message, fix: `known are ${known.join(', ')}` })),
    ];
  }
  if (issue.code === 'invalid_key') {
    const message = `prop ${formatPath(issue.path.slice(0, -1))} has the name ${show(issue.path.at(-1))}`;
    return [{ message, fix: `a name must be ${[...new Set(issue.issues.map(expectation))].join(' and ')}` }];
  }
  const value = valueAt(props, issue.path);
  if (issue.code === 'invalid_union' && value !== undefined) {
    const deepest = issue.errors.flat().sort((a, b) => b.path.length - a.path.length)[0];
    if (deepest && deepest.path.length > 0)
      return describeIssue({ ...deepest, path: [...issue.path, ...deepest.path] } as Issue, schema, props);
  }
  const name = at ? `prop ${at} is` : 'the props are';
  if (value !== undefined) return [{ message: `${name} ${show(value)}`, fix: `it must be ${expectation(issue)}` }];
  if (!at) return [{ message: `${name} missing`, fix: 'give an object' }];
  // A rule over several props asks for an optional one in words of its own.
  return [{ message: `${name} missing`, fix: `${isOptional(schema, issue.path) ? 'it must be' : `give ${at}:`} ${expectation(issue)}` }];
}

/** What the value must be, to follow "it must be". */
function expectation(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return withArticle(issue.expected);
    case 'too_small':
      return sized(issue.origin, issue.inclusive ? 'at least' : 'more than', issue.minimum);
    case 'too_big':
      return sized(issue.origin, issue.inclusive ? 'at most' : 'less than', issue.maximum);
    case 'invalid_value':
      return issue.values.length === 1 ? String(issue.values[0]) : `one of ${issue.values.map(String).join(', ')}`;
    case 'invalid_union':
      return [...new Set(issue.errors.flat().map(expectation))].join(', or ') || 'of another type';
    default:
      return issue.message.replace(/^(Invalid input: expected|must be) /, '');
  }
}

function sized(origin: string, relation: string, limit: number | bigint): string {
  if (origin === 'string') return `a text of ${relation} ${limit} characters`;
  if (origin === 'array') return `a list of ${relation} ${limit}`;
  return `${relation} ${limit}`;
}

function withArticle(type: string): string {
  const words: Record<string, string> = {
    int: 'a whole number',
    object: 'an object',
    array: 'a list',
    record: 'an object',
    string: 'a text',
    boolean: 'true or false',
  };
  return words[type] ?? `a ${type}`;
}

/** Keys that a strict object takes; zod's issue doesn't carry them. */
function knownKeys(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  return Object.keys(objectAt(schemaAt(schema, path))?.shape ?? {}).sort();
}

function isOptional(schema: z.ZodType, path: readonly PropertyKey[]): boolean {
  return schemaAt(schema, path)?.safeParse(undefined).success ?? false;
}

/** The schema of a prop, found by walking along the path. */
function schemaAt(schema: z.ZodType, path: readonly PropertyKey[]): z.ZodType | undefined {
  let current: z.ZodType | undefined = schema;
  for (const key of path) {
    const definition = objectAt(current);
    current = definition?.shape?.[String(key)] ?? definition?.element ?? definition?.valueType;
  }
  return current;
}

interface Definition {
  readonly shape?: Record<string, z.ZodType>;
  readonly element?: z.ZodType;
  readonly valueType?: z.ZodType;
  readonly innerType?: z.ZodType;
  readonly options?: readonly z.ZodType[];
}

/** What a schema that is optional, or one of several, says of an object, list or record. */
function objectAt(schema: z.ZodType | undefined): Definition | undefined {
  const definition = schema?.def as unknown as Definition | undefined;
  if (definition?.innerType) return objectAt(definition.innerType);
  if (!definition?.options) return definition;
  return definition.options.map(objectAt).find((option) => option?.shape ?? option?.element ?? option?.valueType);
}

function formatPath(path: readonly PropertyKey[]): string {
  return path.map((key, index) => (typeof key === 'number' ? `[${key}]` : index === 0 ? String(key) : `.${String(key)}`)).join('');
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((current, key) => (current as Record<PropertyKey, unknown> | null | undefined)?.[key], value);
}

function show(value: unknown): string {
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && value.constructor !== Object)
    return `a ${value.constructor?.name ?? 'object'}`;
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
