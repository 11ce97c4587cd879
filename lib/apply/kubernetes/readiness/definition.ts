import { condition, failed, progressing, type ReadinessOf, ready, words } from './readiness.ts';

/** Ready when the API server serves the kind. */
export const definition: ReadinessOf = (object) => {
  const names = condition(object, 'NamesAccepted');
  if (names?.status === 'False') return failed(`its names are not accepted: ${words(names)}`);
  return condition(object, 'Established')?.status === 'True' ? ready('its kind is served') : progressing('its kind is not served yet');
};
