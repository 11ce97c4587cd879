import type { FieldChange } from '../../plan/types.ts';
import { SENSITIVE } from './field-changes.ts';
import type { ChangeView, PlanView, ResourceView } from './plan-view.ts';

/** A shorter text may stand anywhere by chance. */
const LEAST = 8;

/**
 * Texts that a plan marks as sensitive somewhere. A resource may hold the same text in an attribute that nobody marks: terraform_data in
 * its output, a script that was made of it.
 */
export function markedSecrets(plan: PlanView): readonly string[] {
  const found = new Set<string>();
  const views = [...(plan.resource_changes ?? []), ...(plan.resource_drift ?? [])].map(({ change }) => change);
  for (const change of [...views, ...Object.values(plan.output_changes ?? {})]) {
    collect(change.before, change.before_sensitive, found);
    collect(change.after, change.after_sensitive, found);
  }
  return [...found];
}

/** Fields in which no such text stands. */
export function withoutSecrets(fields: readonly FieldChange[], secrets: readonly string[]): readonly FieldChange[] {
  if (secrets.length === 0) return fields;
  const clean = (value: unknown): unknown => (holds(value, secrets) ? SENSITIVE : value);
  return fields.map((field) => ({
    ...field,
    ...('before' in field && { before: clean(field.before) }),
    ...('after' in field && { after: clean(field.after) }),
  }));
}

/** The change of a resource with the marks that its provider forgets: terraform_data gives its input as its output. */
export function withMarks({ type, change }: ResourceView): ChangeView {
  if (type !== 'terraform_data') return change;
  return { ...change, before_sensitive: marked(change.before_sensitive), after_sensitive: marked(change.after_sensitive) };
}

function marked(marks: unknown): unknown {
  if (typeof marks !== 'object' || marks === null || !('input' in marks)) return marks;
  return { ...marks, output: marks.input };
}

function collect(value: unknown, mark: unknown, found: Set<string>): void {
  if (typeof value === 'string') {
    if (mark === true && value.length >= LEAST) found.add(value);
  } else if (typeof value === 'object' && value !== null && mark !== undefined && mark !== false)
    for (const [key, item] of Object.entries(value))
      collect(item, mark === true ? true : (mark as Readonly<Record<string, unknown>>)[key], found);
}

function holds(value: unknown, secrets: readonly string[]): boolean {
  if (typeof value === 'string') return secrets.some((secret) => value.includes(secret));
  return typeof value === 'object' && value !== null && Object.values(value).some((item) => holds(item, secrets));
}
