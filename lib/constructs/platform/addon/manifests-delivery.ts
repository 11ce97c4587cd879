import type { Construct } from 'constructs';
import { sha256 } from '../../../core/digest.ts';
import { reportError } from '../../../synth/state.ts';
import { addObject } from './objects.ts';
import { parsedObjects } from './parsed.ts';
import { readVendored, type VendoredFile } from './vendored.ts';
import { vendoredObjects } from './vendored-yaml.ts';

/** Adds the objects of vendored files. Reports KS1001 for a file that can not be read, and a digest that does not match. */
export function deliverManifests(
  addon: Construct,
  paths: readonly string[],
  digest: string | undefined,
  namespace: string | undefined,
): void {
  const files = readVendored(addon, paths);
  if (!files || !matches(addon, files, digest)) return;
  for (const file of files) for (const object of objectsOf(addon, file)) addObject(addon, file.path, object, namespace);
}

function matches(addon: Construct, files: readonly VendoredFile[], wanted: string | undefined): boolean {
  if (wanted === undefined) return true;
  const digest = sha256(files.map((file) => file.text).join(''));
  if (wanted === digest) return true;
  reportError(addon, 'KS1001', `the digest of ${files.map((file) => file.path).join(', ')} is ${digest}, and ${wanted} is wanted`, {
    fix: 'restore the files, or review the change and update digest',
  });
  return false;
}

function objectsOf(addon: Construct, { path, text }: VendoredFile): Record<string, unknown>[] {
  try {
    return parsedObjects(text, 'vendored', vendoredObjects);
  } catch (cause) {
    const [reason] = String(cause instanceof Error ? cause.message : cause).split('\n');
    const fix = 'give a file of YAML documents without aliases, duplicate keys and tags of its own';
    reportError(addon, 'KS1001', `${path} can not be read: ${reason}`, { fix, cause });
    return [];
  }
}
