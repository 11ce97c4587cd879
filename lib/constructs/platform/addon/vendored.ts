import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { IConstruct } from 'constructs';
import { compareText } from '../../../core/compare.ts';
import { appRoot } from '../../../synth/locks.ts';
import { reportError } from '../../../synth/state.ts';

/** A vendored file. */
export interface VendoredFile {
  /** Relative to the program's folder. */
  readonly path: string;
  readonly text: string;
}

/**
 * Reads files beside the program, sorted by path.
 * @param paths files, folders, which stand for the YAML files in them, and patterns with `*` in the last part
 * @returns undefined when one can not be read, which is reported as KS1001
 */
export function readVendored(construct: IConstruct, paths: readonly string[]): VendoredFile[] | undefined {
  let failed = false;
  const attempt = <T>(path: string, run: () => T): T | undefined => {
    try {
      return run();
    } catch (cause) {
      failed = true;
      const reason = (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'is not there' : `can not be read: ${(cause as Error).message}`;
      reportError(construct, 'KS1001', `${path} ${reason}`, { fix: 'give a path relative to the folder of the program', cause });
      return undefined;
    }
  };
  const expanded = paths.flatMap((path) => {
    const found = attempt(path, () => expand(path));
    if (found?.length === 0) {
      failed = true;
      reportError(construct, 'KS1001', `${path} stands for no YAML file`, { fix: 'vendor the manifests there, or correct the path' });
    }
    return found ?? [];
  });
  const files = [...new Set(expanded)].sort(compareText).flatMap((path) => {
    const text = attempt(path, () => readFileSync(join(appRoot(), path), 'utf8'));
    return text === undefined ? [] : [{ path, text }];
  });
  return failed ? undefined : files;
}

function expand(path: string): string[] {
  const pattern = basename(path);
  if (pattern.includes('*')) {
    const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
    return filesOf(dirname(path), new RegExp(`^${parts.join('.*')}$`));
  }
  return statSync(join(appRoot(), path)).isDirectory() ? filesOf(path, /\.ya?ml$/) : [path];
}

function filesOf(folder: string, names: RegExp): string[] {
  return readdirSync(join(appRoot(), folder), { withFileTypes: true })
    .filter((entry) => !entry.isDirectory() && names.test(entry.name))
    .map((entry) => join(folder, entry.name));
}
