import { stripVTControlCharacters } from 'node:util';
import { KeelsonError } from '../../../core/errors.ts';
import type { Diagnostic } from '../runner/events.ts';
import { redact } from '../runner/redact.ts';
import type { ProcessResult } from '../runner/run-process.ts';

/** What a step of Terraform ended with. */
export interface Failed {
  readonly unit: string;
  /** `init`, `plan`, `apply`. */
  readonly step: string;
  readonly result: ProcessResult;
  readonly diagnostics: readonly Diagnostic[];
  readonly secrets: Iterable<string>;
}

/** Why a step failed: KS8057 when it was ended, KS8054 for a lock, KS8058 for a stale plan, else KS8053 for each error of Terraform's. */
export function failures({ unit, step, result, diagnostics, secrets }: Failed): KeelsonError[] {
  const clean = (text: string): string =>
    redact(stripVTControlCharacters(text), secrets)
      .replaceAll(/[╷│╵]/g, '')
      .trim()
      .replace(/\s*\n\s*/g, ' ');
  const { endedBy, code, stderr } = result;
  if (endedBy === 'timeout' || endedBy === 'cancelled')
    return [new KeelsonError('KS8057', { object: unit, message: `${step} ${endedBy === 'timeout' ? 'took too long' : 'was cancelled'}` })];
  if (endedBy === 'signal') return [new KeelsonError('KS8057', { object: unit, message: `${step} was killed by something else` })];
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length === 0)
    return [new KeelsonError('KS8053', { object: unit, message: `${step} ended with ${code}: ${clean(stderr) || 'it said nothing'}` })];
  return errors.map(({ summary, detail = '', address, range }) => {
    const source = range && { file: range.filename, line: range.start.line };
    const object = address === undefined ? unit : `${unit} ${address}`;
    const text = clean(detail === '' ? summary : `${summary}: ${detail}`);
    if (/state lock/i.test(summary)) return new KeelsonError('KS8054', { object: unit, message: lockText(detail, clean) });
    if (/plan is stale/i.test(summary)) return new KeelsonError('KS8058', { object: unit, message: text });
    return new KeelsonError('KS8053', { object, message: `${step}: ${text}`, ...(source && { source }) });
  });
}

/** Who has a lock, out of Terraform's `Lock Info`. */
function lockText(detail: string, clean: (text: string) => string): string {
  const info = Object.fromEntries(
    [...detail.matchAll(/^\s*(ID|Path|Operation|Who|Created):\s*(.*)$/gm)].map(([, name, value]) => [name, value]),
  );
  if (info['ID'] === undefined) return clean(detail);
  return clean(`${info['Who']} has it for ${info['Operation']} since ${info['Created']} (lock ${info['ID']})`);
}
