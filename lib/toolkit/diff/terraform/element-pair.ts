import type { Element, Stack } from './stack.ts';

/** An element in its stack. */
export interface PlacedElement {
  readonly stack: Stack;
  readonly element: Element;
}

/** An element before and after; one of them is absent when it is new or gone. */
export interface ElementPair {
  readonly before?: PlacedElement;
  readonly after?: PlacedElement;
  /** A `removed` block without a pair: the resource leaves the state and stays alive. */
  readonly forgotten?: true;
  /** Id by which the resource enters the state. */
  readonly importId?: string;
}
