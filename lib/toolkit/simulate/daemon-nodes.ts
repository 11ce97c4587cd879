import { asList, asMap, type JsonMap } from '../../core/fields/maps.ts';

/** What a node has that pods are held against. */
export interface NodeTraits {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly { readonly key: string; readonly value?: string; readonly effect: string }[];
}

/**
 * Whether a DaemonSet makes a pod for a node: its selector and required affinity match, and its pods tolerate every taint.
 * Source: k8s.io/kubernetes v1.36.2 pkg/controller/daemon/daemon_controller.go NodeShouldRunDaemonPod.
 */
export function runsOn(podSpec: JsonMap, { name, labels, taints }: NodeTraits): boolean {
  const selector = asMap(podSpec['nodeSelector']);
  if (!Object.entries(selector).every(([key, value]) => labels[key] === value)) return false;
  const required = asMap(asMap(asMap(podSpec['affinity'])['nodeAffinity'])['requiredDuringSchedulingIgnoredDuringExecution']);
  const terms = asList(required['nodeSelectorTerms']).map(asMap);
  const matchesTerm = (term: JsonMap): boolean =>
    asList(term['matchExpressions']).every((one) => matches(asMap(one), labels)) &&
    asList(term['matchFields']).every((one) => matches(asMap(one), { 'metadata.name': name }));
  if (terms.length > 0 && !terms.some(matchesTerm)) return false;
  const tolerations = asList(podSpec['tolerations']).map(asMap);
  return taints.every((taint) => taint.effect === 'PreferNoSchedule' || tolerations.some((one) => tolerates(one, taint)));
}

function matches({ key, operator, values }: JsonMap, labels: Readonly<Record<string, string>>): boolean {
  const value = labels[String(key)];
  const wanted = asList(values).map(String);
  switch (operator) {
    case 'In':
      return value !== undefined && wanted.includes(value);
    case 'NotIn':
      return value === undefined || !wanted.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
      return value !== undefined && Number(value) > Number(wanted[0]);
    case 'Lt':
      return value !== undefined && Number(value) < Number(wanted[0]);
    default:
      return false;
  }
}

function tolerates(toleration: JsonMap, taint: NodeTraits['taints'][number]): boolean {
  const { key, value, effect } = toleration;
  if (effect !== undefined && effect !== '' && effect !== taint.effect) return false;
  if (key !== undefined && key !== '' && key !== taint.key) return false;
  return toleration['operator'] === 'Exists' || (value ?? '') === (taint.value ?? '');
}
