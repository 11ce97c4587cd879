import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { root } from './root.ts';

/** A program that `npm run tools` builds with Go from a pinned module. */
export interface BuiltTool {
  /** As it is called. */
  readonly name: string;
  /** Folder of the go.mod that pins it and everything that it is built from. */
  readonly module: string;
  /** What to build. */
  readonly package: string;
  readonly linkerFlags: string;
}

export const TOFU: BuiltTool = {
  name: 'tofu',
  module: join(root, 'test', 'terraform', 'tofu'),
  package: 'github.com/opentofu/opentofu/cmd/tofu',
  linkerFlags: '-s -w -X github.com/opentofu/opentofu/version.dev=no',
};

export const HELM: BuiltTool = {
  name: 'helm',
  module: join(root, 'test', 'support', 'helm'),
  package: 'helm.sh/helm/v4/cmd/helm',
  linkerFlags: '-s -w',
};

/** Where `npm run tools` puts a program: in the user's cache, by what it is built from. */
export function builtFile({ name, module }: BuiltTool): string {
  const hash = createHash('sha256');
  for (const file of ['go.mod', 'go.sum']) hash.update(readFileSync(join(module, file)));
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  return join(cache, 'keelson', 'tools', `${name}-${hash.digest('hex').slice(0, 16)}`, name);
}
