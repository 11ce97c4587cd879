import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { AssemblyContent } from '../../../lib/assembly/content.ts';
import { run } from '../../support/run.ts';
import { validateStack } from './check-stack.ts';
import { type Diagnostic, describeDiagnostic } from './diagnostics.ts';
import type { Json } from './differences.ts';
import type { Machine } from './machine.ts';
import { type ProviderBinary, writeMirror } from './providers.ts';
import { terraformEnv } from './tools.ts';
import { type Workspace, writeWorkspace } from './workspace.ts';

/** A stack to check. */
export interface NamedStack {
  /** What problems of it are told with. */
  readonly name: string;
  readonly content: AssemblyContent;
  /** `<env>/terraform.<stack>` */
  readonly unit: string;
}

/** What `validate` says of several stacks. */
export interface ValidatedStacks {
  /** `<name>: error: summary: detail`; empty when all stacks are good. */
  readonly problems: readonly string[];
  readonly differences: readonly string[];
}

/**
 * Checks many stacks with one `init` and one `validate`, which reads the provider's schema once: each is a module of one
 * configuration, without its backend, which only a root may have, and with variables of the same types for its own. A stack
 * with `import` blocks, which only a root may have too, is checked by itself.
 */
export async function validateStacks(machine: Machine, stacks: readonly NamedStack[]): Promise<ValidatedStacks> {
  const folder = machine.folder();
  const root: { module: Json; variable: Json } = { module: {}, variable: {} };
  const providers = new Map<string, ProviderBinary>();
  const differences = new Set<string>();
  const names = new Map<string, string>();
  const problems: string[] = [];
  for (const [index, { name, content, unit }] of stacks.entries()) {
    const id = `stack_${index}`;
    mkdirSync(join(folder, id));
    const workspace = writeWorkspace(join(folder, id), content, unit, machine.providers);
    if ('import' in workspace.stack) {
      problems.push(...(await validateStack(machine, content, unit)).problems.map((problem) => `${name}: ${problem}`));
      continue;
    }
    addModule(root, id, workspace);
    names.set(id, name);
    for (const provider of workspace.providers) providers.set(`${provider.name} ${provider.version}`, provider);
    for (const difference of workspace.differences) differences.add(difference);
  }
  for (const difference of differences) machine.note(`${machine.tool.name} ${machine.tool.version}: ${difference}`);
  writeFileSync(
    join(folder, 'main.tf.json'),
    JSON.stringify(Object.fromEntries(Object.entries(root).filter(([, blocks]) => Object.keys(blocks).length > 0))),
  );
  writeMirror(join(folder, 'mirror'), [...providers.values()]);
  const terraform = (...args: string[]) => run(machine.tool.file, args, { cwd: folder, env: terraformEnv() });
  const { code, stdout, stderr } = await terraform('init', '-no-color', '-backend=false', `-plugin-dir=${join(folder, 'mirror')}`);
  if (code !== 0) throw new Error(`init failed\n${stdout}${stderr}`);
  const { diagnostics } = JSON.parse((await terraform('validate', '-json')).stdout) as { diagnostics: readonly Diagnostic[] };
  const found = diagnostics.map((diagnostic) => {
    const [id = ''] = (diagnostic.range?.filename ?? '').split('/');
    return `${names.get(id) ?? 'all'}: ${describeDiagnostic(diagnostic)}`;
  });
  return { problems: [...problems, ...found], differences: [...differences] };
}

/** Makes the copy of a stack a module, and calls it. */
function addModule(root: { module: Json; variable: Json }, id: string, { folder, stack }: Workspace): void {
  const { backend: _backend, ...terraform } = stack['terraform'] as Json;
  writeFileSync(join(folder, 'cdk.tf.json'), JSON.stringify({ ...stack, terraform }, undefined, 2));
  const variables = Object.entries((stack['variable'] ?? {}) as Record<string, Json>);
  for (const [name, { type }] of variables) root.variable[`${id}_${name}`] = { type };
  root.module[id] = {
    source: `./${relative(join(folder, '..', '..'), folder)}`,
    ...Object.fromEntries(variables.map(([name]) => [name, `\${var.${id}_${name}}`])),
  };
}
