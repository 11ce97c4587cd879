import { KeelsonError } from '../../../core/errors.ts';
import { parseJson } from '../../../core/strict-json.ts';
import type { ConfigurationFile, Json } from './configuration.ts';

/** Endings of files that Terraform or OpenTofu reads as configuration. */
const JSON_FILE = /\.(tf|tofu)\.json$/;
const HCL_FILE = /\.(tf|tofu)$/;

/**
 * Reads the configuration among a unit's files, local modules included. Throws KS8051 for a file that can not be read: what is not
 * understood is not run.
 * @param files texts by path in the unit's folder
 */
export async function readConfiguration(files: ReadonlyMap<string, string>, unit: string): Promise<ConfigurationFile[]> {
  const found: ConfigurationFile[] = [];
  for (const [path, text] of files) {
    if (!JSON_FILE.test(path) && !HCL_FILE.test(path)) continue;
    try {
      const body = JSON_FILE.test(path) ? parseJson(text) : await parseHcl(path, text);
      if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new TypeError('it is no object');
      found.push({ path, body: body as Json });
    } catch (cause) {
      const reason = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause);
      throw new KeelsonError('KS8051', { object: unit, source: { file: path, line: 1 }, message: `it can not be read: ${reason}` });
    }
  }
  return found;
}

/** Only local modules are written in HCL: its parser, a WebAssembly module, is loaded for them alone. */
async function parseHcl(path: string, text: string): Promise<unknown> {
  const { parse } = await import('@cdktn/hcl2json');
  return parse(path, text);
}
