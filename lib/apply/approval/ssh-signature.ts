import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KeelsonError } from '../../core/errors.ts';

/** A signature for another purpose, such as of a git commit, is none of an approval. */
const NAMESPACE = 'keelson-approval';
const PROGRAM = 'ssh-keygen';

/** What a signature is worth. */
export type Verdict = { readonly by: string } | { readonly refused: string };

/** Signs a text with a private key, or with a public one whose private key an agent holds. Throws KS8088. @returns an armored signature */
export async function signText(text: string, keyFile: string): Promise<string> {
  const { code, stdout, stderr } = await sshKeygen(['-Y', 'sign', '-n', NAMESPACE, '-f', keyFile], text);
  if (code === 0 && stdout.includes('BEGIN SSH SIGNATURE')) return stdout;
  throw new KeelsonError('KS8088', { object: keyFile, message: lastLine(stderr) || 'ssh-keygen gives no signature' });
}

/** The public part of a key, as `<type> <base64>`. Throws KS8088. */
export async function publicKey(keyFile: string): Promise<string> {
  const { code, stdout, stderr } = await sshKeygen(['-y', '-f', keyFile], '');
  if (code === 0) return keyOf(stdout);
  throw new KeelsonError('KS8088', { object: keyFile, message: lastLine(stderr) || 'it is no key' });
}

/** A public key without its comment. */
export function keyOf(line: string): string {
  return line.trim().split(/\s+/).slice(0, 2).join(' ');
}

/**
 * Whose signature it is, by the keys that the policy lists.
 * @param by who is said to have signed
 * @param signers public keys by name
 */
export async function verifyText(
  text: string,
  signature: string,
  { by, signers }: { readonly by: string; readonly signers: ReadonlyMap<string, readonly string[]> },
): Promise<Verdict> {
  const folder = mkdtempSync(join(tmpdir(), 'keelson-signers-'));
  try {
    const [allowed, signed] = [join(folder, 'allowed'), join(folder, 'signature')];
    const lines = [...signers].flatMap(([name, keys]) => keys.map((key) => `${name} namespaces="${NAMESPACE}" ${keyOf(key)}\n`));
    writeFileSync(allowed, lines.join(''), { mode: 0o600 });
    writeFileSync(signed, signature, { mode: 0o600 });
    const found = await sshKeygen(['-Y', 'find-principals', '-f', allowed, '-s', signed], '');
    const principals = found.code === 0 ? found.stdout.split(/[\n,]/).map((name) => name.trim()) : [];
    if (principals.filter(Boolean).length === 0) return { refused: 'it is signed with a key that the policy does not list' };
    if (!principals.includes(by)) return { refused: `it says that it is of ${by}, and is signed with a key of ${principals[0]}` };
    const verified = await sshKeygen(['-Y', 'verify', '-f', allowed, '-I', by, '-n', NAMESPACE, '-s', signed], text);
    return verified.code === 0 ? { by } : { refused: 'it was changed after it was signed, or signed for something else' };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A passphrase is asked for on the terminal, not on the standard input. */
function sshKeygen(args: readonly string[], input: string): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(PROGRAM, [...args], { stdio: ['pipe', 'pipe', 'pipe'] });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
    child.on('error', (cause) => reject(new KeelsonError('KS8088', { message: 'ssh-keygen can not be run', cause })));
    child.on('close', (code) => resolve({ code, stdout, stderr }));
    // It may end without reading all.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim().replace(/\.$/, '') ?? '';
}
