/** A chart as Mermaid itself understands it. */
export interface ParsedChart {
  /** Texts by node id, with entities as they are shown. */
  readonly nodes: ReadonlyMap<string, string>;
  readonly edges: readonly { readonly from: string; readonly to: string; readonly text: string; readonly isThick: boolean }[];
  /** Titles of the boxes, with the ids of what is in them. */
  readonly boxes: readonly { readonly title: string; readonly members: readonly string[] }[];
}

interface FlowDatabase {
  getVertices(): Map<string, { id: string; text: string }>;
  getEdges(): { start: string; end: string; text: string; stroke: string }[];
  getSubGraphs(): { title: string; nodes: string[] }[];
}

/** Parses a flowchart by the real parser. Throws its error for a chart that it doesn't take. */
export async function parseMermaid(chart: string): Promise<ParsedChart> {
  // Mermaid cleans labels by a library that wants a document. jsdom ships no types.
  const { JSDOM } = (await import('jsdom' as string)) as { JSDOM: new (html: string) => { window: { document: unknown } } };
  const { window } = new JSDOM('');
  const holder = globalThis as { window?: unknown; document?: unknown };
  holder.window ??= window;
  holder.document ??= window.document;
  const { default: mermaid } = await import('mermaid');
  await mermaid.parse(chart);
  const { db } = await mermaid.mermaidAPI.getDiagramFromText(chart);
  const flow = db as unknown as FlowDatabase;
  return {
    nodes: new Map([...flow.getVertices().values()].map(({ id, text }) => [id, decode(text)])),
    edges: flow
      .getEdges()
      .map(({ start, end, text, stroke }) => ({ from: start, to: end, text: decode(text), isThick: stroke === 'thick' })),
    boxes: flow.getSubGraphs().map(({ title, nodes }) => ({ title: decode(title), members: nodes })),
  };
}

/** Mermaid keeps entities in a form of its own until it draws. */
function decode(text: string): string {
  return text
    .replace(/ﬂ°°(\d+)¶ß/g, (_, code) => String.fromCodePoint(Number(code)))
    .replace(/ﬂ°(\w+)¶ß/g, '&$1;')
    .replaceAll('<br>', '<br/>');
}
