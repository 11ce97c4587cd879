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
  const run = { program: file, args: ['version'], folder: '/', environment: childEnvironment(environment), timeoutMs: 30_000 };
  const { code, stdout, stderr } = await runProcess(run);
  const told = code === 0 ? toldIn(stdout) : undefined;
  if (!told)
    throw new KeelsonError('KS8052', {
      message: `${file} does not tell that it is Terraform or OpenTofu: ${stderr.trim() || `it ended with ${code}`}`,
    });
  const { name, version } = told;
  if (semver.lt(version, OLDEST)) throw new KeelsonError('KS8052', { message: `${file} is ${version}, and ${OLDEST} or newer is needed` });
  return { name, file, version };
}

/** Path of the program that would run. Throws KS8052 when there is none. @param wanted a name or an absolute path */
export function whereIsTerraform(wanted?: string, environment: NodeJS.ProcessEnv = process.env): string {
  const names = wanted === undefined ? ['tofu', 'terraform'] : [wanted];
  const file = names.map((name) => (isAbsolute(name) ? executable(name) : onPath(name, environment))).find((one) => one !== undefined);
  if (file === undefined) throw new KeelsonError('KS8052', { message: `there is no ${names.join(' and no ')} on PATH` });
  return file;
}

/** `OpenTofu v1.12.6` or `Terraform v1.11.4`: they differ in the registry of providers that they use, and files may be called anything. */
function toldIn(text: string): Pick<TerraformProgram, 'name' | 'version'> | undefined {
  const [, name, told] = /^(OpenTofu|Terraform) v(\S+)/m.exec(text) ?? [];
  const version = semver.valid(told);
  return version === null ? undefined : { name: name === 'OpenTofu' ? 'tofu' : 'terraform', version };
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
