import { objectId } from '../../assembly/schema.ts';
import type { OpenCluster } from '../kubernetes/apply/open-cluster.ts';
import type { Resource } from '../kubernetes/client/discovery.ts';
import { list, type ObjectMeta } from '../kubernetes/client/lists.ts';
import type { ObjectRef } from '../plan/types.ts';
import { ownPools, POOL_LABEL } from './pool-nodes.ts';

/** Something that a controller of the cluster made in the cloud, by the object that stands for it. */
export interface CloudObject {
  /** `group/Kind/namespace/name`. */
  readonly id: string;
  readonly object: ObjectRef;
  readonly resource: Resource;
  readonly uid: string;
  /** What it is in the cloud. */
  readonly reason: string;
  /** Whether it is a node, or makes nodes: controllers run on them, so they go after everything else. @default false */
  readonly isNode?: boolean;
  /** Whether deleting it is another's affair: a volume goes after its claim. @default false */
  readonly onlyAwaited?: boolean;
}

interface Live {
  readonly metadata: ObjectMeta;
  readonly spec?: {
    readonly type?: string;
    readonly persistentVolumeReclaimPolicy?: string;
    readonly claimRef?: { readonly namespace?: string };
  };
}

interface Kind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly reason: string;
  readonly takes: (live: Live) => boolean;
  readonly isNode?: boolean;
  readonly onlyAwaited?: boolean;
}

/**
 * Load balancers, volumes and nodes of a cluster: Services of type LoadBalancer, Ingresses and Gateways that a controller holds, claims,
 * and the volumes that go with them; of a cluster that goes as a whole, also NodePools and NodeClaims of Karpenter that no unit has.
 * @param namespaces only those in these; undefined: all
 */
export async function findCloudObjects(
  { run, state }: OpenCluster,
  namespaces: ReadonlySet<string> | undefined,
): Promise<readonly CloudObject[]> {
  const isOurs = (namespace: string | undefined): boolean =>
    namespaces === undefined || (namespace !== undefined && namespaces.has(namespace));
  const isHeld = ({ metadata }: Live): boolean => (metadata.finalizers ?? []).length > 0 && isOurs(metadata.namespace);
  const pools = ownPools(state);
  const isStrange = (pool: string | undefined): boolean => namespaces === undefined && !pools.has(pool ?? '');
  const kinds: readonly Kind[] = [
    {
      apiVersion: 'v1',
      kind: 'Service',
      reason: 'its load balancer',
      takes: ({ metadata, spec }) => spec?.type === 'LoadBalancer' && isOurs(metadata.namespace),
    },
    { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', reason: 'its load balancer', takes: isHeld },
    { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', reason: 'its load balancer', takes: isHeld },
    { apiVersion: 'v1', kind: 'PersistentVolumeClaim', reason: 'its volume', takes: ({ metadata }) => isOurs(metadata.namespace) },
    {
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      reason: 'a volume that goes with its claim',
      takes: ({ spec }) => spec?.persistentVolumeReclaimPolicy === 'Delete' && isOurs(spec.claimRef?.namespace),
      onlyAwaited: true,
    },
    {
      apiVersion: 'karpenter.sh/v1',
      kind: 'NodePool',
      reason: 'it makes nodes',
      takes: ({ metadata }) => isStrange(metadata.name),
      isNode: true,
    },
    {
      apiVersion: 'karpenter.sh/v1',
      kind: 'NodeClaim',
      reason: 'its node',
      takes: ({ metadata }) => isStrange(metadata.labels?.[POOL_LABEL]),
      isNode: true,
    },
  ];
  const found = await Promise.all(
    kinds.map(async ({ takes, apiVersion, kind, reason, ...more }): Promise<readonly CloudObject[]> => {
      const resource = state.discovery.resource(apiVersion, kind);
      if (!resource) return [];
      const { items } = await list<Live>(run.connection, resource, { metadataOnly: false });
      return items.filter(takes).map(({ metadata: { name, namespace, uid } }) => {
        const object = { apiVersion, kind, ...(namespace !== undefined && { namespace }), name };
        return { id: objectId(object), object, resource, uid, reason, ...more };
      });
    }),
  );
  return found.flat();
}
