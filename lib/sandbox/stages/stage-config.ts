import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { FAILURES, type FailureRules, failureStage, isWell, recoveredStage } from './failures.ts';
import { CARRIED_STAGES } from './sources.ts';

interface Stage {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly selector: { readonly matchExpressions: readonly object[] } };
}

/** Stages that a pod which shall fail does not go to. */
const WELL = ['pod-ready', 'pod-complete'];

/** Text of KWOK's configuration: its own stages, and those of pods that shall fail. */
export function stageConfig(rules: FailureRules = {}): string {
  const failures = FAILURES.map((failure) => failureStage(failure, rules));
  // JSON is YAML.
  return [...CARRIED_STAGES.map(({ file }) => carried(file, rules)), ...failures, recoveredStage(rules)]
    .map((stage) => `---\n${JSON.stringify(stage)}\n`)
    .join('');
}

function carried(file: string, rules: FailureRules): object {
  const stage = load(readFileSync(new URL(`./kwok/${file}`, import.meta.url), 'utf8')) as Stage;
  if (!WELL.includes(stage.metadata.name)) return stage;
  const matchExpressions = [...stage.spec.selector.matchExpressions, ...isWell(rules)];
  return { ...stage, spec: { ...stage.spec, selector: { ...stage.spec.selector, matchExpressions } } };
}
