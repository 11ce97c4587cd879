import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Ended, run } from '../../support/run.ts';
import type { Machine } from './machine.ts';
import type { Moto } from './moto.ts';
import { choose, compareVersions, writeMirror } from './providers.ts';
import { terraformEnv } from './tools.ts';

/** A plain directory of Terraform, copied for the AWS provider of this machine. */
export interface PlainDirectory {
  readonly folder: string;
  /** Runs terraform in it; any exit code is an answer. */
  try(...args: string[]): Promise<Ended>;
  /** Runs terraform in it, which must succeed. Gives what it printed. */
  terraform(...args: string[]): Promise<string>;
  /** Adds or replaces a file. */
  write(name: string, text: string): void;
}

const CONSTRAINT = /(source\s*=\s*"hashicorp\/aws"\s*version\s*=\s*)"([^"]+)"/;

/**
 * Copies files into a new folder; only the version constraint of the AWS provider is changed, where it does not take the one
 * of this machine, and that is told.
 * @param moto the fake that commands run in it talk to. `@default - none`
 */
export function plainDirectory(machine: Machine, files: ReadonlyMap<string, string>, moto?: Moto): PlainDirectory {
  const root = machine.folder();
  const folder = join(root, 'stack');
  mkdirSync(folder);
  for (const [name, text] of files) {
    const [, , constraint = ''] = CONSTRAINT.exec(text) ?? [];
    const wanted = constraint.replace(/^[^\d]*/, '');
    const provider = constraint === '' ? undefined : choose(machine.providers, 'hashicorp/aws', wanted);
    const takes = provider && compareVersions(provider.version, wanted) >= 0;
    if (provider) writeMirror(join(root, 'mirror'), [provider]);
    if (provider && !takes)
      machine.note(`${machine.tool.name} ${machine.tool.version}: hashicorp/aws ${provider.version} for ${constraint}`);
    writeFileSync(join(folder, name), provider && !takes ? text.replace(CONSTRAINT, `$1"${provider.version}"`) : text);
  }
  const attempt = (...args: string[]): Promise<Ended> => run(machine.tool.file, args, { cwd: folder, env: terraformEnv(moto?.env ?? {}) });
  return {
    folder,
    try: attempt,
    terraform: async (...args) => {
      const { code, stdout, stderr } = await attempt(...(args[0] === 'init' ? [...args, `-plugin-dir=${join(root, 'mirror')}`] : args));
      if (code !== 0) throw new Error(`${machine.tool.name} ${args.join(' ')} ended with ${code}\n${stdout}${stderr}`);
      return stdout;
    },
    write: (name, text) => writeFileSync(join(folder, name), text),
  };
}

/** An override file with what the AWS provider needs to talk to a fake. */
export const FOR_MOTO: string = JSON.stringify({
  provider: { aws: { s3_use_path_style: true, skip_credentials_validation: true, skip_metadata_api_check: 'true' } },
});
