import type { AssemblyContent } from '../../assembly/content.ts';
import type { UnitFile } from '../../assembly/schema.ts';
import { compareFields } from '../../core/fields/compare.ts';
import type { Change } from './types.ts';

/** What changes of units themselves: which others must be done first, what a Kubernetes unit gives to others, and the roles of a Terraform unit. */
export function unitSettings(before: AssemblyContent | undefined, after: AssemblyContent): Change[] {
  const changes: Change[] = [];
  for (const [unit, now] of after.units) {
    const old = before?.units.get(unit);
    if (!old) continue;
    const fields = compareFields(settingsOf(old), settingsOf(now)).map((difference) => ({ ...difference, effect: 'update' as const }));
    if (fields.length === 0) continue;
    changes.push({ action: 'update', plane: now.plane, kind: 'setting', unit, id: 'unit', title: 'unit', path: unit, fields, notes: [] });
  }
  return changes;
}

function settingsOf(unit: UnitFile): unknown {
  return {
    dependsOn: unit.dependsOn.map((edge) => edge.unit),
    ...(unit.plane === 'terraform' && unit.roles && { roles: unit.roles }),
    // Outputs of a Terraform unit stand in its stack.
    ...(unit.plane === 'kubernetes' && { outputs: unit.outputs }),
  };
}
