import type { IConstruct } from 'constructs';

const API_OBJECT = Symbol.for('cdk8s.ApiObject');

/** Ids that libraries give to the one object of a construct; they are no part of its name or path. */
const HIDDEN_IDS: ReadonlySet<string> = new Set(['Resource', 'Default']);

/** The construct that an object stands for: a Deployment of cdk8s-plus for the object `Resource` under it, else the object itself. */
export function ownerOf(object: IConstruct): IConstruct {
  let scope = object;
  while (scope.node.scope && HIDDEN_IDS.has(scope.node.id)) scope = scope.node.scope;
  return scope;
}

/** The construct that the assembly and messages name: the owner of an object, any other construct itself. */
export function namedConstruct(construct: IConstruct): IConstruct {
  return API_OBJECT in construct ? ownerOf(construct) : construct;
}

/** The path of a construct as the assembly and messages have it. */
export function constructPath(construct: IConstruct): string {
  return namedConstruct(construct).node.path;
}

/** What a construct writes into the output: itself, or the child that stands for it. */
export function outputOf(construct: IConstruct): IConstruct {
  let target = construct;
  while (!(API_OBJECT in target || 'cdktfStack' in target) && target.node.defaultChild) target = target.node.defaultChild;
  return target;
}
