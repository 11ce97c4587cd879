import type { IConstruct } from 'constructs';

/** A construct and everything under it, parents first. Iterative: a deep tree must not end the stack. */
export function walk(root: IConstruct): IConstruct[] {
  const found: IConstruct[] = [];
  const stack: IConstruct[] = [root];
  for (let next = stack.pop(); next; next = stack.pop()) {
    found.push(next);
    const { children } = next.node;
    for (let i = children.length - 1; i >= 0; i--) stack.push(children[i] as IConstruct);
  }
  return found;
}
