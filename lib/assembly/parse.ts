import type { z } from 'zod';
import { KeelsonError } from '../core/errors.ts';
import { parseJson } from '../core/strict-json.ts';
import type { Manifest, UnitFile } from './schema.ts';
import { manifestSchema, unitSchema } from './schemas.ts';
import { checkVersion } from './version.ts';

/** Reads the text of a keelson.json. Throws KS3005 for a newer version, KS3007 for another form. */
export function parseManifestFile(text: string, file: string): Manifest {
  return parse(text, file, manifestSchema) as Manifest;
}

/** Reads the text of a unit file. Throws KS3005 for a newer version, KS3007 for another form. */
export function parseUnitFile(text: string, file: string): UnitFile {
  return parse(text, file, unitSchema) as UnitFile;
}

function parse(text: string, file: string, schema: z.ZodType): unknown {
  let value: unknown;
  try {
    value = parseJson(text);
  } catch (cause) {
    throw new KeelsonError('KS3007', {
      object: file,
      message: `it is no JSON: ${cause instanceof Error ? cause.message : String(cause)}`,
      cause,
    });
  }
  const version = (value as { schemaVersion?: unknown } | null)?.schemaVersion;
  if (typeof version === 'string') checkVersion(version, file);
  const result = schema.safeParse(value);
  if (result.success) return value;
  const [issue] = result.error.issues;
  throw new KeelsonError('KS3007', { object: file, message: `${issue?.path.join('.') || 'it'}: ${issue?.message ?? 'another form'}` });
}
