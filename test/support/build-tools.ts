import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Progress } from '../../lib/sandbox/binaries/go-build.ts';
import { onPath } from '../terraform/harness/tools.ts';
import { type BuiltTool, builtFile, HELM, TOFU } from './built-tool.ts';

/*
 * npm run tools: builds helm, OpenTofu and the programs of the sandbox from their pinned modules into the user's cache, once, where Go is and they are not on
 * PATH. Cold it takes 1.5 and 5 minutes on 2 cores. Without them the tests that need one say so and skip; KEELSON_TOOLS_SECONDS
 * bounds each.
 */
const LIMIT_S = Number(process.env.KEELSON_TOOLS_SECONDS ?? 600);

for (const tool of [HELM, TOFU]) {
  const problem = build(tool);
  if (problem !== undefined) console.warn(`\nNOT TESTED WITH ${tool.name.toUpperCase()}: ${problem}\n`);
}

const noSandbox = await buildSandbox();
if (noSandbox !== undefined) console.warn(`\nNOT TESTED WITH A REAL API SERVER: ${noSandbox}\n`);

/** The programs of the sandbox, as a user's sandbox gets them: cold 9 minutes on 2 cores. Gives why they are not there afterwards. */
async function buildSandbox(): Promise<string | undefined> {
  // As it is built: it finds its modules beside itself.
  const file = new URL('../../dist/sandbox/binaries/find-binary.js', import.meta.url).href;
  const { findBinaries } = (await import(file)) as typeof import('../../lib/sandbox/binaries/find-binary.ts');
  const names = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kwok'] as const;
  const notify = ({ tool, version, state, estimateSeconds }: Progress): void =>
    console.log(`${state} ${tool} ${version}${state === 'building' ? `, about ${estimateSeconds} s` : ''}`);
  try {
    await findBinaries(names, { build: LIMIT_S > 0, notify, signal: AbortSignal.timeout(Math.max(LIMIT_S, 1) * 2000) });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
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
