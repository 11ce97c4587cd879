import { condition, count, failed, progressing, type ReadinessOf, ready, words } from './readiness.ts';

/** Ready when it ran to its end. */
export const job: ReadinessOf = (object) => {
  const { spec, status } = object;
  const lost = condition(object, 'Failed') ?? condition(object, 'FailureTarget');
  if (lost?.status === 'True') return failed(words(lost));
  if (condition(object, 'Complete')?.status === 'True') return ready('it ran to its end');
  if (spec?.suspend === true) return progressing('it is suspended');
  const wanted = count(spec, 'completions', count(spec, 'parallelism', 1));
  return progressing(`${count(status, 'succeeded')} of ${wanted} ran to their end, ${count(status, 'active')} are running`);
};
