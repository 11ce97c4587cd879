import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { AssemblyContent } from '../assembly/content.ts';
import { stackFilePath, stackPath } from '../assembly/paths.ts';
import { environmentOf } from '../assembly/unit-key.ts';
import { compareText } from '../core/compare.ts';
import { CDKTF_VERSION } from './terraform/version.ts';

/**
 * Writes the output in the form of an upstream CLI when the program runs under one: `cdk8s synth` sets CDK8S_OUTDIR, `cdktf
 * synth` CDKTF_OUTDIR. Objects and resources are the same as in the assembly.
 * @returns whether there was one
 */
export function writeUpstream(content: AssemblyContent, environment: Readonly<Record<string, string | undefined>>): boolean {
  const { CDK8S_OUTDIR: charts, CDKTF_OUTDIR: stacks } = environment;
  if (charts) writeCharts(content, charts);
  if (stacks) writeStacks(content, stacks);
  return Boolean(charts ?? stacks);
}

/** One YAML file per Kubernetes unit. */
function writeCharts(content: AssemblyContent, directory: string): void {
  for (const [key, unit] of content.units) {
    if (unit.plane !== 'kubernetes') continue;
    const documents = unit.objects.map((entry) => content.files.get(entry.file) ?? '');
    write(
      join(directory, `${key.replaceAll('/', '.')}.k8s.yaml`),
      documents.map((text) => (text.startsWith('---') ? text : `---\n${text}`)).join(''),
    );
  }
}

/** One stack per Terraform unit, and the manifest that cdktf reads. */
function writeStacks(content: AssemblyContent, directory: string): void {
  const stacks: Record<string, unknown> = {};
  const units = [...content.units].filter(([, unit]) => unit.plane === 'terraform').sort(([a], [b]) => compareText(a, b));
  const nameOf = (key: string): string => key.replace('/terraform.', '-');
  for (const [key, unit] of units) {
    if (unit.plane !== 'terraform') continue;
    const name = nameOf(key);
    const folder = stackPath(environmentOf(key), unit.stack);
    const stackFile = stackFilePath(environmentOf(key), unit.stack);
    const path = `stacks/${name}/cdk.tf.json`;
    write(join(directory, path), withMetadata(content.files.get(stackFile) ?? '{}', name));
    for (const { file } of unit.files) {
      // cdktf keeps a lock of its own.
      if (file === stackFile || file.endsWith('/.terraform.lock.hcl')) continue;
      write(join(directory, 'stacks', name, file.slice(folder.length + 1)), content.files.get(file) ?? '');
    }
    const dependencies = unit.dependsOn.filter((edge) => edge.unit.includes('/terraform.')).map((edge) => nameOf(edge.unit));
    stacks[name] = {
      name,
      constructPath: name,
      synthesizedStackPath: path,
      workingDirectory: `stacks/${name}`,
      annotations: [],
      dependencies,
    };
  }
  write(join(directory, 'manifest.json'), `${JSON.stringify({ version: CDKTF_VERSION, stacks }, undefined, 2)}\n`);
}

/** What cdktf's own commands look for in a stack, beside its resources. */
function withMetadata(text: string, name: string): string {
  const stack = JSON.parse(text) as { terraform?: { backend?: Record<string, unknown> } };
  const [backend = 'local'] = Object.keys(stack.terraform?.backend ?? {});
  return `${JSON.stringify({ '//': { metadata: { backend, stackName: name, version: CDKTF_VERSION }, outputs: {} }, ...stack }, undefined, 2)}\n`;
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
