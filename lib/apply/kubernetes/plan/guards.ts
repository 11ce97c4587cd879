import { KeelsonError } from '../../../core/errors.ts';
import { matches } from '../../policy/patterns.ts';
import type { UnitContext } from '../apply/unit-context.ts';
import { groupKind } from './order.ts';

/** Namespaces of Kubernetes and of Keelson's own records. */
const SYSTEM_NAMESPACES: ReadonlySet<string> = new Set(['kube-system', 'kube-public', 'kube-node-lease', 'keelson-system']);

/** Objects that the policy does not let the unit hold (KS8012). */
export function guardProblems({ rules, objects, unit }: Pick<UnitContext, 'rules' | 'objects' | 'unit'>): KeelsonError[] {
  return objects.flatMap(({ entry }) => {
    const kind = groupKind(entry);
    const place = entry.kind === 'Namespace' && kind === '/Namespace' ? entry.name : entry.namespace;
    const message =
      rules.kinds && !rules.kinds.some((pattern) => matches(pattern, kind))
        ? `the unit may not hold a ${kind}`
        : rules.deniedKinds.some((pattern) => matches(pattern, kind))
          ? `a ${kind} is denied`
          : place !== undefined && rules.namespaces && !rules.namespaces.some((pattern) => matches(pattern, place))
            ? `the unit may not write to the namespace ${place}`
            : place === 'keelson-system' || (entry.kind === 'Namespace' && SYSTEM_NAMESPACES.has(entry.name))
              ? `${place} belongs to the system`
              : undefined;
    if (message === undefined) return [];
    return [new KeelsonError('KS8012', { path: entry.path, source: { file: entry.file, line: 1 }, message: `${unit}: ${message}` })];
  });
}
