import type { IConstruct } from 'constructs';
import type { Alias } from '../../synth/aliases.ts';
import type { Referable } from '../../synth/reference/reference.ts';
import type { Env, EnvSource } from '../platform/env.ts';
import type { AllowFrom, AllowTo } from '../platform/peers.ts';
import type { Probe } from '../platform/probes.ts';
import type { ResourceProps } from '../platform/resources.ts';
import type { SecurityProps } from '../platform/security-context.ts';
import type { Spread } from '../platform/spread.ts';
import type { VolumeProps } from '../platform/volumes.ts';
import type { InitContainerProps, PortProps, SidecarProps } from './container-props.ts';
import type { IngressProps, RouteProps } from './network-props.ts';
import type { AutoscaleProps, RolloutProps } from './scaling-props.ts';

/** Props of an `App`. */
export interface AppProps {
  /** Image with its tag or, better, its digest (`name@sha256:…`). */
  readonly image: Referable<string>;
  /** The one port that it listens on; its name is `http`, and the Service has it too. @default - none; give this or `ports` */
  readonly port?: number;
  /** Several ports, or one with another name or Service port. @default - none */
  readonly ports?: readonly PortProps[];
  /** Command in place of the image's. @default - the image's */
  readonly command?: readonly string[];
  /** Arguments. @default - the image's */
  readonly args?: readonly Referable<string>[];
  /** Environment variables: literal, a reference, a secret handle, a key of a ConfigMap, or a field of the pod. @default - none */
  readonly env?: Env;
  /** Sources of many variables. @default - none */
  readonly envFrom?: readonly EnvSource[];
  /** Files by absolute path, with their text, at most 1 MiB together; a change rolls the pods. @default - none */
  readonly files?: Readonly<Record<string, Referable<string>>>;
  /** Number of replicas; 0 turns it off. @default 1; not set when `autoscale` owns it */
  readonly replicas?: number;
  /** How the number of replicas follows the load. @default - a fixed number of replicas */
  readonly autoscale?: AutoscaleProps;
  /** CPU and memory that are reserved and allowed. @default - none */
  readonly resources?: ResourceProps;
  /** What must succeed for the pod to get requests; `false` for nothing. @default - its first port accepts TCP connections */
  readonly readiness?: Probe | false;
  /** When the container is restarted. @default - when it ends */
  readonly liveness?: Probe;
  /** What must succeed before the other probes begin. @default - nothing */
  readonly startup?: Probe;
  /** Containers that run to their end first, in this order. @default - none */
  readonly initContainers?: readonly InitContainerProps[];
  /** Containers that run beside the main one; they start before it and end after it. @default - none */
  readonly sidecars?: readonly SidecarProps[];
  /** Volumes, by name, and where the main container has them. @default - none */
  readonly volumes?: Readonly<Record<string, VolumeProps>>;
  /** Rights of the processes. @default - user 1000, no capabilities, a read-only root file system */
  readonly security?: SecurityProps;
  /** How pods are kept apart. @default 'soft' with more than one replica */
  readonly spread?: Spread;
  /** Pods that may be down at the same time when nodes are drained, absolute or as a percentage. @default 1 with more than one replica; otherwise there is no budget */
  readonly maxUnavailable?: number | string;
  /**
   * Who may reach the ports, beside pods of the same namespace; `'cluster'` is every pod.
   * @default - nobody else; anybody when there is an `ingress`, a `route` or a load balancer
   */
  readonly allowFrom?: AllowFrom | 'cluster';
  /** What the pods may reach, beside pods of the same namespace and DNS. @default - anything */
  readonly allowTo?: AllowTo;
  /** Type of the Service. @default 'ClusterIP' */
  readonly serviceType?: 'ClusterIP' | 'LoadBalancer';
  /** Annotations of the Service, such as those that a load balancer's controller reads. @default - none */
  readonly serviceAnnotations?: Readonly<Record<string, Referable<string>>>;
  /** How requests from outside come in by an Ingress. @default - none */
  readonly ingress?: IngressProps;
  /** How requests from outside come in by a Gateway. @default - none */
  readonly route?: RouteProps;
  /** Seconds that a pod gets to end, `preStopSeconds` among them. @default - Kubernetes' own, 30 */
  readonly terminationGraceSeconds?: number;
  /** Seconds between the end of new requests and the end of the container. @default - none */
  readonly preStopSeconds?: number;
  /** Replaces all pods at once instead of one after another. @default false; true with a new claim that one node has */
  readonly recreate?: boolean;
  /** How many pods more or fewer there are while they are replaced. @default - Kubernetes' own */
  readonly rollout?: RolloutProps;
  /** Labels that nodes must have. @default - none */
  readonly nodeSelector?: Readonly<Record<string, string>>;
  /** Taints that are tolerated, in Kubernetes' form. @default - none */
  readonly tolerations?: readonly Readonly<Record<string, unknown>>[];
  /** Affinity, in Kubernetes' form. @default - none */
  readonly affinity?: Readonly<Record<string, unknown>>;
  /** Name of a PriorityClass. @default - the cluster's default */
  readonly priorityClass?: string;
  /** Names of Secrets that hold the credentials of image registries. @default - none */
  readonly imagePullSecrets?: readonly string[];
  /** Annotations of the ServiceAccount, such as `eks.amazonaws.com/role-arn`. @default - none */
  readonly serviceAccountAnnotations?: Readonly<Record<string, Referable<string>>>;
  /** More labels of the pods; those that selectors use are refused. @default - none */
  readonly podLabels?: Readonly<Record<string, string>>;
  /** Annotations of the pods. @default - none */
  readonly podAnnotations?: Readonly<Record<string, Referable<string>>>;
  /** Name of the objects. @default - the construct id */
  readonly name?: string;
  /** Constructs that must be applied first. @default - none */
  readonly dependsOn?: readonly IConstruct[];
  /** Paths that this construct had before. @default - none */
  readonly aliases?: readonly Alias[];
}
