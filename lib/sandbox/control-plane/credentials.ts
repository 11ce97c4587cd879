import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Users of a sandbox: the administrator, and one without any right, to try roles with. */
export const USERS = { admin: ['admin', 'system:masters'], guest: ['guest', 'keelson:guests'] } as const;

const PRIVATE = { mode: 0o600 };

/** The keys of service accounts and a token for each user, made when they are not there. @returns tokens by user */
export function credentials(folder: string): Record<keyof typeof USERS, string> {
  const [admin, guest] = existsSync(join(folder, 'tokens.csv'))
    ? readFileSync(join(folder, 'tokens.csv'), 'utf8')
        .split('\n')
        .map((line) => line.split(',')[0])
    : [];
  return admin && guest ? { admin, guest } : makeCredentials(folder);
}

function makeCredentials(folder: string): Record<keyof typeof USERS, string> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  writeFileSync(join(folder, 'service-account.key'), privateKey, PRIVATE);
  writeFileSync(join(folder, 'service-account.pub'), publicKey);
  const tokens = { admin: randomBytes(24).toString('base64url'), guest: randomBytes(24).toString('base64url') };
  const lines = Object.entries(USERS).map(([user, [name, group]]) => `${tokens[user as keyof typeof USERS]},${name},${name},"${group}"`);
  writeFileSync(join(folder, 'tokens.csv'), `${lines.join('\n')}\n`, PRIVATE);
  return tokens;
}

/** Writes a kubeconfig that trusts the certificate which this very API server made. */
export function writeKubeconfig(
  folder: string,
  file: string,
  { name, port, token }: { readonly name: string; readonly port: number; readonly token: string },
): void {
  const authority = readFileSync(join(folder, 'certs', 'apiserver.crt')).toString('base64');
  const context = `keelson-sandbox-${name}`;
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: context, cluster: { server: `https://127.0.0.1:${port}`, 'certificate-authority-data': authority } }],
    users: [{ name: context, user: { token } }],
    contexts: [{ name: context, context: { cluster: context, user: context } }],
    'current-context': context,
  };
  // JSON is YAML, and needs no writer that quotes.
  writeFileSync(join(folder, file), `${JSON.stringify(config, undefined, 2)}\n`, PRIVATE);
}
