import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../run.ts';

/** The commands of Keelson in the README's first command line, each alone. */
export function firstCommands(): string[] {
  const [, line = ''] = /^(npm ci && npx keelson sandbox up .*)$/m.exec(readFileSync(join(root, 'README.md'), 'utf8')) ?? [];
  return line.split(' && ').filter((command) => command.startsWith('npx keelson '));
}
