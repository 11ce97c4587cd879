import { createRequire } from 'node:module';
import { KeelsonError } from '../core/errors.ts';

/** Versions of the libraries that the adapters are written for; package.json#peerDependencies says the same. */
export const SUPPORTED = { constructs: '~10.7.2', cdk8s: '~2.70.0', cdktf: '~0.21.0' } as const;

/**
 * Tries at start-up what an adapter reaches into: a library that does otherwise would give wrong output. Throws KS0015.
 * @param test gives what was tried, with whether it does what it should; what it throws counts as lacking
 */
export function checkLibrary(library: keyof typeof SUPPORTED, test: () => Readonly<Record<string, boolean>>): void {
  let lacking: readonly string[];
  let cause: unknown;
  try {
    lacking = Object.entries(test()).flatMap(([part, works]) => (works ? [] : [part]));
  } catch (error) {
    cause = error;
    lacking = [(error instanceof Error ? error.message : String(error)).split('\n')[0]?.replace(/\.$/, '') ?? ''];
  }
  if (lacking.length === 0) return;
  const wanted = SUPPORTED[library];
  throw new KeelsonError('KS0015', {
    message: `${library} ${installedVersion(library)} does not do what Keelson needs of ${library} ${wanted}: ${lacking.join(', ')}`,
    fix: `npm install ${library}@${wanted}`,
    cause,
  });
}

/** The version that is installed beside Keelson; looked up only to be told. */
function installedVersion(library: string): string {
  try {
    return (createRequire(import.meta.url)(`${library}/package.json`) as { version: string }).version;
  } catch {
    return '(unknown version)';
  }
}
