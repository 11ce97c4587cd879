import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url));

export default defineConfig({
  root,
  // Tests see the sources; node_modules stay external, so there is one copy of constructs, cdk8s and cdktf.
  resolve: {
    alias: [
      { find: /^keelson$/, replacement: `${root}lib/index.ts` },
      { find: /^keelson\/(testing|toolkit)$/, replacement: `${root}lib/$1/index.ts` },
    ],
  },
  test: {
    include: ['test/**/*.test.ts', 'examples/*/*.test.ts'],
    globalSetup: ['test/cluster/support/global-setup.ts'],
    setupFiles: ['test/support/no-warnings.ts'],
    reporters: ['default', `${root}test/support/summary-reporter.ts`],
    // Much of what tests do is to wait for other programs; without it one core of two would idle.
    maxWorkers: '100%',
    testTimeout: 30_000,
    hookTimeout: 60_000, // a program of hundreds of objects is loaded in one, on a busy machine
    // What the applier keeps on a machine goes with the run.
    env: { CHECKPOINT_DISABLE: '1', XDG_STATE_HOME: join(tmpdir(), `keelson-state-${process.pid}`) },
  },
});
