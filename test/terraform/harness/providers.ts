import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** A provider that is on this machine, unpacked. */
export interface ProviderBinary {
  /** `hashicorp/aws`. */
  readonly name: string;
  /** Such as `5.100.0`. */
  readonly version: string;
  /** `linux_amd64`. */
  readonly platform: string;
  readonly folder: string;
}

const HOSTS = ['registry.terraform.io', 'registry.opentofu.org'];
const PLATFORM = `${process.platform === 'win32' ? 'windows' : process.platform}_${{ x64: 'amd64' }[process.arch as string] ?? process.arch}`;
/** Prefixes that are searched for a mirror, and how deep. */
const PREFIXES = ['/opt', '/usr/local/lib', '/usr/lib', '/usr/local/share', '/usr/share', '/srv'];
const DEPTH = 3;

/**
 * Providers of this platform that terraform's own settings name (a filesystem mirror or plugin cache of the configuration
 * file, TF_PLUGIN_CACHE_DIR, the mirrors that it takes by default), or that stand in a mirror's layout under a usual prefix.
 */
export function findProviders(): readonly ProviderBinary[] {
  const found = new Map<string, ProviderBinary>();
  for (const mirror of [...configured(), ...implied(), ...PREFIXES.flatMap((prefix) => mirrorsUnder(prefix, DEPTH))])
    for (const provider of providersOf(mirror)) {
      const key = `${provider.name} ${provider.version}`;
      if (!found.has(key)) found.set(key, provider);
    }
  return [...found.values()];
}

/** The provider to test a requirement with: the version that it names when there is one, else the newest. */
export function choose(providers: readonly ProviderBinary[], name: string, wanted: string): ProviderBinary | undefined {
  const own = providers.filter((provider) => provider.name === name);
  return own.find(({ version }) => version === wanted) ?? own.sort((a, b) => compareVersions(b.version, a.version))[0];
}

/** Makes a mirror with these providers, that both terraform and OpenTofu take. */
export function writeMirror(folder: string, providers: readonly ProviderBinary[]): void {
  for (const host of HOSTS)
    for (const { name, version, platform, folder: source } of providers) {
      const link = join(folder, host, name, version, platform);
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(source, link);
    }
}

/** Less than 0 when `a` is the older version. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split(/[.-]/).map(Number));
  for (let i = 0; i < 3; i++) {
    const difference = (left?.[i] ?? 0) - (right?.[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** What the machine's configuration file of terraform names. */
function configured(): string[] {
  const file = process.env.TF_CLI_CONFIG_FILE ?? join(homedir(), '.terraformrc');
  const text = existsSync(file) && statSync(file).isFile() ? readFileSync(file, 'utf8') : '';
  const paths = [...text.matchAll(/^\s*(?:path|plugin_cache_dir)\s*=\s*"([^"]+)"/gm)].map(([, path]) => path as string);
  return [...paths, process.env.TF_PLUGIN_CACHE_DIR ?? ''].filter((path) => path !== '');
}

/** What terraform searches by itself. */
function implied(): string[] {
  const data = [process.env.XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), ...(process.env.XDG_DATA_DIRS ?? '').split(':')];
  return [
    join(homedir(), '.terraform.d', 'plugins'),
    join(homedir(), '.terraform.d', 'plugin-cache'),
    ...data.filter((folder) => folder !== '').map((folder) => join(folder, 'terraform', 'plugins')),
  ];
}

function mirrorsUnder(folder: string, depth: number): string[] {
  if (depth === 0) return [];
  const children = foldersIn(folder);
  if (children.some((name) => HOSTS.includes(name))) return [folder];
  return children.flatMap((name) => mirrorsUnder(join(folder, name), depth - 1));
}

/** Providers in `<mirror>/<host>/<namespace>/<type>/<version>/<platform>/`. */
function providersOf(mirror: string): ProviderBinary[] {
  return HOSTS.flatMap((host) => foldersIn(join(mirror, host)).map((namespace) => join(mirror, host, namespace)))
    .flatMap((namespace) => foldersIn(namespace).map((type) => join(namespace, type)))
    .flatMap((type) => foldersIn(type).map((version) => join(type, version)))
    .map((version) => ({
      name: `${basename(dirname(dirname(version)))}/${basename(dirname(version))}`,
      version: basename(version),
      platform: PLATFORM,
      folder: join(version, PLATFORM),
    }))
    .filter(({ folder }) => foldersIn(dirname(folder)).includes(PLATFORM));
}

/** Names of the folders in one, links to folders included; none where it can't be read. */
function foldersIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() || (entry.isSymbolicLink() && statSync(join(folder, entry.name)).isDirectory()))
      .map((entry) => entry.name);
  } catch {
    return [];
  }
}
