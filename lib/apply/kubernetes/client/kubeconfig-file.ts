import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import { type Cluster, type Context, newClusters, newContexts, newUsers, type User } from '@kubernetes/client-node/dist/config_types.js';
import { load } from 'js-yaml';

/** What kubeconfigs hold, merged as kubectl merges them. */
export interface Kubeconfig {
  readonly clusters: readonly Cluster[];
  readonly users: readonly User[];
  readonly contexts: readonly Context[];
  readonly currentContext: string;
}

/** Where a pod finds its service account (Kubernetes documentation, "Accessing the Kubernetes API from a Pod"). */
const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/** Files that kubectl would read, the first of which is the most important one; empty when it would read none. */
export function kubeconfigFiles(explicit?: string): string[] {
  if (explicit !== undefined) return [explicit];
  const listed = (process.env['KUBECONFIG'] ?? '').split(delimiter).filter((file) => file !== '');
  if (listed.length > 0) return listed;
  const own = join(homedir(), '.kube', 'config');
  return existsSync(own) ? [own] : [];
}

/**
 * Reads kubeconfigs; without any, the service account of the pod. Of two entries of one name the first counts, as for kubectl. Throws what
 * reading or parsing throws. @returns undefined when there is nothing to connect with
 */
export function loadKubeconfig(files: readonly string[], serviceAccount: string = SERVICE_ACCOUNT): Kubeconfig | undefined {
  if (files.length === 0) return inPod(serviceAccount);
  const parts = files.map(readOne);
  const first = <T extends { readonly name: string }>(lists: readonly (readonly T[])[]): T[] => [
    ...new Map(
      lists
        .flat()
        .reverse()
        .map((entry) => [entry.name, entry]),
    ).values(),
  ];
  return {
    clusters: first(parts.map((part) => part.clusters)),
    users: first(parts.map((part) => part.users)),
    contexts: first(parts.map((part) => part.contexts)),
    currentContext: parts.map((part) => part.currentContext).find((name) => name !== '') ?? '',
  };
}

function readOne(file: string): Kubeconfig {
  const content = (load(readFileSync(file, 'utf8')) ?? {}) as Record<string, unknown>;
  const place = dirname(file);
  const absolute = (path: string | undefined): string | undefined =>
    path === undefined || path === null || isAbsolute(path) ? path : join(place, path);
  // The library knows token-file, and kubectl writes tokenFile.
  const users = (Array.isArray(content['users']) ? content['users'] : []).map((entry: { user?: Record<string, unknown> }) => {
    const { tokenFile, ...user } = entry?.user ?? {};
    return typeof tokenFile === 'string' && user['token'] === undefined
      ? { ...entry, user: { ...user, 'token-file': absolute(tokenFile) } }
      : entry;
  });
  return {
    clusters: newClusters(content['clusters']).map((cluster) => ({
      ...cluster,
      ...(cluster.caFile && { caFile: absolute(cluster.caFile) as string }),
    })),
    users: newUsers(users).map((user) => ({
      ...user,
      ...(user.certFile && { certFile: absolute(user.certFile) as string }),
      ...(user.keyFile && { keyFile: absolute(user.keyFile) as string }),
    })),
    contexts: newContexts(content['contexts']),
    currentContext: typeof content['current-context'] === 'string' ? content['current-context'] : '',
  };
}

function inPod(folder: string): Kubeconfig | undefined {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = process.env;
  if (!host || !existsSync(`${folder}/token`)) return undefined;
  const server = `https://${host.includes(':') ? `[${host}]` : host}:${port ?? 443}`;
  return {
    clusters: [{ name: 'pod', server, caFile: `${folder}/ca.crt`, skipTLSVerify: false }],
    users: [{ name: 'pod', authProvider: { name: 'tokenFile', config: { tokenFile: `${folder}/token` } } }],
    contexts: [{ name: 'pod', cluster: 'pod', user: 'pod' }],
    currentContext: 'pod',
  };
}
