import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sandboxFolder } from '../../../lib/sandbox/cache.ts';
import { removeSandbox } from '../../../lib/sandbox/control-plane/down.ts';
import { root } from '../run.ts';
import { firstCommands } from './commands.ts';
import { drawRecording } from './draw.ts';
import { Screen } from './screen.ts';

/*
 * npm run record: runs the README's first command on this machine, in a terminal of script(1), and draws what stood on it. It starts the
 * sandbox `default` and removes it; the programs of the control plane must be there, or the picture shows how they are fetched.
 */
const COLUMNS = 104;
const FILE = join(root, 'examples/online-boutique/recording.svg');

if (existsSync(sandboxFolder('default'))) throw new Error('there is a sandbox already: npx keelson sandbox down');
const screen = new Screen();
const started = performance.now();
for (const command of firstCommands()) {
  screen.write(`\u001b[1m$ ${command}\u001b[22m\r\n`, seconds());
  await inTerminal(command);
}
await removeSandbox('default');
const title = 'A sandbox starts, Online Boutique is applied to it, and keelson status shows it';
writeFileSync(FILE, drawRecording(screen.lines(), { title, columns: COLUMNS }));
process.stdout.write(`${FILE}: written\n`);

function seconds(): number {
  return (performance.now() - started) / 1000;
}

/** Runs a command with a terminal for its output. */
function inTerminal(command: string): Promise<void> {
  const { CI: _, NO_COLOR: __, ...rest } = process.env;
  const env = { ...rest, TERM: 'xterm-256color', COLUMNS: String(COLUMNS) };
  return new Promise((resolve, reject) => {
    const child = spawn(
      'script',
      ['--quiet', '--flush', '--return', '--command', `stty cols ${COLUMNS} rows 40; ${command}`, '/dev/null'],
      {
        cwd: root,
        env,
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    child.stdout.setEncoding('utf8').on('data', (text: string) => screen.write(text, seconds()));
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`${command} ended with ${code}`))));
  });
}
