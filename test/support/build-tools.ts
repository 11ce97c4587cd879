import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { onPath } from '../terraform/harness/tools.ts';
import { type BuiltTool, builtFile, HELM, TOFU } from './built-tool.ts';

/*
 * npm run tools: builds helm and OpenTofu from their pinned modules into the user's cache, once, where Go is and they are not on
 * PATH. Cold it takes 1.5 and 5 minutes on 2 cores. Without them the tests that need one say so and skip; KEELSON_TOOLS_SECONDS
 * bounds each.
 */
const LIMIT_S = Number(process.env.KEELSON_TOOLS_SECONDS ?? 600);

for (const tool of [HELM, TOFU]) {
  const problem = build(tool);
  if (problem !== undefined) console.warn(`\nNOT TESTED WITH ${tool.name.toUpperCase()}: ${problem}\n`);
}

/** Gives why there is none afterwards. */
function build(tool: BuiltTool): string | undefined {
  const file = builtFile(tool);
  if (onPath(tool.name) !== undefined || existsSync(file)) return undefined;
  const go = onPath('go');
  if (go === undefined) return `no ${tool.name} on PATH, and no go to build it`;
  if (LIMIT_S <= 0) return 'KEELSON_TOOLS_SECONDS forbids to build it';
  console.log(`building ${tool.name} into ${dirname(file)}, at most ${LIMIT_S} s`);
  mkdirSync(dirname(file), { recursive: true });
  const made = `${file}.${process.pid}`;
  const flags = ['-trimpath', '-mod=readonly', '-ldflags', tool.linkerFlags];
  const { status, error, signal } = spawnSync(go, ['build', ...flags, '-o', made, tool.package], {
    cwd: tool.module,
    env: { ...process.env, GOFLAGS: '', GOWORK: 'off', CGO_ENABLED: '0' },
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: LIMIT_S * 1000,
  });
  if (signal !== null || error) return `go build did not end within ${LIMIT_S} s`;
  if (status !== 0) return `go build ended with ${status}`;
  renameSync(made, file);
  return undefined;
}
