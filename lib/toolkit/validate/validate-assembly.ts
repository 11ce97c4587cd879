import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { AssemblyContent } from '../../assembly/content.ts';
import { listOutput } from '../../assembly/output-directory.ts';
import { directorySource, readAssembly } from '../../assembly/reader.ts';
import { KeelsonError } from '../../core/errors.ts';
import type { MessageCode } from '../../core/messages/index.ts';
import { messages } from '../../core/messages/index.ts';
import { loadKubernetesSchemas } from '../../facts/kubernetes/openapi/load.ts';
import { compareFindings, type Finding } from '../../policy/finding.ts';
import { readDefinitions } from './definitions.ts';
import { type ValidationResult, validateContent } from './validate-content.ts';

/** What to validate, and with what. */
export interface ValidateOptions {
  /** The assembly, such as `deploy`. */
  readonly directory: string;
  /** The program's folder, whose `crds` and package.json are read. @default - the folder that the assembly is in */
  readonly root?: string;
  /** More files, folders and patterns of custom resource definitions, relative to the root. @default - none */
  readonly crds?: readonly string[];
}

/** What a reader refuses because the files do not agree; a finding here, so that it stands in the same report. */
const DAMAGE: ReadonlySet<MessageCode> = new Set(['KS3006', 'KS3007', 'KS3008', 'KS3010']);

/**
 * Checks an assembly offline and strictly: its files, objects, references and Terraform stacks. What is wrong is in the
 * result; throws only when there is no assembly to check (KS3007), it is too new (KS3005) or too large (KS3009), and when the
 * definitions of a person can't be read (KS5013).
 */
export async function validateAssembly(options: ValidateOptions): Promise<ValidationResult> {
  const directory = resolve(options.directory);
  const root = resolve(options.root ?? dirname(directory));
  const definitions = readDefinitions({ root, ...(options.crds && { crds: options.crds }) });
  let assembly: AssemblyContent;
  try {
    assembly = readAssembly(directorySource(directory));
  } catch (error) {
    if (!KeelsonError.is(error) || !DAMAGE.has(error.code) || !existsSync(join(directory, 'keelson.json'))) throw error;
    return damaged(error);
  }
  const { findings, checked } = validateContent(assembly, definitions);
  return { findings: [...findings, ...strays(directory, assembly)].sort(compareFindings), checked };
}

/** Files of the output that no unit lists; the reader does not look at them, and a person may take them for part of it. */
function strays(directory: string, assembly: AssemblyContent): readonly Finding[] {
  return [...listOutput(directory)]
    .filter((file) => !assembly.files.has(file))
    .map((file) => ({ code: 'KS5020', severity: 'error', file, message: `${file} belongs to no unit`, fix: messages.KS5020.fix }));
}

/** A file that can't be trusted ends the reading, so nothing else was checked. */
function damaged({ code, details }: KeelsonError): ValidationResult {
  const { message, object, source } = details;
  const file = source?.file ?? object;
  const finding: Finding = {
    code,
    severity: 'error',
    ...(file !== undefined && { file }),
    message,
    fix: details.fix ?? messages[code].fix,
  };
  const { kubernetesVersion } = loadKubernetesSchemas();
  return { findings: [finding], checked: { units: 0, objects: 0, resources: 0, files: 0, withoutSchema: 0, kubernetesVersion } };
}
