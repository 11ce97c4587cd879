import { z } from 'zod';

/** Name of the file beside the program. */
export const CHARTS_LOCK = 'charts.lock';

/** Folder of the archives beside the program. */
export const CHARTS_FOLDER = 'charts';

/** The form of `charts.lock`: each chart by `<name>-<version>`, which is also the name of its archive. */
export const chartsLockSchema = z.strictObject({
  version: z.literal(1),
  charts: z.record(
    z.string(),
    z.strictObject({
      name: z.string().min(1),
      repository: z.string().regex(/^(https?|oci):\/\/\S+$/, 'must be an http://, https:// or oci:// address'),
      version: z.string().min(1),
      /** Of the archive. */
      digest: z.string().regex(/^sha256:[0-9a-f]{64}$/, 'must be sha256: and 64 hexadecimal digits'),
    }),
  ),
});

/** The content of `charts.lock`. */
export type ChartsLock = z.output<typeof chartsLockSchema>;

/** One chart of `charts.lock`. */
export type LockedChart = ChartsLock['charts'][string];

/** Key of a chart in the lock. */
export function chartKey(chart: { readonly name: string; readonly version: string }): string {
  return `${chart.name}-${chart.version}`;
}

/** Path of a chart's archive, relative to the program. */
export function archivePath(chart: { readonly name: string; readonly version: string }): string {
  return `${CHARTS_FOLDER}/${chartKey(chart)}.tgz`;
}

/** Two ways of writing one repository are the same. */
export function sameRepository(a: string, b: string): boolean {
  return a.replace(/\/+$/, '') === b.replace(/\/+$/, '');
}

/** The lock of a parsed JSON document, or what is wrong with it. */
export function parseChartsLock(json: unknown): ChartsLock | { readonly problem: string } {
  const parsed = chartsLockSchema.safeParse(json);
  if (parsed.success) {
    const wrong = Object.entries(parsed.data.charts).find(([key, chart]) => key !== chartKey(chart));
    return wrong ? { problem: `charts.${wrong[0]} is the entry of ${chartKey(wrong[1])}` } : parsed.data;
  }
  const [issue] = parsed.error.issues;
  return { problem: `${issue?.path.join('.') || 'it'} ${issue?.message.replace('Invalid input: expected', 'must be')}` };
}
