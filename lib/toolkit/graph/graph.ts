import type { AssemblyContent } from '../../assembly/content.ts';
import type { UnitFile } from '../../assembly/schema.ts';
import { compareText } from '../../core/compare.ts';

/** What to draw. */
export interface GraphOptions {
  /** Only this environment, and what it uses of others. @default - all */
  readonly environment?: string;
}

/**
 * The units of an assembly as a Mermaid flowchart, as GitHub renders it: an environment is a box, an arrow leads from a unit to
 * what it needs first, and is labelled with the outputs that it is bound to.
 */
export function drawGraph(content: AssemblyContent, options: GraphOptions = {}): string {
  const lines = ['flowchart LR'];
  const keys = [...content.units.keys()].sort(compareText);
  const shown = keys.filter(
    (key) => options.environment === undefined || key.startsWith(`${options.environment}/`) || isUsed(content, key, options.environment),
  );
  const ids = new Map(shown.map((key, index) => [key, `u${index}`]));
  for (const environment of [...new Set(shown.map(environmentOf))]) {
    lines.push(`  subgraph env_${environment.replaceAll('-', '_')}["${label(environment)}"]`);
    for (const key of shown)
      if (environmentOf(key) === environment) lines.push(`    ${ids.get(key)}${shape(key, content.units.get(key) as UnitFile)}`);
    lines.push('  end');
  }
  for (const key of shown) {
    const unit = content.units.get(key) as UnitFile;
    for (const edge of unit.dependsOn) {
      const target = ids.get(edge.unit);
      if (target === undefined) continue;
      const outputs = [
        ...new Set(
          unit.bindings.flatMap((binding) =>
            binding.parts.flatMap((part) => (typeof part !== 'string' && part.unit === edge.unit ? [part.output] : [])),
          ),
        ),
      ].sort(compareText);
      lines.push(
        outputs.length > 0 ? `  ${ids.get(key)} ==>|"${outputs.map(label).join('<br/>')}"| ${target}` : `  ${ids.get(key)} --> ${target}`,
      );
    }
  }
  return `${lines.join('\n')}\n`;
}

function isUsed(content: AssemblyContent, key: string, environment: string): boolean {
  return [...content.units].some(([user, unit]) => user.startsWith(`${environment}/`) && unit.dependsOn.some((edge) => edge.unit === key));
}

function environmentOf(key: string): string {
  return key.slice(0, key.indexOf('/'));
}

/** A Kubernetes unit is a box, a Terraform unit a cylinder, each with its counts. */
function shape(key: string, unit: UnitFile): string {
  const [, ...name] = key.slice(key.indexOf('/') + 1).split('.');
  if (unit.plane === 'kubernetes') return `["${label(name.join(' / '))}<br/>${count(unit.objects.length, 'object')}"]`;
  return `[("${label(name.join('.'))}<br/>${count(unit.resources.length, 'resource')}")]`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** A text inside quotes: what Mermaid would read is written as an entity. */
function label(text: string): string {
  return text.replace(/[^A-Za-z0-9 ._/-]/gu, (character) => `#${character.codePointAt(0)};`);
}
