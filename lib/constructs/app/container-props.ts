import type { Referable } from '../../synth/reference/reference.ts';
import type { Env } from '../platform/env.ts';
import type { Probe } from '../platform/probes.ts';
import type { ResourceProps } from '../platform/resources.ts';
import type { MountProps } from '../platform/volumes.ts';

/** A port of an application. */
export interface PortProps {
  /** Name of the port, at most 15 characters. */
  readonly name: string;
  /** Port that the container listens on. */
  readonly port: number;
  /** Port of the Service. @default - the container's */
  readonly servicePort?: number;
  /** Protocol of the port. @default 'TCP' */
  readonly protocol?: 'TCP' | 'UDP' | 'SCTP';
}

/** A container that runs to its end before the others start. */
export interface InitContainerProps {
  /** Name of the container. */
  readonly name: string;
  /** Image with its tag or, better, its digest (`name@sha256:…`). */
  readonly image: Referable<string>;
  /** Command in place of the image's. @default - the image's */
  readonly command?: readonly string[];
  /** Arguments. @default - the image's */
  readonly args?: readonly Referable<string>[];
  /** Environment variables. @default - none */
  readonly env?: Env;
  /** CPU and memory that are reserved and allowed. @default - none */
  readonly resources?: ResourceProps;
  /** Mounts of the application's volumes, by name of the volume. @default - none */
  readonly mounts?: Readonly<Record<string, MountProps>>;
}

/**
 * A container that starts before the main one and ends after it, such as a proxy: an init container that is always restarted,
 * as Kubernetes has them since 1.29.
 */
export interface SidecarProps extends InitContainerProps {
  /** Ports that it listens on, beside the application's; the Service does not have them. @default - none */
  readonly ports?: readonly Omit<PortProps, 'servicePort'>[];
  /** What must succeed for the pod to get requests. @default - nothing */
  readonly readiness?: Probe;
  /** When the sidecar is restarted. @default - when it ends */
  readonly liveness?: Probe;
  /** What must succeed before the containers after it start. @default - nothing */
  readonly startup?: Probe;
}
