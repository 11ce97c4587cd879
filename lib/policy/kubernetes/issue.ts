import type { Binding } from '../../assembly/schema.ts';
import { escapeToken } from '../../core/json-pointer.ts';
import type { MessageCode } from '../../core/messages/index.ts';
import type { SchemaSet } from './schema-set.ts';

/** A mistake in one object. Texts as those of a Finding. */
export interface ObjectIssue {
  readonly code: MessageCode;
  readonly severity?: 'warning';
  /** JSON pointer of the field; empty for the whole object. */
  readonly pointer: string;
  readonly message: string;
  readonly fix: string;
}

/** What the checks of one object share. */
export interface ObjectCheck {
  readonly schemas: SchemaSet;
  /** By JSON pointer: fields that hold a placeholder, and what comes there. */
  readonly bindings: ReadonlyMap<string, Pick<Binding, 'type' | 'parts'>>;
  /** The kind is a custom resource: unknown fields are dropped, and null is no value. */
  readonly custom: boolean;
  report(issue: ObjectIssue): void;
}

/** A value as a message shows it: JSON, cut to 60 letters. */
export function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

/** The JSON pointer of an entry below another. */
export function below(pointer: string, key: string | number): string {
  return `${pointer}/${escapeToken(String(key))}`;
}
