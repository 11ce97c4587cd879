import type { IConstruct } from 'constructs';

/**
 * A construct and everything under it, parents first. Iterative: a deep tree must not end the stack.
 * @param skip constructs below the root that are left out, with what is under them
 */
export function walk(root: IConstruct, skip?: (construct: IConstruct) => boolean): IConstruct[] {
  const found: IConstruct[] = [];
  const stack: IConstruct[] = [root];
  for (let next = stack.pop(); next; next = stack.pop()) {
    found.push(next);
    const { children } = next.node;
    for (let i = children.length - 1; i >= 0; i--) {
      const child = children[i] as IConstruct;
      if (!skip?.(child)) stack.push(child);
    }
  }
  return found;
}
