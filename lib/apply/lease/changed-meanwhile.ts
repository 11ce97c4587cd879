import { KeelsonError } from '../../core/errors.ts';

/** What was read of an environment is old: another applier had its lease since (KS8007). @param environment `platform/env` */
export function changedMeanwhile(environment: string): KeelsonError {
  return new KeelsonError('KS8007', { object: environment, message: 'another applier was at it since this run read it' });
}
