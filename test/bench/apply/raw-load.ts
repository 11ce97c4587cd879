import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';

/**
 * The raw rate of an API server: server-side apply of every item of a List over keep-alive connections, namespaces first. No reading,
 * comparing or waiting: a floor for any applier. usage: raw-load.ts KUBECONFIG LIST [CONNECTIONS=32]
 */
interface Item {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

const [kubeconfig = '', list = '', connections = '32'] = process.argv.slice(2);
const config = JSON.parse(readFileSync(kubeconfig, 'utf8')) as {
  clusters: { cluster: { server: string; 'certificate-authority-data': string } }[];
  users: { user: { token: string } }[];
};
const cluster = config.clusters[0]?.cluster;
const token = config.users[0]?.user.token;
const ca = Buffer.from(cluster?.['certificate-authority-data'] ?? '', 'base64');
const agent = new Agent({ ca, keepAlive: true, maxSockets: Number(connections) });
const { items } = JSON.parse(readFileSync(list, 'utf8')) as { items: Item[] };
const PATHS: Readonly<Record<string, readonly [root: string, plural: string]>> = {
  Namespace: ['/api/v1', 'namespaces'],
  ConfigMap: ['/api/v1', 'configmaps'],
  Service: ['/api/v1', 'services'],
  ServiceAccount: ['/api/v1', 'serviceaccounts'],
  NetworkPolicy: ['/apis/networking.k8s.io/v1', 'networkpolicies'],
  Deployment: ['/apis/apps/v1', 'deployments'],
};

await applyAll(items.filter((item) => item.kind === 'Namespace'));
await applyAll(items.filter((item) => item.kind !== 'Namespace'));
agent.destroy();

async function applyAll(all: readonly Item[]): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < all.length) await apply(all[next++] as Item);
  };
  await Promise.all(Array.from({ length: Number(connections) }, worker));
}

function apply(item: Item): Promise<void> {
  const [root, plural] = PATHS[item.kind] as readonly [string, string];
  const namespace = item.metadata.namespace === undefined ? '' : `/namespaces/${item.metadata.namespace}`;
  const body = Buffer.from(JSON.stringify(item));
  const url = `${cluster?.server}${root}${namespace}/${plural}/${item.metadata.name}?fieldManager=raw&force=true`;
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/apply-patch+yaml', 'content-length': body.length };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'PATCH', agent, headers }, (response) => {
      if ((response.statusCode ?? 500) > 201) reject(new Error(`${url}: ${response.statusCode}`));
      response.resume().on('end', resolve);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
