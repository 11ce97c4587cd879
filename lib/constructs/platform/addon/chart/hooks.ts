import type { IConstruct } from 'constructs';
import { compareText } from '../../../../core/compare.ts';
import { reportError } from '../../../../synth/state.ts';

/** What becomes of the hooks of install and upgrade. */
export type ChartHooks = 'apply' | 'drop';

/** Hooks that run around an install or upgrade. Source: Helm docs, "Chart Hooks". */
const LIFECYCLE = ['pre-install', 'post-install', 'pre-upgrade', 'post-upgrade'];
const HOOK = 'helm.sh/hook';

/**
 * The objects without hooks: those of tests, deletes and rollbacks are left out; those of installs and upgrades become ordinary
 * objects or are left out. Reports KS9007 when nothing says which.
 */
export function settleHooks(
  construct: IConstruct,
  objects: readonly Record<string, unknown>[],
  hooks: ChartHooks | undefined,
): Record<string, unknown>[] {
  const undecided: string[] = [];
  const kept = objects.filter((object) => {
    const phases = phasesOf(object);
    if (phases.length === 0 || phases.includes('crd-install')) return true;
    const lifecycle = phases.filter((phase) => LIFECYCLE.includes(phase));
    if (lifecycle.length === 0) return false;
    if (hooks === undefined) undecided.push(`${String(object['kind'])} ${String(metadataOf(object)['name'])} (${lifecycle.join(', ')})`);
    return hooks === 'apply';
  });
  if (undecided.length > 0) reportError(construct, 'KS9007', `the chart has hooks: ${undecided.sort(compareText).join('; ')}`);
  return kept.map(withoutHelm);
}

/** Without what only helm reads: annotations of hooks, and the label that says that helm manages the object. */
function withoutHelm(object: Record<string, unknown>): Record<string, unknown> {
  const metadata = metadataOf(object);
  const annotations = Object.entries(recordOf(metadata['annotations'])).filter(([key]) => !key.startsWith(HOOK));
  const labels = Object.entries(recordOf(metadata['labels'])).filter(
    ([key, value]) => key !== 'app.kubernetes.io/managed-by' || value !== 'Helm',
  );
  const { annotations: _annotations, labels: _labels, ...rest } = metadata;
  return {
    ...object,
    metadata: {
      ...rest,
      ...(labels.length > 0 && { labels: Object.fromEntries(labels) }),
      ...(annotations.length > 0 && { annotations: Object.fromEntries(annotations) }),
    },
  };
}

function phasesOf(object: Record<string, unknown>): string[] {
  const text = recordOf(metadataOf(object)['annotations'])[HOOK];
  return typeof text === 'string' ? text.split(',').map((phase) => phase.trim()) : [];
}

function metadataOf(object: Record<string, unknown>): Record<string, unknown> {
  return recordOf(object['metadata']);
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
