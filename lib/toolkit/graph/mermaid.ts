import { groupBy } from '../diff/group.ts';
import type { GraphEdge, GraphModel, GraphUnit } from './graph-model.ts';

/** An edge names at most this many outputs. */
const MOST_OUTPUTS = 4;

/** A model as a Mermaid flowchart: environments and clusters are boxes, Terraform units cylinders, values thick arrows. */
export function toMermaid({ units, edges }: GraphModel): string {
  const ids = new Ids();
  const lines = ['flowchart LR'];
  for (const [environment, inEnvironment] of groupBy(units, (unit) => unit.environment)) {
    lines.push(`  subgraph ${ids.of(`env ${environment}`)}["${escapeLabel(environment)}"]`);
    for (const [cluster, inCluster] of groupBy(inEnvironment, (unit) => unit.cluster ?? '')) {
      if (cluster === '') lines.push(...inCluster.map((unit) => `    ${node(ids, unit)}`));
      else {
        lines.push(`    subgraph ${ids.of(`cluster ${environment} ${cluster}`)}["cluster ${escapeLabel(cluster)}"]`);
        lines.push(...inCluster.map((unit) => `      ${node(ids, unit)}`), '    end');
      }
    }
    lines.push('  end');
  }
  lines.push(...edges.map((edge) => `  ${ids.of(`unit ${edge.from}`)} ${arrow(edge)} ${ids.of(`unit ${edge.to}`)}`));
  return `${lines.join('\n')}\n`;
}

function node(ids: Ids, { key, plane, name, count, gpus }: GraphUnit): string {
  const text = [
    escapeLabel(name),
    plural(count, plane === 'kubernetes' ? 'object' : 'resource'),
    ...(gpus > 0 ? [plural(gpus, 'GPU')] : []),
  ];
  const label = `"${text.join('<br/>')}"`;
  return `${ids.of(`unit ${key}`)}${plane === 'kubernetes' ? `[${label}]` : `[(${label})]`}`;
}

/** A value flows along a thick arrow, labelled by its outputs; another reason is a thin one. */
function arrow({ outputs, reasons }: GraphEdge): string {
  const others = reasons.filter((reason) => reason !== 'binding');
  if (outputs.length === 0) return `-->|"${others.join(', ') || 'order'}"|`;
  const shown = outputs.slice(0, outputs.length > MOST_OUTPUTS ? MOST_OUTPUTS - 1 : MOST_OUTPUTS).map(escapeLabel);
  if (shown.length < outputs.length) shown.push(`and ${outputs.length - shown.length} more`);
  return `==>|"${shown.join('<br/>')}"|`;
}

/** Inside quotes, whatever Mermaid, Markdown or HTML could read is written as an entity. */
export function escapeLabel(text: string): string {
  return text.replace(/[^\p{L}\p{N} .,:/_-]/gu, (character) => `#${character.codePointAt(0)};`);
}

/** Ids that Mermaid takes, made of what they stand for: they stay when units come and go, and are never one of its words. */
class Ids {
  readonly #ids = new Map<string, string>();
  readonly #used = new Set<string>();

  of(key: string): string {
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    // The first word of the key keeps apart what has one name: an environment `a b` and a cluster `b` in `a`.
    const base = key.replace(/[^A-Za-z0-9]+/g, '_');
    let id = base;
    for (let i = 2; this.#used.has(id); i++) id = `${base}_${i}`;
    this.#used.add(id);
    this.#ids.set(key, id);
    return id;
  }
}

function plural(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
