import { addressOf } from './addresses.ts';
import type { Live, Reaction } from './live.ts';

const ROOT = '/apis/gateway.networking.k8s.io/v1';

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly observedGeneration?: number;
}

/** Takes a GatewayClass, as its controller would. */
export function acceptedClass(object: Live): Reaction | undefined {
  if (isTaken(object, ['Accepted'])) return undefined;
  return statusOf(object, `${ROOT}/gatewayclasses/${object.metadata.name}/status`, { conditions: conditions(object, ['Accepted']) });
}

/** Gives a Gateway an address and takes its listeners, as its controller would. */
export function programmedGateway(object: Live): Reaction | undefined {
  if (isTaken(object, ['Accepted', 'Programmed'])) return undefined;
  const { namespace, name } = object.metadata;
  const listeners = (object.spec?.['listeners'] ?? []) as readonly { readonly name: string }[];
  return statusOf(object, `${ROOT}/namespaces/${namespace}/gateways/${name}/status`, {
    addresses: [{ type: 'Hostname', value: addressOf(object.metadata).hostname }],
    conditions: conditions(object, ['Accepted', 'Programmed']),
    listeners: listeners.map((listener) => ({
      name: listener.name,
      attachedRoutes: 0,
      supportedKinds: [],
      conditions: conditions(object, ['Accepted', 'Programmed', 'ResolvedRefs']),
    })),
  });
}

/** A definition gives both kinds a status before any controller does: only conditions that are true of this generation count. */
function isTaken({ metadata, status }: Live, types: readonly string[]): boolean {
  const now = (status?.['conditions'] ?? []) as readonly Condition[];
  return types.every((type) =>
    now.some((one) => one.type === type && one.status === 'True' && (one.observedGeneration ?? 0) >= (metadata.generation ?? 0)),
  );
}

function conditions({ metadata }: Live, types: readonly string[]): object[] {
  const lastTransitionTime = new Date().toISOString();
  return types.map((type) => ({
    type,
    status: 'True',
    reason: type,
    message: 'the sandbox stands in for its controller',
    observedGeneration: metadata.generation,
    lastTransitionTime,
  }));
}

function statusOf({ metadata }: Live, path: string, status: object): Reaction | undefined {
  return metadata.deletionTimestamp === undefined ? { method: 'PATCH', path, body: { status } } : undefined;
}
