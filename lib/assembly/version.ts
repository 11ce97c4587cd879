import { KeelsonError } from '../core/errors.ts';
import { SCHEMA_VERSION } from './schema.ts';

/** Throws KS3005 for a newer major version of the format, KS3007 for a text that is no version. This major and the one before are taken. */
export function checkVersion(version: string, file: string): void {
  const known = Number.parseInt(SCHEMA_VERSION, 10);
  const major = /^(\d+)\.\d+$/.exec(version)?.[1];
  if (major === undefined)
    throw new KeelsonError('KS3007', { object: file, message: `the schema version ${JSON.stringify(version)} is none` });
  if (Number(major) > known)
    throw new KeelsonError('KS3005', { object: file, message: `it has version ${version}, and ${known} is the newest known here` });
}
