import type { ApprovalGate } from '../../apply/approval/planned-unit.ts';
import { KeelsonError } from '../../core/errors.ts';

/**
 * Halts the end of a Terraform unit that left the program, unless as many deletions were approved as it has resources (KS8011). What a
 * Kubernetes unit may delete is its own rules' affair.
 */
export function removalGate(allowDeletes = 0): ApprovalGate {
  return {
    check: async (planned) => {
      if (planned.plane !== 'terraform' || !planned.removesUnit) return { errors: [] };
      const deletes = planned.changes.resources.filter(({ action }) => action === 'delete').length;
      if (deletes <= allowDeletes) return { errors: [] };
      const message = `it left the program, and its ${deletes} ${deletes === 1 ? 'resource' : 'resources'} would be destroyed`;
      return { errors: [new KeelsonError('KS8011', { object: planned.unit, message })] };
    },
  };
}
