import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { tofuFile, tofuModule } from '../terraform/harness/tofu.ts';
import { onPath } from '../terraform/harness/tools.ts';

/*
 * npm run tools: builds OpenTofu from its pinned module into the user's cache, once, where Go is and no tofu is on PATH.
 * Cold it takes 5 minutes on 2 cores. Without it the tests that need it say so and skip; KEELSON_TOOLS_SECONDS bounds it.
 */
const LIMIT_S = Number(process.env.KEELSON_TOOLS_SECONDS ?? 600);

const problem = buildTofu();
if (problem !== undefined) console.warn(`\nNOT TESTED WITH OPENTOFU: ${problem}\n`);

/** Gives why there is no OpenTofu afterwards. */
function buildTofu(): string | undefined {
  const file = tofuFile();
  if (onPath('tofu') !== undefined || existsSync(file)) return undefined;
  const go = onPath('go');
  if (go === undefined) return 'no tofu on PATH, and no go to build it';
  if (LIMIT_S <= 0) return 'KEELSON_TOOLS_SECONDS forbids to build it';
  console.log(`building OpenTofu into ${dirname(file)}, at most ${LIMIT_S} s`);
  mkdirSync(dirname(file), { recursive: true });
  const made = `${file}.${process.pid}`;
  const flags = ['-trimpath', '-mod=readonly', '-ldflags', '-s -w -X github.com/opentofu/opentofu/version.dev=no'];
  const { status, error, signal } = spawnSync(go, ['build', ...flags, '-o', made, 'github.com/opentofu/opentofu/cmd/tofu'], {
    cwd: tofuModule,
    env: { ...process.env, GOFLAGS: '', GOWORK: 'off', CGO_ENABLED: '0' },
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: LIMIT_S * 1000,
  });
  if (signal !== null || error) return `go build did not end within ${LIMIT_S} s`;
  if (status !== 0) return `go build ended with ${status}`;
  renameSync(made, file);
  return undefined;
}
