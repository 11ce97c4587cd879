import { appendFileSync, chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { applySetId } from '../../../lib/assembly/apply-set.ts';
import type { AssemblyContent } from '../../../lib/assembly/content.ts';
import { assembly, type TestObject, type TestUnit } from '../../support/assembly.ts';
import type { Tool } from '../../terraform/harness/tools.ts';

/** A Terraform unit of built-in resources, each with one output of its name. */
export function stack(name: string, values: Readonly<Record<string, unknown>>, more: Readonly<Record<string, unknown>> = {}): TestUnit {
  return {
    stack: {
      terraform: { backend: { local: { path: `${name}.tfstate` } } },
      resource: { terraform_data: Object.fromEntries(Object.entries(values).map(([id, input]) => [id, { input }])) },
      output: Object.fromEntries(Object.keys(values).map((id) => [id, { value: `\${terraform_data.${id}.output}` }])),
      ...more,
    },
    outputs: Object.fromEntries(Object.keys(values).map((id) => [id, { type: 'any' as const }])),
  };
}

/** A Kubernetes unit of `dev/main`, with the label of its ApplySet on each object. */
export function objects(platform: string, unit: string, manifests: readonly TestObject[]): TestObject[] {
  const label = { 'applyset.kubernetes.io/part-of': applySetId(`${platform}/dev/main/${unit}`) };
  return manifests.map(({ manifest, ...rest }) => ({
    ...rest,
    manifest: { ...manifest, metadata: { ...manifest.metadata, labels: { ...manifest.metadata.labels, ...label } } },
  }));
}

/** A repository with an output of both planes, a policy for built-in resources, and a Terraform whose every call is noted. */
export class Planes {
  readonly folder: string;
  readonly platform: string;
  readonly #calls: string;

  constructor(folder: string, platform: string, tool: Tool) {
    this.folder = folder;
    this.platform = platform;
    this.#calls = join(folder, 'calls');
    mkdirSync(join(folder, 'states'), { recursive: true });
    writeFileSync(join(folder, 'main.ts'), '');
    const program = [
      '#!/bin/sh',
      `echo "$(basename "$PWD") $*" >> ${this.#calls}`,
      // Of calls at the same time each may count the other.
      `if [ -f ${this.#calls}-kill ] && [ "$(wc -l < ${this.#calls})" -ge "$(cat ${this.#calls}-kill)" ]; then kill -9 $PPID; fi`,
      `exec ${tool.file} "$@"`,
    ];
    writeFileSync(this.program, `${program.join('\n')}\n`);
    chmodSync(this.program, 0o755);
    const terraform = { providers: [], backends: ['local'], localStates: join(folder, 'states') };
    writeFileSync(this.policy, JSON.stringify({ version: 1, units: [{ match: '*', terraform }] }));
  }

  get directory(): string {
    return join(this.folder, 'deploy');
  }

  get policy(): string {
    return join(this.folder, 'policy.yaml');
  }

  /** Where releases are kept. */
  get releases(): string {
    return join(this.folder, 'releases');
  }

  get program(): string {
    return join(this.folder, 'terraform');
  }

  /** Writes the output anew. */
  write(units: Readonly<Record<string, TestUnit>>): AssemblyContent {
    const content = assembly(units, {}, this.platform);
    rmSync(this.directory, { recursive: true, force: true });
    for (const [path, text] of content.files) {
      const file = join(this.directory, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    return content;
  }

  /** Calls of Terraform since this was asked last, without the folder. */
  calls(): string[] {
    const text = existsSync(this.#calls) ? readFileSync(this.#calls, 'utf8') : '';
    writeFileSync(this.#calls, '');
    return text.split('\n').filter((line) => line !== '');
  }

  /** The applier is killed when Terraform is called for the n-th time, counted from 1. */
  killAt(call: number | undefined): void {
    rmSync(`${this.#calls}-kill`, { force: true });
    writeFileSync(this.#calls, '');
    if (call !== undefined) appendFileSync(`${this.#calls}-kill`, String(call));
  }

  /** The state of a stack of dev: outputs by name, and how many resources it has. */
  state(
    stackName: string,
  ): { readonly serial: number; readonly outputs: Readonly<Record<string, unknown>>; readonly resources: number } | undefined {
    const file = join(this.folder, 'states', this.platform, 'dev', `${stackName}.tfstate`);
    if (!existsSync(file)) return undefined;
    const { serial, outputs, resources } = JSON.parse(readFileSync(file, 'utf8')) as {
      serial: number;
      outputs: Record<string, { value: unknown }>;
      resources: unknown[];
    };
    return {
      serial,
      outputs: Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value])),
      resources: resources.length,
    };
  }
}
