import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { DOCKER_HUB } from './image-name.ts';

/** What a registry takes: a user with a password, or a token to be exchanged for others. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
  /** From `docker login` with an identity provider; then there is no password. */
  readonly identityToken?: string;
}

/** `~/.docker/config.json`, as far as it is read. */
interface DockerConfig {
  readonly auths?: Readonly<Record<string, { readonly auth?: string; readonly identitytoken?: string }>>;
  readonly credsStore?: string;
  readonly credHelpers?: Readonly<Record<string, string>>;
}

const TIMEOUT_MS = 30_000;

/**
 * The credentials that `docker login` or a credential helper keeps for a registry; undefined when there are none, and then the
 * registry is asked without.
 */
export async function credentialsOf(registry: string, environment: NodeJS.ProcessEnv): Promise<Credentials | undefined> {
  const config = readConfig(environment);
  const names = registry === DOCKER_HUB ? ['https://index.docker.io/v1/', 'docker.io'] : [registry, `https://${registry}`];
  for (const name of names) {
    const helper = config.credHelpers?.[name] ?? config.credsStore;
    const found = helper === undefined ? undefined : await ask(helper, name, environment);
    if (found) return found;
    const entry = config.auths?.[name];
    if (entry?.identitytoken) return { username: '', password: '', identityToken: entry.identitytoken };
    const [username = '', ...password] = Buffer.from(entry?.auth ?? '', 'base64')
      .toString()
      .split(':');
    if (username !== '') return { username, password: password.join(':') };
  }
  return undefined;
}

function readConfig(environment: NodeJS.ProcessEnv): DockerConfig {
  try {
    const folder = environment['DOCKER_CONFIG'] || join(environment['HOME'] ?? homedir(), '.docker');
    return (JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8')) ?? {}) as DockerConfig;
  } catch {
    return {};
  }
}

/** Asks a credential helper of docker's for its entry. */
function ask(helper: string, registry: string, env: NodeJS.ProcessEnv): Promise<Credentials | undefined> {
  if (!/^[\w.-]+$/.test(helper)) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    const child = execFile(`docker-credential-${helper}`, ['get'], { env, timeout: TIMEOUT_MS, windowsHide: true }, (error, stdout) => {
      if (error) return resolve(undefined);
      try {
        const { Username: username = '', Secret: secret = '' } = JSON.parse(stdout) as { Username?: string; Secret?: string };
        return resolve(username === '<token>' ? { username: '', password: '', identityToken: secret } : { username, password: secret });
      } catch {
        return resolve(undefined);
      }
    });
    child.stdin?.on('error', () => undefined); // a helper that does not read
    child.stdin?.end(registry);
  });
}
