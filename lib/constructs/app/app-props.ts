import type { IConstruct } from 'constructs';
import type { Alias } from '../../synth/aliases.ts';
import type { Referable } from '../../synth/reference/reference.ts';
import type { Env, EnvSource } from '../platform/env.ts';
import type { Probe } from '../platform/probes.ts';
import type { ResourceProps } from '../platform/resources.ts';
import type { SecurityProps } from '../platform/security-context.ts';
import type { Spread } from '../platform/spread.ts';
import type { MountProps, VolumeProps } from '../platform/volumes.ts';

/** A port of an application. */
export interface PortProps {
  /** Name of the port, at most 15 characters. */
  readonly name: string;
  /** Port that the container listens on. */
  readonly port: number;
  /** Port of the Service. @default - the container's */
  readonly servicePort?: number;
  /** @default 'TCP' */
  readonly protocol?: 'TCP' | 'UDP' | 'SCTP';
}

/** A container that runs to its end before the others start. */
export interface InitContainerProps {
  /** Name of the container. */
  readonly name: string;
  /** Image, best with its digest. */
  readonly image: Referable<string>;
  /** Command in place of the image's. @default - the image's */
  readonly command?: readonly string[];
  /** Arguments. @default - the image's */
  readonly args?: readonly Referable<string>[];
  /** Environment variables. @default - none */
  readonly env?: Env;
  /** @default - none */
  readonly resources?: ResourceProps;
  /** Mounts of the application's volumes, by name of the volume. @default - none */
  readonly mounts?: Readonly<Record<string, MountProps>>;
}

/** How the number of replicas follows the load: a HorizontalPodAutoscaler owns it then. */
export interface AutoscaleProps {
  /** Fewest replicas, at least 1. */
  readonly min: number;
  /** Most replicas, at least `min`. */
  readonly max: number;
  /** Average use of the requested CPU that is aimed at, in percent. @default 70, unless `memoryPercent` is given */
  readonly cpuPercent?: number;
  /** Average use of the requested memory that is aimed at, in percent. @default - memory is not looked at */
  readonly memoryPercent?: number;
  /** Seconds that the load must stay low before replicas go. @default 300 */
  readonly scaleDownSeconds?: number;
}

/** How requests from outside the cluster come in by an Ingress. */
export interface IngressProps {
  /** Host name. */
  readonly host: string;
  /** Path that requests begin with. @default '/' */
  readonly path?: string;
  /** IngressClass. @default - the cluster's default */
  readonly className?: string;
  /** Name of the Secret with the certificate. @default - no TLS */
  readonly tlsSecret?: string;
  /** Annotations that the ingress controller reads. @default - none */
  readonly annotations?: Readonly<Record<string, string>>;
}

/** How requests from outside the cluster come in by a Gateway. The kind HTTPRoute needs a provider: an Addon, or `external`. */
export interface RouteProps {
  /** Host names. */
  readonly hosts: readonly string[];
  /** Name of the Gateway. */
  readonly gateway: string;
  /** Namespace of the Gateway. @default - the application's */
  readonly gatewayNamespace?: string;
  /** Path that requests begin with. @default '/' */
  readonly path?: string;
}

/** Who may reach the application: namespaces by name, or every pod of the cluster. */
export interface AllowFrom {
  /** Namespaces, by name. @default - none */
  readonly namespaces?: readonly string[];
  /** Address ranges outside the cluster, as CIDR. @default - none */
  readonly cidrs?: readonly string[];
}

/** Props of an `App`. */
export interface AppProps {
  /** Image, best with its digest (`name@sha256:…`). */
  readonly image: Referable<string>;
  /** The one port that it listens on; its name is `http`. @default - none; give this or `ports` */
  readonly port?: number;
  /** Several ports, or one with another name or Service port. @default - none */
  readonly ports?: readonly PortProps[];
  /** Command in place of the image's. @default - the image's */
  readonly command?: readonly string[];
  /** Arguments. @default - the image's */
  readonly args?: readonly Referable<string>[];
  /** Environment variables: literal, a reference, a secret handle, or a key of a ConfigMap. @default - none */
  readonly env?: Env;
  /** Sources of many variables. @default - none */
  readonly envFrom?: readonly EnvSource[];
  /** Files by absolute path, with their text; a change rolls the pods. @default - none */
  readonly files?: Readonly<Record<string, Referable<string>>>;
  /** Number of replicas, at least 1. @default 1; not set when `autoscale` owns it */
  readonly replicas?: number;
  /** @default - a fixed number of replicas */
  readonly autoscale?: AutoscaleProps;
  /** CPU and memory that are reserved and allowed. @default - none */
  readonly resources?: ResourceProps;
  /** When the pod gets requests. @default - as soon as it runs */
  readonly readiness?: Probe;
  /** When the container is restarted. @default - when it ends */
  readonly liveness?: Probe;
  /** What must succeed before the other probes begin. @default - none */
  readonly startup?: Probe;
  /** Containers that run to their end first, in this order. @default - none */
  readonly initContainers?: readonly InitContainerProps[];
  /** Volumes of the main container, by name. @default - none */
  readonly volumes?: Readonly<Record<string, VolumeProps>>;
  /** Rights of the processes. @default - user 1000, no capabilities, a read-only root file system */
  readonly security?: SecurityProps;
  /** How pods are kept apart. @default 'soft' with more than one replica */
  readonly spread?: Spread;
  /** Pods that may be down at the same time when nodes are drained. @default 1 with more than one replica; otherwise there is no budget */
  readonly maxUnavailable?: number | string;
  /** Who may reach the ports, beside pods of the same namespace; `'cluster'` is every pod. @default - nobody else */
  readonly allowFrom?: AllowFrom | 'cluster';
  /** Type of the Service. @default 'ClusterIP' */
  readonly serviceType?: 'ClusterIP' | 'LoadBalancer';
  /** @default - none */
  readonly ingress?: IngressProps;
  /** @default - none */
  readonly route?: RouteProps;
  /** Seconds that a pod gets to end. @default - Kubernetes' own, 30 */
  readonly terminationGraceSeconds?: number;
  /** Seconds between the end of new requests and the end of the container. @default - none */
  readonly preStopSeconds?: number;
  /** Replaces all pods at once instead of one after another. @default false */
  readonly recreate?: boolean;
  /** Labels that nodes must have. @default - none */
  readonly nodeSelector?: Readonly<Record<string, string>>;
  /** Taints that are tolerated, in Kubernetes' form. @default - none */
  readonly tolerations?: readonly Readonly<Record<string, unknown>>[];
  /** Name of a PriorityClass. @default - the cluster's default */
  readonly priorityClass?: string;
  /** More labels of the pods. @default - none */
  readonly podLabels?: Readonly<Record<string, string>>;
  /** Annotations of the pods. @default - none */
  readonly podAnnotations?: Readonly<Record<string, string>>;
  /** Name of the objects. @default - the construct id */
  readonly name?: string;
  /** Constructs that must be applied first. @default - none */
  readonly dependsOn?: readonly IConstruct[];
  /** Paths that this construct had before. @default - none */
  readonly aliases?: readonly Alias[];
}
