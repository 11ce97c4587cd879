import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The repository's root, absolute, without a slash at its end. */
export const root = repository(import.meta.dirname);

/** A bench is bundled into one file, so the depth of this one says nothing. */
function repository(folder: string): string {
  return existsSync(join(folder, '.scripts')) && existsSync(join(folder, 'lib')) ? folder : repository(dirname(folder));
}
