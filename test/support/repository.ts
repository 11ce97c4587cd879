import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A git repository in a temporary folder. */
export class TestRepository {
  /** Absolute, without links. */
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'keelson-git-')));

  #commits = 0;

  constructor() {
    this.git('init', '-q', '-b', 'main');
  }

  /** Runs git, with an identity of its own and nothing of the machine's configuration. */
  git(...argv: string[]): string {
    const identity = {
      GIT_AUTHOR_NAME: 'a',
      GIT_AUTHOR_EMAIL: 'a@example.com',
      GIT_COMMITTER_NAME: 'a',
      GIT_COMMITTER_EMAIL: 'a@example.com',
    };
    const env = { ...process.env, ...identity, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };
    return execFileSync('git', argv, { cwd: this.folder, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
  }

  /** Writes files, by path. */
  write(files: Iterable<readonly [path: string, text: string | Uint8Array]>): void {
    for (const [path, text] of files) {
      mkdirSync(dirname(join(this.folder, path)), { recursive: true });
      writeFileSync(join(this.folder, path), text);
    }
  }

  /** Commits everything. @returns the commit */
  commit(): string {
    this.git('add', '-A');
    // Two commits with one message, parent and second would be the same commit.
    this.git('commit', '-q', '--allow-empty', '-m', `change ${++this.#commits}`);
    return this.git('rev-parse', 'HEAD');
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
