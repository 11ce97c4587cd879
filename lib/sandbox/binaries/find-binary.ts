import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { userCache } from '../cache.ts';
import { goBuild, type Progress } from './go-build.ts';
import { missing } from './missing.ts';
import { buildDigest, TOOLS, type Tool, type ToolName } from './tools.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** How programs are looked for. */
export interface FindOptions {
  /** @default - process.env */
  readonly environment?: Environment;
  /** Builds what is not there. @default true */
  readonly build?: boolean;
  readonly notify?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
}

/**
 * Paths of programs: those of KEELSON_SANDBOX_BIN, else the cache, else PATH and KUBEBUILDER_ASSETS, else built with Go from pinned
 * modules. Throws KS8102 when one can't be had.
 */
export async function findBinaries(names: readonly ToolName[], options: FindOptions = {}): Promise<Readonly<Record<ToolName, string>>> {
  const environment = options.environment ?? process.env;
  const found: Partial<Record<ToolName, string>> = {};
  for (const tool of TOOLS.filter((one) => names.includes(one.name))) {
    const path = present(tool, environment);
    if (path !== undefined) found[tool.name] = path;
    else if (options.build === false) throw missing(tool, 'it is in none of KEELSON_SANDBOX_BIN, the cache, PATH and KUBEBUILDER_ASSETS');
    else found[tool.name] = await goBuild(tool, cached(tool, environment), { ...options, environment });
  }
  return found as Readonly<Record<ToolName, string>>;
}

/** Where a program that was built is kept. */
export function cached(tool: Tool, environment: Environment): string {
  return join(userCache(environment), 'bin', `${tool.name}-${tool.version}-${buildDigest(tool)}`, tool.name);
}

function present(tool: Tool, environment: Environment): string | undefined {
  const own = environment.KEELSON_SANDBOX_BIN;
  if (own) {
    const path = join(own, tool.name);
    if (isExecutable(path)) return path;
  }
  const built = cached(tool, environment);
  if (isExecutable(built)) return built;
  const folders = [...(environment.PATH ?? '').split(delimiter), environment.KUBEBUILDER_ASSETS ?? ''];
  return folders
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, tool.name))
    .find(isExecutable);
}

function isExecutable(path: string): boolean {
  if (!existsSync(path)) return false;
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
