import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { builtFile, TOFU } from '../../support/built-tool.ts';

/** The two programs that stacks are for. */
export type ToolName = 'terraform' | 'tofu';

/** A program of this machine. */
export interface Tool {
  readonly name: ToolName;
  readonly file: string;
  /** Such as `1.11.4`. */
  readonly version: string;
}

/** Terraform from PATH; OpenTofu from PATH or as `npm run tools` built it. Undefined when there is none. */
export function findTool(name: ToolName): Tool | undefined {
  const file = onPath(name) ?? (name === 'tofu' ? executable(builtFile(TOFU)) : undefined);
  if (file === undefined) return undefined;
  const { status, stdout } = spawnSync(file, ['version', '-json'], { encoding: 'utf8', env: terraformEnv() });
  if (status !== 0) return undefined;
  return { name, file, version: String((JSON.parse(stdout) as { terraform_version: string }).terraform_version) };
}

/** Environment of every call: nothing of the machine's own settings, no prompt, no call home, no colours. */
export function terraformEnv(more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(TF_|TOFU_|AWS_)/.test(name)));
  return { ...own, TF_CLI_CONFIG_FILE: '/dev/null', CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1', TF_INPUT: '0', NO_COLOR: '1', ...more };
}

/** A program by its name, as a shell would find it. */
export function onPath(name: string): string | undefined {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const file = folder === '' ? undefined : executable(join(folder, name));
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
