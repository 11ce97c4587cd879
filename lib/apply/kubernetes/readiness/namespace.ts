import { progressing, type ReadinessOf, ready } from './readiness.ts';

export const namespace: ReadinessOf = ({ status }) =>
  status?.phase === 'Active' ? ready('it is active') : progressing(`it is ${String(status?.phase ?? 'pending').toLowerCase()}`);
