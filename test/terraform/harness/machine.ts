import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'vitest';
import { findProviders, type ProviderBinary } from './providers.ts';
import { findTool, onPath, type Tool, type ToolName } from './tools.ts';

/** What this machine has to test stacks with. */
export interface Machine {
  readonly tool: Tool;
  readonly providers: readonly ProviderBinary[];
  /** Tells a line at the end of the test run: what differed, what was left out. */
  note(line: string): void;
  /** A new folder, removed when the test ends. */
  folder(): string;
  /** Calls something when the test ends; of the test itself, since several may run at a time. */
  atEnd(clean: () => void | Promise<void>): void;
}

/** A machine with a fake of AWS. */
export interface MotoMachine extends Machine {
  /** The program. */
  readonly moto: string;
}

let providers: readonly ProviderBinary[] | undefined;

/** Terraform or OpenTofu with the AWS provider. Skips the test, and says so at the end of the run, when the machine has none. */
export function machineFor(context: TestContext, name: ToolName = 'terraform'): Machine {
  const tool = findTool(name);
  if (!tool) return context.skip(name === 'tofu' ? 'no tofu on PATH, and npm run tools built none' : `no ${name} on PATH`);
  providers ??= findProviders();
  if (!providers.some((provider) => provider.name === 'hashicorp/aws'))
    return context.skip("no AWS provider on this machine: give terraform's filesystem mirror one, or put a mirror under /opt");
  const folder = (): string => {
    const made = mkdtempSync(join(tmpdir(), 'keelson-'));
    context.onTestFinished(() => rmSync(made, { recursive: true, force: true }));
    return made;
  };
  return {
    tool,
    providers,
    note: (line) => void context.annotate(line),
    folder,
    atEnd: (clean) => context.onTestFinished(clean),
  };
}

/** The same with a fake of AWS: `moto_server` on PATH. */
export function machineWithMoto(context: TestContext, name: ToolName = 'terraform'): MotoMachine {
  const machine = machineFor(context, name);
  const moto = onPath('moto_server');
  if (moto === undefined) return context.skip('no moto_server on PATH (pip install "moto[server]")');
  return { ...machine, moto };
}
