import { objectId } from '../assembly/schema.ts';
import type { Finding } from './finding.ts';
import { validateObject } from './kubernetes/validate-object.ts';
import type { Rule } from './rule.ts';
import { bindingsOf, kubernetesUnits, objectsOf, placeOf } from './units.ts';

/** Every object is one that the API server takes: kind, fields, values, names (KS5001 to KS5012). */
export const schemas: Rule = ({ assembly, schemasOf }) =>
  kubernetesUnits(assembly).flatMap((unit) => {
    const set = schemasOf(unit);
    return objectsOf(assembly, unit).flatMap(({ entry, object }) =>
      validateObject(object, set, bindingsOf(unit, objectId(entry))).map(
        (issue): Finding => ({ ...issue, severity: issue.severity ?? 'error', ...placeOf(unit, entry) }),
      ),
    );
  });
