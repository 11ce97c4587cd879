import { refName } from '../plan/types.ts';
import type { DocumentUnit } from './document-schema.ts';

/** The changes of a unit as lines that people compare: one for each resource or object, and one for each of its fields. */
export function changeLines(unit: DocumentUnit): string[] {
  if (unit.plane === 'kubernetes')
    return unit.changes.flatMap(({ action, object, fields, reason, path, file, id }) => [
      line(`${action} ${refName(object as Parameters<typeof refName>[0])}`, { reason, path, file, id }),
      ...fields.map(fieldText),
    ]);
  const { resources, outputs } = unit.changes;
  return [
    ...resources.flatMap(({ action, address, fields, ...more }) => [line(`${action} ${address}`, more), ...fields.map(fieldText)]),
    ...outputs.map((output) => `output ${fieldText(output)}`),
  ];
}

function line(what: string, more: Readonly<Record<string, unknown>>): string {
  const said = Object.entries(more).filter(([, value]) => value !== undefined);
  return said.length === 0 ? what : `${what} ${JSON.stringify(Object.fromEntries(said))}`;
}

function fieldText({ name, before, after }: { readonly name: string; readonly before?: unknown; readonly after?: unknown }): string {
  return `${name}: ${text(before)} -> ${text(after)}`;
}

function text(value: unknown): string {
  return value === undefined ? '(none)' : JSON.stringify(value);
}
