import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AssemblyContent } from '../../../lib/assembly/content.ts';
import { run, temporaryFolder } from '../../support/run.ts';
import type { Machine } from './machine.ts';
import { type ProviderBinary, writeMirror } from './providers.ts';
import { standIns } from './stand-ins.ts';
import { terraformEnv } from './tools.ts';
import { writeWorkspace } from './workspace.ts';

/** What a root with modules that have backends of their own is told, and a stack alone is not. */
const OF_THE_FRAME = ['Backend configuration ignored'];

/**
 * Runs one `init` and one `validate` with the real provider on many stacks: each is a module of one root, so that the provider
 * starts once, and not once per stack.
 * @param units `<env>/terraform.<stack>`
 * @returns errors and warnings by unit, `error: summary: detail`
 */
export async function validateStacks(machine: Machine, content: AssemblyContent, units: readonly string[]): Promise<Map<string, string[]>> {
  const folder = temporaryFolder();
  const providers = new Map<string, ProviderBinary>();
  const modules = new Map<string, string>();
  const root: Record<string, object> = {};
  for (const unit of units) {
    const workspace = writeWorkspace(join(folder, 'made', unit.replace('/', '.')), content, unit, machine.providers);
    for (const difference of workspace.differences) machine.note(`${machine.tool.name} ${machine.tool.version}: ${difference}`);
    const name = unit.replaceAll(/[^A-Za-z0-9_-]/g, '_');
    modules.set(name, unit);
    renameSync(workspace.folder, join(folder, name));
    for (const provider of workspace.providers) providers.set(`${provider.name} ${provider.version}`, provider);
    root[name] = { source: `./${name}`, ...standIns(workspace.stack) };
  }
  const mirror = join(folder, 'mirror');
  mkdirSync(mirror);
  writeMirror(mirror, [...providers.values()]);
  writeFileSync(join(folder, 'main.tf.json'), JSON.stringify({ module: root }));
  const terraform = (args: readonly string[]) => run(machine.tool.file, args, { cwd: folder, env: terraformEnv() });
  const { code, stdout, stderr } = await terraform(['init', '-backend=false', `-plugin-dir=${mirror}`]);
  if (code !== 0) throw new Error(`init of ${units.join(', ')} failed\n${stdout}${stderr}`);
  const { diagnostics } = JSON.parse((await terraform(['validate', '-json'])).stdout) as {
    diagnostics: readonly { severity: string; summary: string; detail?: string; address?: string; range?: { filename: string } }[];
  };
  const problems = new Map<string, string[]>(units.map((unit) => [unit, []]));
  for (const { severity, summary, detail, address, range } of diagnostics) {
    if (OF_THE_FRAME.includes(summary)) continue;
    const unit = modules.get(range?.filename.split('/')[0] ?? '') ?? 'root';
    const text = [`${severity}${address === undefined ? '' : ` ${address}`}`, summary, detail].filter(Boolean).join(': ');
    problems.set(unit, [...(problems.get(unit) ?? []), text]);
  }
  return problems;
}
