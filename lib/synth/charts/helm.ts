import { spawnSync } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync, statSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** How helm ended. */
export interface HelmResult {
  readonly ok: boolean;
  readonly stdout: string;
  /** What helm said, on one line, without its own `Error: `. */
  readonly problem: string;
}

const TIMEOUT_MS = 120_000;

/** The helm program: what KEELSON_HELM names, else `helm` of PATH. Undefined when there is none. */
export function findHelm(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const named = environment['KEELSON_HELM'];
  if (named) return isProgram(named) ? named : undefined;
  const names = process.platform === 'win32' ? ['helm.exe', 'helm.cmd'] : ['helm'];
  return (environment['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find(isProgram);
}

/**
 * Runs helm without anything of the machine's own: no configuration, plug-ins, credentials or cluster, so that it gives the same
 * everywhere.
 * @param timeZone what local times are in
 */
export function runHelmAlone(helm: string, argv: readonly string[], input: string, timeZone: string): HelmResult {
  const home = mkdtempSync(join(tmpdir(), 'keelson-helm-'));
  try {
    const kept = Object.entries(process.env).filter(([name]) => /^(PATH|SYSTEMROOT|WINDIR|TMPDIR|TEMP|TMP)$/i.test(name));
    const folders = { HELM_CONFIG_HOME: home, HELM_CACHE_HOME: home, HELM_DATA_HOME: home, HELM_PLUGINS: join(home, 'plugins') };
    const env = { ...Object.fromEntries(kept), ...folders, HOME: home, KUBECONFIG: devNull, TZ: timeZone, LC_ALL: 'C' };
    return runHelm(helm, argv, { env, input });
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** Runs helm to its end. */
export function runHelm(
  helm: string,
  argv: readonly string[],
  options: { readonly env: NodeJS.ProcessEnv; readonly input?: string },
): HelmResult {
  const { status, stdout, stderr, error } = spawnSync(helm, argv, {
    env: options.env,
    input: options.input ?? '',
    encoding: 'utf8',
    maxBuffer: 512 * 1024 * 1024,
    timeout: TIMEOUT_MS,
    windowsHide: true,
  });
  const said = (error ? error.message : stderr || stdout || `helm ended with ${status}`).trim();
  return { ok: status === 0 && !error, stdout: stdout ?? '', problem: said.replace(/^Error: /gm, '').replace(/\s*\n\s*/g, ' ') };
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
