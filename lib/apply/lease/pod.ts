import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { connect } from '../kubernetes/client/api-connection.ts';
import { clusterUid } from '../kubernetes/client/cluster-identity.ts';
import type { ApiRequest, Connection } from '../kubernetes/client/connection.ts';
import { jsonOf } from '../kubernetes/client/refused.ts';
import type { PodIdentity } from './holder.ts';

/** Where Kubernetes mounts the service account of a pod. */
const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/** Claims of a token that is bound to a pod (Kubernetes docs, "Managing Service Accounts", bound tokens; the node since 1.30). */
const claimsSchema = z.object({
  'kubernetes.io': z.object({
    namespace: z.string(),
    pod: z.object({ name: z.string(), uid: z.string() }),
    node: z.object({ name: z.string() }).optional(),
  }),
});

interface Pod {
  readonly metadata: { readonly uid: string };
  readonly status?: {
    readonly phase?: string;
    readonly containerStatuses?: readonly { readonly state?: { readonly terminated?: unknown } }[];
  };
}

interface Node {
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

/**
 * The pod that this process runs in, by the token of its service account. Undefined elsewhere, with a token that is bound to no pod, and
 * when the cluster does not tell who it is: then nobody can ask whether the pod is still there.
 * @param folder of the service account
 */
export async function thisPod(folder: string = SERVICE_ACCOUNT): Promise<PodIdentity | undefined> {
  const claims = claimsOf(folder);
  const { KUBERNETES_SERVICE_HOST: host } = process.env;
  if (!claims || !host) return undefined;
  const { namespace, pod, node } = claims['kubernetes.io'];
  const connection = connect({ inPod: true, serviceAccount: folder });
  try {
    const uid = await clusterUid(connection);
    return { clusterUid: uid, namespace, name: pod.name, uid: pod.uid, ...(node && { node: node.name }) };
  } catch {
    return undefined;
  } finally {
    connection.close();
  }
}

/**
 * Whether nothing of a pod runs any more, as its own cluster tells. A pod that is not there may still run on a node that does not answer:
 * then nothing is known. What can not be read proves nothing.
 */
export async function isPodGone(connection: Connection, pod: PodIdentity): Promise<boolean> {
  try {
    if ((await clusterUid(connection)) !== pod.clusterUid) return false;
    const there = await read<Pod>(connection, `/api/v1/namespaces/${pod.namespace}/pods/${pod.name}`);
    if (there?.metadata.uid === pod.uid) return hasEnded(there);
    if (pod.node === undefined) return false;
    const node = await read<Node>(connection, `/api/v1/nodes/${pod.node}`);
    return !node || (node.status?.conditions ?? []).some(({ type, status }) => type === 'Ready' && status === 'True');
  } catch {
    return false;
  }
}

function hasEnded({ status }: Pod): boolean {
  const containers = status?.containerStatuses ?? [];
  if (status?.phase !== 'Succeeded' && status?.phase !== 'Failed') return false;
  return containers.length > 0 && containers.every(({ state }) => state?.terminated !== undefined);
}

async function read<T>(connection: Connection, path: string): Promise<T | undefined> {
  const request: ApiRequest = { method: 'GET', path };
  const response = await connection.request(request);
  return response.status === 404 ? undefined : jsonOf<T>(response, request, path);
}

function claimsOf(folder: string): z.infer<typeof claimsSchema> | undefined {
  if (!existsSync(`${folder}/token`)) return undefined;
  try {
    const [, payload = ''] = readFileSync(`${folder}/token`, 'utf8').split('.');
    return claimsSchema.parse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
  } catch {
    return undefined;
  }
}
