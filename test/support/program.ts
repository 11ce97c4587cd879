import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { root } from './run.ts';

/** Packages that a user's repository has installed. */
const INSTALLED = ['constructs', 'cdk8s', 'cdk8s-plus-28', 'cdktf', '@cdktf/provider-aws', 'zod', 'js-yaml'];

/** A program of a few lines that ends well. */
export const MINIMAL = `
import { Cluster, Environment, Namespace, Platform } from 'keelson';
const platform = new Platform('acme');
const cluster = Cluster.existing(new Environment(platform, 'dev'), 'main', { version: '1.36' });
new Namespace(cluster, 'shop');
platform.synth();
`;

/** A new folder outside the repository with these files, and the construct libraries in its node_modules. Removed after the test. */
export function programFolder(files: Readonly<Record<string, string>>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'keelson-program-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const name of INSTALLED) {
    const link = join(folder, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), link);
  }
  addFiles(folder, files);
  return folder;
}

/** Adds files, or replaces them. */
export function addFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** Files of a folder, relative to it, sorted, without node_modules and Keelson's own notes. */
export function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((path) => !path.startsWith('node_modules') && !path.startsWith('.keelson'))
    .sort();
}
