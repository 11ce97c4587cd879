import type { AssemblyContent } from '../../assembly/content.ts';
import { graphModel } from './graph-model.ts';
import { toMermaid } from './mermaid.ts';

/** What to draw. */
export interface GraphOptions {
  /** Only this environment, and what it uses of others. @default - all */
  readonly environment?: string;
}

/**
 * The units of an assembly as a Mermaid flowchart, as GitHub renders it. An arrow leads from what is done first to what needs it;
 * a thick one carries values, and names the outputs. Throws KS7006 for an unknown environment.
 */
export function drawGraph(content: AssemblyContent, options: GraphOptions = {}): string {
  return toMermaid(graphModel(content, options.environment));
}

/** What Mermaid takes unless a page says otherwise, and GitHub's pages don't. */
const MOST_CHARACTERS = 50_000;
const MOST_EDGES = 500;

/** Why GitHub doesn't render a chart; undefined when it does. */
export function graphTooLarge(chart: string): string | undefined {
  const edges = chart.split('\n').filter((line) => /^ {2}\S+ [-=]+>/.test(line)).length;
  if (edges > MOST_EDGES) return `the chart has ${edges} arrows, and GitHub renders at most ${MOST_EDGES}`;
  if (chart.length > MOST_CHARACTERS) return `the chart has ${chart.length} characters, and GitHub renders at most ${MOST_CHARACTERS}`;
  return undefined;
}
