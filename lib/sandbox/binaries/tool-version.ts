import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { coerce, parse } from 'semver';
import type { Tool } from './tools.ts';

const ANSWER_MS = 10_000;

/**
 * Why a program that is on this machine can not be taken for a tool: what it stores and serves changes from one minor version to the
 * next. Undefined when it can be.
 */
export async function unfit(tool: Tool, file: string): Promise<string | undefined> {
  const version = await versionOf(file);
  if (version === undefined) return 'does not tell its version';
  const [own, wanted] = [parse(version), parse(tool.version)];
  return own?.major === wanted?.major && own?.minor === wanted?.minor
    ? undefined
    : `is of version ${version}, and ${tool.version} is needed`;
}

/** The version that `--version` tells: `Kubernetes v1.36.2`, `etcd Version: 3.6.14`, `kwok version v0.8.0 go1.26 (linux/amd64)`. */
async function versionOf(file: string): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(file, ['--version'], { timeout: ANSWER_MS });
    const [found = ''] = /\d+\.\d+\.\d+[-+.\w]*/.exec(stdout) ?? [];
    return coerce(found)?.version;
  } catch {
    return undefined;
  }
}
