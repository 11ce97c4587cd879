import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What this installation of Keelson says of itself. */
export interface OwnPackage {
  /** Folder of Keelson's package.json. */
  readonly folder: string;
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  /** Exact versions that Keelson is tested with. */
  readonly devDependencies: Readonly<Record<string, string>>;
}

let own: OwnPackage | undefined;

/** Keelson's own package.json, found from this module upwards: the module may be bundled into another folder of dist. */
export function ownPackage(): OwnPackage {
  for (let folder = dirname(fileURLToPath(import.meta.url)); !own; folder = dirname(folder)) {
    const text = tryRead(join(folder, 'package.json'));
    const parsed = text === undefined ? undefined : (JSON.parse(text) as Partial<OwnPackage> & { name?: string });
    if (parsed?.name === 'keelson') {
      own = { version: '0.0.0', dependencies: {}, peerDependencies: {}, devDependencies: {}, ...parsed, folder };
    }
  }
  return own;
}

function tryRead(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
