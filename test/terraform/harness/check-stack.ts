import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AssemblyContent } from '../../../lib/assembly/content.ts';
import { run } from '../../support/run.ts';
import { type Diagnostic, describeDiagnostic } from './diagnostics.ts';
import type { Machine } from './machine.ts';
import { mockProviders } from './mocks.ts';
import { standIns } from './stand-ins.ts';
import { terraformEnv } from './tools.ts';
import { type Workspace, writeWorkspace } from './workspace.ts';

/** What `validate` says of a stack. */
export interface Validated {
  /** Errors and warnings, `error: summary: detail`; empty for a good stack. */
  readonly problems: readonly string[];
  readonly differences: readonly string[];
}

/** What `test` says of a stack. */
export interface Tested {
  readonly passed: boolean;
  /** All that it printed. */
  readonly output: string;
  readonly differences: readonly string[];
}

/** What to assert of a stack. */
export interface Assertions {
  /** Conditions in HCL by what each one says; they make one run, of a plan. */
  readonly conditions?: Readonly<Record<string, string>>;
  /** A whole test file: HCL text (`.tftest.hcl`) or an object (`.tftest.json`). A text without `mock_provider` gets one. */
  readonly file?: string | object;
  /** Values of variables. @default - a stand-in of the right form for each variable without a default */
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** Copies the stack of a unit, runs `init` and `validate` with the real provider. @param unit `<env>/terraform.<stack>` */
export async function validateStack(machine: Machine, content: AssemblyContent, unit: string): Promise<Validated> {
  const workspace = await initialised(machine, content, unit);
  const { stdout } = await terraform(machine, workspace, ['validate', '-json']);
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: readonly Diagnostic[] };
  return { problems: diagnostics.map(describeDiagnostic), differences: workspace.differences };
}

/** Runs `terraform test` on the stack of a unit: the provider is a mock, its schema and checks are real. */
export async function testStack(machine: Machine, content: AssemblyContent, unit: string, assertions: Assertions): Promise<Tested> {
  const workspace = await initialised(machine, content, unit);
  const { conditions, file, variables } = assertions;
  const mocks = mockProviders(workspace.stack);
  if (typeof file === 'string')
    writeFileSync(join(workspace.folder, 'own.tftest.hcl'), /^\s*mock_provider\b/m.test(file) ? file : `${mocks}\n${file}`);
  else if (file) writeFileSync(join(workspace.folder, 'own.tftest.json'), JSON.stringify(file));
  if (conditions)
    writeFileSync(
      join(workspace.folder, 'conditions.tftest.hcl'),
      `${mocks}\nrun "plan" {\n  command = plan\n${assertBlocks(conditions)}}\n`,
    );
  const values = { ...standIns(workspace.stack), ...variables };
  if (Object.keys(values).length > 0) writeFileSync(join(workspace.folder, 'keelson.auto.tfvars.json'), JSON.stringify(values));
  const { code, stdout, stderr } = await terraform(machine, workspace, ['test', '-no-color']);
  return { passed: code === 0, output: `${stdout}${stderr}`, differences: workspace.differences };
}

function assertBlocks(conditions: Readonly<Record<string, string>>): string {
  return Object.entries(conditions)
    .map(([what, condition]) => `  assert {\n    condition     = ${condition}\n    error_message = ${JSON.stringify(what)}\n  }\n`)
    .join('');
}

/** A copy of a stack after `init`, with its differences told. */
async function initialised(machine: Machine, content: AssemblyContent, unit: string): Promise<Workspace> {
  const workspace = writeWorkspace(machine.folder(), content, unit, machine.providers);
  for (const difference of workspace.differences) machine.note(`${machine.tool.name} ${machine.tool.version}: ${difference}`);
  const { code, stdout, stderr } = await terraform(machine, workspace, ['init', '-backend=false', `-plugin-dir=${workspace.mirror}`]);
  if (code !== 0) throw new Error(`init of ${unit} failed\n${stdout}${stderr}`);
  return workspace;
}

function terraform({ tool }: Machine, workspace: Workspace, args: readonly string[]) {
  return run(tool.file, args, { cwd: workspace.folder, env: terraformEnv() });
}
