import type { IConstruct } from 'constructs';

/** Name of a construct's class as its author wrote it: esbuild puts a `_` before the name of one that refers to itself. */
export function className(construct: IConstruct): string {
  return construct.constructor.name.replace(/^_+(?=[A-Za-z])/, '');
}
