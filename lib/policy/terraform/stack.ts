import type { AssemblyContent } from '../../assembly/content.ts';
import { stackFilePath } from '../../assembly/paths.ts';
import { parseJson } from '../../core/strict-json.ts';
import type { TerraformUnit } from '../units.ts';

export type Json = Readonly<Record<string, unknown>>;

/** The JSON of a stack. */
export interface Stack {
  /** Path of `cdk.tf.json`, relative to the assembly's root. */
  readonly file: string;
  /** Empty when the file is missing or no object; `problem` says so. */
  readonly stack: Json;
  readonly problem?: string;
}

/** A resource or data source, or a module. */
export interface Block {
  /** `aws_s3_bucket.pictures`, `data.aws_caller_identity.current`, `module.vpc`. */
  readonly address: string;
  readonly type: string;
  readonly body: Json;
}

/** Reads the stack of a unit. */
export function parseStack(assembly: AssemblyContent, unit: TerraformUnit): Stack {
  const file = stackFilePath(unit.environment, unit.content.stack);
  const text = assembly.files.get(file);
  if (text === undefined) return { file, stack: {}, problem: `${file} is missing` };
  try {
    const value = parseJson(text);
    return isJson(value) ? { file, stack: value } : { file, stack: {}, problem: 'the file is no JSON object' };
  } catch (error) {
    return { file, stack: {}, problem: `the file is no JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** The resources, data sources and modules of a stack. */
export function blocksOf(stack: Json): readonly Block[] {
  const typed = (block: string, prefix: string): Block[] =>
    Object.entries(objectAt(stack, block)).flatMap(([type, bodies]) =>
      Object.entries(isJson(bodies) ? bodies : {}).map(([name, body]) => ({
        address: `${prefix}${type}.${name}`,
        type,
        body: isJson(body) ? body : {},
      })),
    );
  const modules = Object.entries(objectAt(stack, 'module')).map(([name, body]) => ({
    address: `module.${name}`,
    type: 'module',
    body: isJson(body) ? body : {},
  }));
  return [...typed('resource', ''), ...typed('data', 'data.'), ...typed('ephemeral', 'ephemeral.'), ...modules];
}

/** The object at a key, or an empty one. */
export function objectAt(parent: Json, key: string): Json {
  const value = parent[key];
  return isJson(value) ? value : {};
}

/** A block that may be written once or as a list. */
export function listAt(parent: Json, key: string): readonly Json[] {
  const value = parent[key];
  return (Array.isArray(value) ? value : [value]).filter(isJson);
}

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
