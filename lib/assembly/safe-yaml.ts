import { load } from 'js-yaml';
import { KeelsonError } from '../core/errors.ts';

/** Reads a manifest as synth writes it: one document, no aliases, no duplicate keys. Throws KS3010 for any other. */
export function parseYaml(text: string, file: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = load(text, { maxAliases: 0 });
  } catch (cause) {
    throw new KeelsonError('KS3010', {
      object: file,
      message: (cause instanceof Error ? cause.message : String(cause)).split('\n')[0] ?? '',
      cause,
    });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new KeelsonError('KS3010', { object: file, message: 'it holds no object' });
  return value as Record<string, unknown>;
}
