import type { AssemblyContent } from '../../toolkit/index.ts';

/** An environment of an assembly in a few words: `4 units, 23 objects, 2 resources`. */
export interface EnvironmentSummary {
  readonly environment: string;
  readonly text: string;
}

/** One line per environment, in the order of the assembly. */
export function summarize(content: AssemblyContent): EnvironmentSummary[] {
  return Object.entries(content.manifest.environments).map(([environment, { units }]) => {
    const files = Object.keys(units).flatMap((id) => content.units.get(`${environment}/${id}`) ?? []);
    const objects = files.reduce((sum, unit) => sum + (unit.plane === 'kubernetes' ? unit.objects.length : 0), 0);
    const resources = files.reduce((sum, unit) => sum + (unit.plane === 'terraform' ? unit.resources.length : 0), 0);
    const text = [count(files.length, 'unit'), count(objects, 'object'), ...(resources > 0 ? [count(resources, 'resource')] : [])];
    return { environment, text: text.join(', ') };
  });
}

/** `1 file`, `2 files`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
