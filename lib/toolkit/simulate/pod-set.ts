import type { JsonMap } from '../../core/fields/maps.ts';

/** An object of the output that may make pods. */
export interface Owner {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** Path of the construct. */
  readonly path: string;
  readonly content: JsonMap;
}

/** Pods of one template. */
export interface PodSet {
  readonly owner: Owner;
  /** Which of the owner's pods: `leader`, `worker`, the name of a group; empty when it has one template. */
  readonly role: string;
  /** Pods at the autoscaler's maximum. */
  readonly count: number;
  /** Pods that a rollout adds while it goes on. */
  readonly surge: number;
  /** Labels and spec of the pods. */
  readonly template: JsonMap;
  /** One pod for each node that takes it, and not `count`. */
  readonly perNode?: true;
}

/** What an owner's pods are, but for the owner. */
export type PodsOf = Omit<PodSet, 'owner'>;

/** What an expansion can ask for. */
export interface ExpandContext {
  /** Most replicas that an autoscaler of the output gives a workload; undefined without one. */
  autoscaled(kind: string, namespace: string, name: string): number | undefined;
  /** Another object of the output. */
  find(kind: string, namespace: string, name: string): JsonMap | undefined;
}

/** Tells the pods of an object. A sentence says why they can't be told. */
export type Expand = (owner: Owner, context: ExpandContext) => readonly PodsOf[] | string;
