import type { ApiRequest, Connection } from './connection.ts';
import type { ObjectMeta } from './lists.ts';
import { jsonOf } from './refused.ts';

/** UID of the namespace kube-system: it is made with the cluster and never again. Throws KS8003, KS8004. */
export async function clusterUid(connection: Connection): Promise<string> {
  const request: ApiRequest = {
    method: 'GET',
    path: '/api/v1/namespaces/kube-system',
    accept: 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1',
  };
  return jsonOf<{ readonly metadata: ObjectMeta }>(await connection.request(request), request, 'Namespace kube-system').metadata.uid;
}
