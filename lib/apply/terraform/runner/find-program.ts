import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import semver from 'semver';
import { KeelsonError } from '../../../core/errors.ts';
import { childEnvironment } from './child-environment.ts';
import { runProcess } from './run-process.ts';

/** Terraform or OpenTofu on this machine. */
export interface TerraformProgram {
  readonly name: 'tofu' | 'terraform';
  readonly file: string;
  /** Such as `1.12.6`. */
  readonly version: string;
}

/** From this version on, both lock states in S3 without a table (`use_lockfile`). */
const OLDEST = '1.10.0';

/**
 * OpenTofu or Terraform: the one that is named, else `tofu`, else `terraform` of PATH. Throws KS8052 when there is none or it is too
 * old.
 * @param wanted a name or an absolute path
 */
export async function findTerraform(wanted?: string, environment: NodeJS.ProcessEnv = process.env): Promise<TerraformProgram> {
  const file = whereIsTerraform(wanted, environment);
  const run = { program: file, args: ['version', '-json'], folder: '/', environment: childEnvironment(environment), timeoutMs: 30_000 };
  const { code, stdout, stderr } = await runProcess(run);
  const version = code === 0 ? versionIn(stdout) : undefined;
  if (version === undefined)
    throw new KeelsonError('KS8052', { message: `${file} does not tell its version: ${stderr.trim() || `it ended with ${code}`}` });
  if (semver.lt(version, OLDEST)) throw new KeelsonError('KS8052', { message: `${file} is ${version}, and ${OLDEST} or newer is needed` });
  // Both answer alike, but for the provider registry that they use.
  return { name: /tofu[^/]*$/.test(file) ? 'tofu' : 'terraform', file, version };
}

/** Path of the program that would run. Throws KS8052 when there is none. @param wanted a name or an absolute path */
export function whereIsTerraform(wanted?: string, environment: NodeJS.ProcessEnv = process.env): string {
  const names = wanted === undefined ? ['tofu', 'terraform'] : [wanted];
  const file = names.map((name) => (isAbsolute(name) ? executable(name) : onPath(name, environment))).find((one) => one !== undefined);
  if (file === undefined) throw new KeelsonError('KS8052', { message: `there is no ${names.join(' and no ')} on PATH` });
  return file;
}

function versionIn(text: string): string | undefined {
  try {
    return semver.valid((JSON.parse(text) as { terraform_version?: string }).terraform_version) ?? undefined;
  } catch {
    return undefined;
  }
}

function onPath(name: string, { PATH = '' }: NodeJS.ProcessEnv): string | undefined {
  for (const folder of PATH.split(delimiter)) {
    const file = isAbsolute(folder) ? executable(join(folder, name)) : undefined;
    if (file !== undefined) return file;
  }
  return undefined;
}

function executable(file: string): string | undefined {
  try {
    accessSync(file, constants.X_OK);
    return file;
  } catch {
    return undefined;
  }
}
