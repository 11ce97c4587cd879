/** A picture as an XML parser reads it. */
export interface ParsedPicture {
  /** All elements of a name. */
  elements(name: string): readonly PictureElement[];
  readonly title: string;
}

export interface PictureElement {
  /** Of its first `title`. */
  readonly title: string;
  readonly text: string;
  readonly children: readonly PictureElement[];
  readonly name: string;
  attribute(name: string): string | undefined;
}

interface DomElement {
  readonly tagName: string;
  readonly textContent: string;
  readonly children: Iterable<DomElement>;
  getAttribute(name: string): string | null;
  querySelectorAll(selector: string): Iterable<DomElement>;
}

/** Parses SVG strictly, as XML. Throws for text that is not well-formed. */
export async function parseSvg(svg: string): Promise<ParsedPicture> {
  // jsdom ships no types.
  const { JSDOM } = (await import('jsdom' as string)) as {
    JSDOM: new (text: string, options: { contentType: string }) => { window: { document: { documentElement: DomElement } } };
  };
  const root = new JSDOM(svg, { contentType: 'image/svg+xml' }).window.document.documentElement;
  return {
    elements: (name) => [...root.querySelectorAll(name)].map(elementOf),
    title: elementOf(root).title,
  };
}

function elementOf(element: DomElement): PictureElement {
  const children = [...element.children].map(elementOf);
  return {
    name: element.tagName,
    text: element.textContent,
    title: children.find(({ name }) => name === 'title')?.text ?? '',
    children,
    attribute: (name) => element.getAttribute(name) ?? undefined,
  };
}
