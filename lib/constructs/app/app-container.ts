import type { EnvSource } from '../platform/env.ts';
import type { Probe } from '../platform/probes.ts';
import type { MountProps } from '../platform/volumes.ts';
import type { InitContainerProps, PortProps } from './container-props.ts';

/** A mount of one of the application's volumes. */
export interface Mount extends MountProps {
  /** Name of the volume. */
  readonly volume: string;
}

/** Requests and limits by resource. */
export interface Quantities {
  readonly requests?: Readonly<Record<string, string>>;
  readonly limits?: Readonly<Record<string, string>>;
}

/** A container of the application's pods, whatever it is for. */
export interface AppContainer extends Omit<InitContainerProps, 'mounts' | 'resources'> {
  /** Requests and limits as texts; made once, so that no text of a reference is made in vain. */
  readonly resources: Quantities;
  readonly envFrom?: readonly EnvSource[];
  readonly ports?: readonly PortProps[];
  readonly readiness?: Probe;
  readonly liveness?: Probe;
  readonly startup?: Probe;
  readonly preStopSeconds?: number;
  readonly mounts: readonly Mount[];
}
