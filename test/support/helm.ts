import { existsSync } from 'node:fs';
import type { TestContext } from 'vitest';
import { findHelm } from '../../lib/synth/charts/helm.ts';
import { builtFile, HELM } from './built-tool.ts';

/**
 * The helm program: KEELSON_HELM, else helm of PATH, else as `npm run tools` built it; KEELSON_HELM is set to it. Skips the test, and
 * says so at the end of the run, when the machine has none.
 */
export function helmFor(context: TestContext): string {
  const built = builtFile(HELM);
  const helm = findHelm() ?? (existsSync(built) ? built : undefined);
  if (helm === undefined) return context.skip('no helm in KEELSON_HELM or on PATH, and npm run tools built none');
  process.env.KEELSON_HELM = helm;
  return helm;
}
