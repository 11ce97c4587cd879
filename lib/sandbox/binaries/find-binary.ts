import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { KeelsonError } from '../../core/errors.ts';
import { userCache } from '../cache.ts';
import { download } from './download.ts';
import { goBuild, type Progress } from './go-build.ts';
import { Unreachable } from './http-get.ts';
import { missing } from './missing.ts';
import { releaseOf } from './releases.ts';
import { unfit } from './tool-version.ts';
import { buildDigest, TOOLS, type Tool, type ToolName } from './tools.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** How programs are looked for. */
export interface FindOptions {
  /** @default - process.env */
  readonly environment?: Environment;
  /** Downloads or builds what is not there. @default true */
  readonly build?: boolean;
  readonly notify?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
}

/**
 * Paths of programs: those of KEELSON_SANDBOX_BIN, else the cache, else those of PATH and KUBEBUILDER_ASSETS that have the minor version
 * which is needed, else downloaded from their project, else built with Go from pinned modules. Throws KS8102 when one can't be had,
 * and KS8111.
 */
export async function findBinaries(names: readonly ToolName[], options: FindOptions = {}): Promise<Readonly<Record<ToolName, string>>> {
  const environment = options.environment ?? process.env;
  const found: Partial<Record<ToolName, string>> = {};
  const network: Network = { reason: undefined };
  for (const tool of TOOLS.filter((one) => names.includes(one.name))) {
    const path = await present(tool, { ...options, environment });
    if (path !== undefined) found[tool.name] = path;
    else if (options.build === false) throw missing(tool, 'it is in none of KEELSON_SANDBOX_BIN, the cache, PATH and KUBEBUILDER_ASSETS');
    else found[tool.name] = await fetched(tool, { ...options, environment }, network);
  }
  return found as Readonly<Record<ToolName, string>>;
}

/** Why no address could be reached; the next one is not tried then. */
interface Network {
  reason: string | undefined;
}

/** Downloads a program, or builds it. */
async function fetched(tool: Tool, options: FindOptions & { readonly environment: Environment }, network: Network): Promise<string> {
  const { environment, notify, signal } = options;
  const release = releaseOf(tool, environment);
  if (release === undefined) return goBuild(tool, cached(tool, environment), options);
  const told = { tool: tool.name, version: tool.version, estimateSeconds: tool.seconds };
  const file = downloaded(tool, environment);
  let reason = network.reason;
  try {
    if (reason === undefined) {
      notify?.({ ...told, state: 'downloading' });
      await download(release, file, { environment, ...(signal && { signal }) });
      notify?.({ ...told, state: 'downloaded' });
      return file;
    }
  } catch (error) {
    signal?.throwIfAborted();
    reason = error instanceof Error ? error.message : String(error);
    if (error instanceof Unreachable) network.reason = reason;
    notify?.({ ...told, state: 'not downloaded', reason });
  }
  try {
    return await goBuild(tool, cached(tool, environment), options);
  } catch (error) {
    signal?.throwIfAborted();
    // Both are told: someone without Go wants to know why there is no download.
    throw KeelsonError.is(error) ? missing(tool, `${reason}; and ${error.details.message}`, error) : error;
  }
}

/** Where a program that was downloaded is kept. */
export function downloaded(tool: Tool, environment: Environment): string {
  return join(userCache(environment), 'bin', `${tool.name}-${tool.version}-release`, tool.name);
}

/** Where a program that was built is kept. */
export function cached(tool: Tool, environment: Environment): string {
  return join(userCache(environment), 'bin', `${tool.name}-${tool.version}-${buildDigest(tool)}`, tool.name);
}

async function present(tool: Tool, { environment = process.env, notify }: FindOptions): Promise<string | undefined> {
  const own = environment.KEELSON_SANDBOX_BIN;
  const given = own ? ownProgram(own, tool) : undefined;
  const kept = given ?? [cached(tool, environment), downloaded(tool, environment)].find(isExecutable);
  if (kept !== undefined) return kept;
  const folders = [...(environment.PATH ?? '').split(delimiter), environment.KUBEBUILDER_ASSETS ?? ''].filter((folder) => folder !== '');
  for (const file of new Set(folders.map((folder) => join(folder, tool.name)).filter(isExecutable))) {
    const reason = await unfit(tool, file);
    if (reason === undefined) return file;
    notify?.({ tool: tool.name, version: tool.version, estimateSeconds: 0, state: 'passed over', reason: `${file} ${reason}` });
  }
  return undefined;
}

/** A program of KEELSON_SANDBOX_BIN; undefined for one that the folder does not have, as where only some are a person's own. Throws KS8111. */
function ownProgram(folder: string, tool: Tool): string | undefined {
  const wrong = (message: string): KeelsonError => new KeelsonError('KS8111', { object: folder, message });
  if (!existsSync(folder)) throw wrong('it is not there');
  if (!statSync(folder).isDirectory()) throw wrong('it is no folder');
  if (!TOOLS.some(({ name }) => existsSync(join(folder, name)))) throw wrong(`it has none of ${TOOLS.map(({ name }) => name).join(', ')}`);
  const file = join(folder, tool.name);
  if (!existsSync(file)) return undefined;
  if (!isExecutable(file)) throw wrong(`${tool.name} in it can not be run`);
  return file;
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
