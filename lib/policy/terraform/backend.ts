import type { Finding } from '../finding.ts';
import { isJson, type Json, listAt, objectAt } from './stack.ts';

/** Backends that keep the state in the folder of the stack, so that two with equal settings are two states. */
const OWN_FOLDER = 'local';

/** Where a stack keeps its state: the type of the backend and its settings; undefined without exactly one backend. */
export function backendOf(stack: Json): { readonly type: string; readonly settings: Json } | undefined {
  const found = listAt(stack, 'terraform').flatMap((block) => [
    ...listAt(block, 'backend').flatMap((backend) => Object.entries(backend)),
    ...(isJson(block['cloud']) ? [['cloud', block['cloud']] as const] : []),
  ]);
  const [only] = found;
  if (found.length !== 1 || !only) return undefined;
  return { type: only[0], settings: isJson(only[1]) ? only[1] : objectAt({}, '') };
}

/** Checks that a stack has one explicit backend (KS6011), and that no other stack keeps its state there (KS6015). */
export function checkBackend(
  stack: Json,
  unit: string,
  seen: Map<string, string>,
  report: (finding: Pick<Finding, 'code' | 'pointer' | 'message' | 'fix'>) => void,
): void {
  const backend = backendOf(stack);
  if (!backend) {
    report({
      code: 'KS6011',
      pointer: '/terraform/backend',
      message: 'the stack has no backend, or more than one',
      fix: 'give the environment a state backend',
    });
    return;
  }
  if (backend.type === OWN_FOLDER) return;
  const place = `${backend.type} ${JSON.stringify(Object.entries(backend.settings).sort(([a], [b]) => (a < b ? -1 : 1)))}`;
  const other = seen.get(place);
  if (other === undefined) seen.set(place, unit);
  else
    report({
      code: 'KS6015',
      pointer: '/terraform/backend',
      message: `${other} and ${unit} keep their state in one place: ${place}`,
      fix: 'give each stack its own key',
    });
}
