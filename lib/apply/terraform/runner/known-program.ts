import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findTerraform, type TerraformProgram, whereIsTerraform } from './find-program.ts';

/** What a program says that it is. */
type Tool = Pick<TerraformProgram, 'name' | 'version'>;
/** What a program was when it was asked last, by its path. */
type Known = Readonly<Record<string, { readonly changed: number; readonly size: number; readonly tool: Tool }>>;

/**
 * What the program is that would run units, as {@link findTerraform} finds it. What a file answered before stands for it as long as the file
 * does not change, so that a run without work starts no process. Throws KS8052.
 * @param home folder of the applier on this machine
 */
export async function knownTerraform(home: string, wanted?: string, environment: NodeJS.ProcessEnv = process.env): Promise<Tool> {
  const file = whereIsTerraform(wanted, environment);
  const { mtimeMs: changed, size } = statSync(file);
  const before = readKnown(memoryOf(home))[file];
  if (before?.changed === changed && before.size === size) return before.tool;
  const { name, version } = await findTerraform(file, environment);
  rememberTerraform(home, { name, version, file });
  return { name, version };
}

/** Keeps what a program said that it is. */
export function rememberTerraform(home: string, { file, name, version }: TerraformProgram): void {
  const { mtimeMs: changed, size } = statSync(file);
  const memory = memoryOf(home);
  remember(memory, { ...readKnown(memory), [file]: { changed, size, tool: { name, version } } });
}

function memoryOf(home: string): string {
  return join(home, 'programs.json');
}

function readKnown(file: string): Known {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Known;
  } catch {
    return {};
  }
}

/** It saves a question: where it can not be written, the question is asked again. */
function remember(file: string, known: Known): void {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(`${file}.${process.pid}`, JSON.stringify(known), { mode: 0o600 });
    renameSync(`${file}.${process.pid}`, file);
  } catch {
    // a folder that can not be written
  }
}
