import type { AssemblyContent } from '../../assembly/content.ts';

/** What an environment holds, counted. */
export interface EnvironmentSummary {
  readonly environment: string;
  readonly units: number;
  /** Kubernetes objects. */
  readonly objects: number;
  /** Terraform resources and data sources. */
  readonly resources: number;
}

/** One line per environment of an assembly, in its order. */
export function summarize(content: AssemblyContent): EnvironmentSummary[] {
  return Object.entries(content.manifest.environments).map(([environment, { units }]) => {
    const files = Object.keys(units).flatMap((id) => content.units.get(`${environment}/${id}`) ?? []);
    return {
      environment,
      units: files.length,
      objects: files.reduce((sum, unit) => sum + (unit.plane === 'kubernetes' ? unit.objects.length : 0), 0),
      resources: files.reduce((sum, unit) => sum + (unit.plane === 'terraform' ? unit.resources.length : 0), 0),
    };
  });
}
