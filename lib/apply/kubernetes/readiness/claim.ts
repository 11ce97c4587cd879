import { failed, progressing, type ReadinessOf, ready } from './readiness.ts';

/** Ready when it is bound. One that waits for its first pod is as far as it can be. */
export const claim: ReadinessOf = ({ status }) => {
  if (status?.phase === 'Bound') return ready('it is bound');
  if (status?.phase === 'Lost') return failed('its volume is lost');
  return progressing('it is not bound: it waits for a volume, or for the first pod that uses it');
};
