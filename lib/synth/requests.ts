import type { IConstruct } from 'constructs';
import { stateOf } from './state.ts';

/** Something that a program uses and a lock pins: what `keelson lock` fetches. */
export type LockRequest = ChartRequest | ImageRequest;

/** A chart that is rendered at synth. */
export interface ChartRequest {
  readonly kind: 'chart';
  /** `https://…`, or `oci://…` without the chart's name. */
  readonly repository: string;
  readonly name: string;
  readonly version: string;
  /** Path of the construct that uses it. */
  readonly path: string;
}

/** An image that is given by tag. */
export interface ImageRequest {
  readonly kind: 'image';
  /** As it stands in the program, such as `ghcr.io/acme/chat:1.2`. */
  readonly image: string;
  /** Path of the object that uses it. */
  readonly path: string;
}

const KEY = Symbol.for('keelson.requests');

/** Records that a construct uses something that a lock pins. */
export function requestLock(construct: IConstruct, request: Omit<ChartRequest, 'path'> | Omit<ImageRequest, 'path'>): void {
  (requestsOf(construct) as LockRequest[]).push({ ...request, path: construct.node.path });
}

/** What the constructs of a platform asked for so far, in the order of their creation. */
export function requestsOf(construct: IConstruct): readonly LockRequest[] {
  return stateOf(construct).adapter<LockRequest[]>(KEY, () => []);
}
