import {
  type Condition,
  condition,
  failed,
  isObserved,
  type LiveManifest,
  progressing,
  type ReadinessOf,
  ready,
  words,
} from './readiness.ts';

/** How a controller tells that an object is ready, by conditions. */
export interface ConditionRule {
  /** Types that must all be True. */
  readonly ready: readonly string[];
  /** Types of which one that is True means failure. @default - none */
  readonly failed?: readonly string[];
  /** Reasons of a False condition that will not change by themselves. @default - none */
  readonly failedReasons?: readonly string[];
  /** Sentence when it is ready. */
  readonly sentence: string;
}

/** Readiness by conditions, for controllers that follow Kubernetes' conventions. */
export function byCondition(rule: ConditionRule): ReadinessOf {
  return (object) => {
    const bad = rule.failed?.map((type) => condition(object, type)).find((one) => one?.status === 'True');
    if (bad) return failed(`${bad.type}: ${words(bad)}`);
    if (!isObservedIfTold(object)) return progressing('its controller has not seen the change yet');
    for (const type of rule.ready) {
      const one = condition(object, type);
      if (one?.status === 'True' && isCurrent(one, object)) continue;
      const isLost = one?.status === 'False' && rule.failedReasons?.includes(one.reason ?? '');
      return (isLost ? failed : progressing)(one ? `${type} is ${one.status}: ${words(one)}` : `${type} is not known yet`);
    }
    return ready(rule.sentence);
  };
}

/** Not every controller tells which generation it saw. */
function isObservedIfTold(object: LiveManifest): boolean {
  return object.status?.observedGeneration === undefined || isObserved(object);
}

function isCurrent(one: Condition, object: LiveManifest): boolean {
  return (
    one.observedGeneration === undefined || object.metadata.generation === undefined || one.observedGeneration >= object.metadata.generation
  );
}
