import { COLLECTION_STYLE, mapTag, type Node, type PresenterOptions, present, SCALAR_STYLE, type ScalarNode, strTag } from 'js-yaml';

/** How many scalars are remembered before it starts anew, and how long a text may be for that. */
const LIMIT = 10_000;
const LONGEST = 200;
/** What js-yaml writes around a scalar that stands alone in a mapping. */
const KEY = 'k';
const BEFORE_VALUE = `${KEY}: `;
const AFTER_KEY = `: ${KEY}\n`;

/**
 * Writes the same text as js-yaml's `present`, faster: the keys and most values of manifests come again and again, and how each
 * scalar is written is asked of js-yaml once. A document with anything unusual is left to js-yaml as a whole.
 */
export class BlockWriter {
  readonly #options: PresenterOptions;
  readonly #keys = new Map<string, string>();
  readonly #texts = new Map<string, string>();

  /** @param options lines of any length, and the default indentation of two spaces */
  constructor(options: PresenterOptions) {
    this.#options = options;
  }

  write(root: Node): string {
    const text = root.kind === 'scalar' ? undefined : this.#block(root, 0, true);
    return text === undefined ? this.#present(root) : `${text}\n`;
  }

  /** A node without its end of line, undefined where it is unusual. A collection begins a new line unless it is compact. */
  #block(node: Node, level: number, compact: boolean): string | undefined {
    if (node.kind === 'scalar') return node.value.includes('\n') ? this.#lines(node, level) : this.#value(node);
    if (node.kind === 'alias' || node.style !== COLLECTION_STYLE.BLOCK || node.tagged || node.anchor !== undefined) return undefined;
    if (node.items.length === 0) return node.kind === 'mapping' ? '{}' : '[]';
    const line = `\n${'  '.repeat(level)}`;
    let text = '';
    for (const item of node.items) {
      if (text !== '' || !compact) text += line;
      const pair = 'key' in item;
      const key = !pair ? '-' : item.key.kind === 'scalar' ? this.#key(item.key) : undefined;
      const value = this.#block(pair ? item.value : item, level + 1, !pair);
      if (key === undefined || value === undefined) return undefined;
      text += pair ? `${key}:` : key;
      text += value.startsWith('\n') ? value : ` ${value}`;
    }
    return text;
  }

  #key(node: ScalarNode): string | undefined {
    return this.#remembered(this.#keys, node, () => this.#pair(node, scalar(KEY)).slice(0, -AFTER_KEY.length));
  }

  #value(node: ScalarNode): string | undefined {
    return this.#remembered(this.#texts, node, () => this.#pair(scalar(KEY), node).slice(BEFORE_VALUE.length, -1));
  }

  /** A scalar of several lines, which depend on its depth. Empty lines at its end need a mark at the end of the document. */
  #lines(node: ScalarNode, level: number): string | undefined {
    if (isUnusual(node) || /(^|\n)\n$/.test(node.value)) return undefined;
    let tree: Node = node;
    for (let i = 0; i < level; i++) tree = mapping(scalar(KEY), tree);
    const before = level * (level - 1 + BEFORE_VALUE.length);
    return this.#present(tree).slice(before, -1);
  }

  #remembered(known: Map<string, string>, node: ScalarNode, make: () => string): string | undefined {
    if (isUnusual(node)) return undefined;
    const id = node.tag === strTag.tagName ? node.value : `${node.tag}\n${node.value}`;
    let text = known.get(id);
    if (text === undefined) {
      text = make();
      if (text === '' || text.includes('\n')) return undefined;
      if (known.size >= LIMIT) known.clear();
      if (text.length <= LONGEST) known.set(id, text);
    }
    return text;
  }

  #pair(key: ScalarNode, value: ScalarNode): string {
    return this.#present(mapping(key, value));
  }

  #present(root: Node): string {
    return present([{ contents: root, directives: [] }], this.#options);
  }
}

function scalar(value: string): ScalarNode {
  return { kind: 'scalar', tag: strTag.tagName, tagged: false, style: SCALAR_STYLE.PLAIN, value };
}

function mapping(key: ScalarNode, value: Node): Node {
  return { kind: 'mapping', tag: mapTag.tagName, tagged: false, style: COLLECTION_STYLE.BLOCK, items: [{ key, value }] };
}

function isUnusual(node: ScalarNode): boolean {
  return node.tagged || node.anchor !== undefined || node.style !== SCALAR_STYLE.PLAIN;
}
