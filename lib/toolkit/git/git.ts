import { execFileSync } from 'node:child_process';
import { KeelsonError } from '../../core/errors.ts';

/** Bytes that one call may print. */
const LIMIT = 1024 * 1024 * 1024;

/** Paths are taken as they are, messages are in English, and nothing waits for a person. */
const ENVIRONMENT = { GIT_LITERAL_PATHSPECS: '1', GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' } as const;

/** How a call of git ended. */
export type GitResult =
  | { readonly ok: true; readonly output: Buffer }
  | { readonly ok: false; readonly said: string; readonly cause: unknown };

/** Runs git in a folder, always as a list of arguments and never through a shell. Throws KS7003 when git is not there. */
export function tryGit(folder: string, argv: readonly string[], input?: string): GitResult {
  try {
    const output = execFileSync('git', argv, {
      cwd: folder,
      env: { ...process.env, ...ENVIRONMENT },
      maxBuffer: LIMIT,
      stdio: ['pipe', 'pipe', 'pipe'],
      ...(input !== undefined && { input }),
    });
    return { ok: true, output };
  } catch (cause) {
    const { code, stderr } = cause as { code?: string; stderr?: Buffer };
    if (code === 'ENOENT') throw new KeelsonError('KS7003', { message: 'the program git is not on PATH', fix: 'install git', cause });
    return { ok: false, said: stderr?.toString().trim() || String(code ?? 'it gave no reason'), cause };
  }
}

/** Runs git in a folder. Throws KS7003 with its own words when it fails. */
export function git(folder: string, argv: readonly string[], input?: string): Buffer {
  const result = tryGit(folder, argv, input);
  if (!result.ok) throw new KeelsonError('KS7003', { message: `git ${argv[0]}: ${oneLine(result.said)}`, cause: result.cause });
  return result.output;
}

/** What git says, as one line without its own prefix. */
export function oneLine(said: string): string {
  return said.replace(/^(fatal|error): /gm, '').replace(/\s*\n\s*/g, '; ');
}
