import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { FAILURE_KEY, FAILURES, failureStage } from './failures.ts';
import { CARRIED_STAGES } from './sources.ts';

interface Stage {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly selector: { readonly matchExpressions: readonly object[] } };
}

/** Stages that a pod which shall fail does not go to. */
const WELL = ['pod-ready', 'pod-complete'];

/** Text of KWOK's configuration: its own stages, and those of pods that shall fail. */
export function stageConfig(): string {
  const failures = FAILURES.flatMap((failure) => (['labels', 'annotations'] as const).map((kind) => failureStage(failure, kind)));
  // JSON is YAML.
  return [...CARRIED_STAGES.map(({ file }) => carried(file)), ...failures].map((stage) => `---\n${JSON.stringify(stage)}\n`).join('');
}

function carried(file: string): object {
  const stage = load(readFileSync(new URL(`./kwok/${file}`, import.meta.url), 'utf8')) as Stage;
  if (!WELL.includes(stage.metadata.name)) return stage;
  const well = ['labels', 'annotations'].map((kind) => ({ key: `.metadata.${kind}["${FAILURE_KEY}"]`, operator: 'DoesNotExist' }));
  const matchExpressions = [...stage.spec.selector.matchExpressions, ...well];
  return { ...stage, spec: { ...stage.spec, selector: { ...stage.spec.selector, matchExpressions } } };
}
