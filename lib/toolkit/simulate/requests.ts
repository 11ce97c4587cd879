import { asList, asMap, type JsonMap } from '../../core/fields/maps.ts';
import { nanosOf } from '../../facts/kubernetes/quantity.ts';

/** Amounts by resource, in units of 10^-9. */
export type Amounts = Readonly<Record<string, bigint>>;

/**
 * What a pod takes of its node. Source: k8s.io/kubernetes v1.36.2 staging/src/k8s.io/component-helpers/resource/helpers.go PodRequests:
 * all containers together, or the init container that asks for more beside the sidecars before it; and the overhead.
 */
export function podRequests(spec: JsonMap): Amounts {
  let sidecars: Amounts = {};
  let starting: Amounts = {};
  for (const entry of asList(spec['initContainers'])) {
    const asked = requestsOf(asMap(entry));
    if (asMap(entry)['restartPolicy'] === 'Always') sidecars = sum(sidecars, asked);
    starting = largest(starting, asMap(entry)['restartPolicy'] === 'Always' ? sidecars : sum(sidecars, asked));
  }
  const running = asList(spec['containers']).reduce<Amounts>((total, entry) => sum(total, requestsOf(asMap(entry))), sidecars);
  const whole = amounts(asMap(asMap(spec['resources'])['requests']));
  return sum({ ...largest(running, starting), ...whole }, amounts(asMap(spec['overhead'])));
}

/** Quantities as amounts. */
export function amounts(quantities: JsonMap): Amounts {
  return Object.fromEntries(Object.entries(quantities).map(([name, value]) => [name, nanosOf(value) ?? 0n]));
}

export function sum(a: Amounts, b: Amounts): Amounts {
  return combine(a, b, (left, right) => left + right);
}

function largest(a: Amounts, b: Amounts): Amounts {
  return combine(a, b, (left, right) => (left > right ? left : right));
}

function combine(a: Amounts, b: Amounts, of: (left: bigint, right: bigint) => bigint): Amounts {
  return Object.fromEntries([...new Set([...Object.keys(a), ...Object.keys(b)])].map((name) => [name, of(a[name] ?? 0n, b[name] ?? 0n)]));
}

function requestsOf(container: JsonMap): Amounts {
  return amounts(asMap(asMap(container['resources'])['requests']));
}
