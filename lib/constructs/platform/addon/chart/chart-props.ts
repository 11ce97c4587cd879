import { z } from 'zod';
import type { Shape } from '../../schemas.ts';
import { type ChartAddress, chartAddress, releaseName } from '../release-props.ts';
import type { ChartHooks } from './hooks.ts';

/**
 * A chart that is rendered at synth: one that `keelson lock` fetched to `charts/<name>-<version>.tgz` and pinned in `charts.lock`,
 * or a folder of the program's own.
 */
export interface ChartSource extends Partial<ChartAddress> {
  /** Folder of a chart of the program's own, relative to the program's folder, in place of repository, name and version. @default - none */
  readonly path?: string;
  /** Name of the release, at most 53 characters. @default - the construct id */
  readonly releaseName?: string;
  /** More API versions that its templates may ask for, `group/version` or `group/version/Kind`. @default - those of Kubernetes */
  readonly apiVersions?: readonly string[];
  /**
   * What becomes of hooks of install and upgrade: ordinary objects, or left out. Those of tests, deletes and rollbacks are left
   * out. @default - a chart that has some is an error
   */
  readonly hooks?: ChartHooks;
  /** Objects of its output that are left out, as `Kind/name`. @default - none */
  readonly omit?: readonly string[];
}

/** Checks {@link ChartSource}. */
export const chartSchema = () =>
  z
    .strictObject({
      repository: chartAddress().repository.optional(),
      name: chartAddress().name.optional(),
      version: chartAddress().version.optional(),
      path: z.string().min(1).optional(),
      releaseName: releaseName().optional(),
      apiVersions: z
        .array(z.string().regex(/^[a-z0-9.-]+(\/[A-Za-z0-9]+){0,2}$/, 'must be group/version or group/version/Kind'))
        .optional(),
      hooks: z.enum(['apply', 'drop']).optional(),
      omit: z.array(z.string().regex(/^[A-Z][A-Za-z0-9]*\/[^/ ]+$/, 'must be Kind/name, such as ConfigMap/settings')).optional(),
    } satisfies Shape<ChartSource>)
    .superRefine((chart, context) => {
      const address = (['repository', 'name', 'version'] as const).filter((key) => chart[key] !== undefined);
      if (chart.path === undefined && address.length < 3)
        context.addIssue({ code: 'custom', message: 'an object with repository, name and version, or with path' });
      if (chart.path !== undefined && address.length > 0)
        context.addIssue({ code: 'custom', path: ['path'], message: `absent when ${address.join(' and ')} is given` });
    });
