import { join } from 'node:path';

/** Where the programs of a sandbox listen and keep their files. */
export interface Places {
  readonly folder: string;
  readonly etcdPort: number;
  readonly etcdPeerPort: number;
  readonly apiPort: number;
}

/** Options of a sandbox that change how the API server runs. */
export interface ApiServerOptions {
  /** Lets admission webhooks of the cluster take part. @default false: one without a backend would refuse everything */
  readonly webhooks?: boolean;
  /** Whether a controller manager makes the service accounts that pods need. */
  readonly controllers: boolean;
}

export function etcdFlags({ folder, etcdPort, etcdPeerPort }: Places): string[] {
  const client = `http://127.0.0.1:${etcdPort}`;
  const peer = `http://127.0.0.1:${etcdPeerPort}`;
  return [
    `--data-dir=${join(folder, 'etcd')}`,
    '--unsafe-no-fsync',
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=default=${peer}`,
  ];
}

/** The API server makes its own certificate in `certs`; a token stands for each user. */
export function apiServerFlags({ folder, etcdPort, apiPort }: Places, { webhooks = false, controllers }: ApiServerOptions): string[] {
  const off = [
    ...(webhooks ? [] : ['MutatingAdmissionWebhook', 'ValidatingAdmissionWebhook']),
    // Controllers make service accounts, and take the taint off nodes that are ready.
    ...(controllers ? [] : ['ServiceAccount', 'TaintNodesByCondition']),
  ];
  return [
    `--etcd-servers=http://127.0.0.1:${etcdPort}`,
    '--bind-address=127.0.0.1',
    '--advertise-address=127.0.0.1',
    `--secure-port=${apiPort}`,
    `--cert-dir=${join(folder, 'certs')}`,
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${join(folder, 'service-account.pub')}`,
    `--service-account-signing-key-file=${join(folder, 'service-account.key')}`,
    `--token-auth-file=${join(folder, 'tokens.csv')}`,
    '--authorization-mode=RBAC',
    '--service-cluster-ip-range=10.96.0.0/16',
    '--allow-privileged=true',
    '--max-requests-inflight=800',
    '--max-mutating-requests-inflight=400',
    ...(off.length > 0 ? [`--disable-admission-plugins=${off.join(',')}`] : []),
  ];
}

/** Nobody else asks this API server: the limits for clusters of thousands of nodes would only make people wait. */
const CLIENT_LIMITS = ['--kube-api-qps=500', '--kube-api-burst=1000'];

export function controllerManagerFlags({ folder }: Places): string[] {
  return [
    `--kubeconfig=${join(folder, 'kubeconfig')}`,
    `--service-account-private-key-file=${join(folder, 'service-account.key')}`,
    '--leader-elect=false',
    '--bind-address=127.0.0.1',
    '--secure-port=0',
    '--controllers=*,-nodeipam,-node-route-controller,-cloud-node-lifecycle-controller,-service-lb-controller',
    '--pvclaimbinder-sync-period=1s',
    ...CLIENT_LIMITS,
  ];
}

export function schedulerFlags({ folder }: Places): string[] {
  return [
    `--kubeconfig=${join(folder, 'kubeconfig')}`,
    '--leader-elect=false',
    '--bind-address=127.0.0.1',
    '--secure-port=0',
    ...CLIENT_LIMITS,
  ];
}

export function kwokFlags({ folder }: Places): string[] {
  return [
    `--kubeconfig=${join(folder, 'kubeconfig')}`,
    `--config=${join(folder, 'stages.yaml')}`,
    '--manage-all-nodes=true',
    '--node-lease-duration-seconds=40',
    '--node-ip=192.0.2.1',
    '-v=WARN',
    '--cidr=10.128.0.0/9',
  ];
}
