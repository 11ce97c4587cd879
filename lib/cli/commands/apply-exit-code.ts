import type { KeelsonError } from '../../core/errors.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';

/** What an administrator has to decide: conflicts, replacements, deletions beyond the budget, what the policy forbids. */
const APPROVAL: ReadonlySet<string> = new Set([
  'KS8009',
  'KS8010',
  'KS8011',
  'KS8012',
  'KS8073',
  ...[0, 2, 3, 4, 5, 6, 7].map((last) => `KS808${last}`),
]);
/** What was begun and is not whole. */
const PARTLY: ReadonlySet<string> = new Set([
  'KS8004',
  'KS8007',
  'KS8015',
  'KS8017',
  'KS8018',
  'KS8020',
  'KS8023',
  'KS8061',
  'KS8062',
  'KS8094',
  'KS8095',
  'KS8097',
]);

/** The exit code for what speaks against a plan, or kept a run from its end. */
export function applyExitCode(errors: readonly KeelsonError[]): ExitCode {
  if (errors.length === 0) return EXIT.done;
  if (errors.some((error) => PARTLY.has(error.code))) return EXIT.partlyDone;
  return errors.some((error) => APPROVAL.has(error.code)) ? EXIT.approvalNeeded : EXIT.userError;
}
