import { lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { KeelsonError } from '../core/errors.ts';

/** Where an assembly is read from: a directory, or a revision of git. Paths are relative, with `/`. */
export interface AssemblySource {
  /** Shown in messages. */
  readonly name: string;
  list(): readonly string[];
  /** Bytes of a file, known before it is read. */
  size(path: string): number;
  read(path: string): Uint8Array;
}

/** An assembly in a directory. Throws KS3008 for a symbolic link or device anywhere inside, KS3007 when there is no directory. */
export function directorySource(directory: string): AssemblySource {
  return {
    name: directory,
    list() {
      const files: string[] = [];
      const visit = (folder: string, prefix: string): void => {
        for (const entry of readdirSync(folder, { withFileTypes: true })) {
          const path = `${prefix}${entry.name}`;
          if (entry.isSymbolicLink())
            throw new KeelsonError('KS3008', { object: join(folder, entry.name), message: `${path} is a symbolic link` });
          if (entry.isDirectory()) {
            if (entry.name !== '.terraform') visit(join(folder, entry.name), `${path}/`);
          } else if (entry.isFile()) files.push(path);
          else throw new KeelsonError('KS3008', { object: join(folder, entry.name), message: `${path} is no file` });
        }
      };
      const found = lstatSync(directory, { throwIfNoEntry: false });
      if (found?.isSymbolicLink()) throw new KeelsonError('KS3008', { object: directory, message: 'it is a symbolic link' });
      if (!found?.isDirectory())
        throw new KeelsonError('KS3007', { object: directory, message: 'there is no such directory', fix: 'run synth first' });
      visit(directory, '');
      return files.sort();
    },
    size: (path) => statSync(join(directory, path)).size,
    read: (path) => readFileSync(join(directory, path)),
  };
}
