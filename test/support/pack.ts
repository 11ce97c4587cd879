import { join } from 'node:path';
import { root, succeed, userEnv } from './run.ts';

/** What `npm pack` made. */
export interface Packed {
  /** Path of the tarball. */
  readonly tarball: string;
  readonly files: readonly { readonly path: string; readonly size: number }[];
  readonly unpackedSize: number;
}

/** Packs the package, as built, into a folder. */
export async function pack(folder: string): Promise<Packed> {
  const stdout = await succeed('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], { cwd: root, env: userEnv() });
  const answer = JSON.parse(stdout) as (Packed & { filename: string })[] | Record<string, Packed & { filename: string }>;
  const [packed] = Object.values(answer);
  if (!packed) throw new Error(`npm pack answered ${stdout}`);
  return { tarball: join(folder, packed.filename), files: packed.files, unpackedSize: packed.unpackedSize };
}
