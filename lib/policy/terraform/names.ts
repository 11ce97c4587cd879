import { nearestWord } from '../../core/nearest.ts';
import type { Finding } from '../finding.ts';
import { walk } from '../walk.ts';
import { type Traversal, traversalsIn } from './expressions.ts';
import { blocksOf, type Json, listAt, objectAt } from './stack.ts';

type Report = (finding: Pick<Finding, 'code' | 'pointer' | 'message' | 'fix'>) => void;

/** Names that every expression may read. */
const BUILTIN_ROOTS = new Set(['each', 'count', 'self', 'path', 'terraform', 'provider']);
/** Fields whose texts are addresses, not templates. */
const ADDRESS_FIELDS = /\/(depends_on|replace_triggered_by)\/\d+$/;

/** Every name that an expression reads is declared in the stack (KS6013). */
export function checkNames(stack: Json, report: Report): void {
  const declared = declaredNames(stack);
  const check = (path: Traversal, pointer: string): void => {
    const [root = ''] = path;
    if (BUILTIN_ROOTS.has(root)) return;
    const depth = root === 'data' || root === 'ephemeral' ? 3 : 2;
    const address = path.slice(0, depth).join('.');
    if (path.length < depth || declared.has(address)) return;
    const near = nearestWord(address, declared);
    report({
      code: 'KS6013',
      pointer,
      message: `${address} is not in the stack`,
      fix: near === undefined ? 'correct the name, or use the reference of the construct that has the value' : `did you mean ${near}?`,
    });
  };
  walk(stack, (pointer, scalar) => {
    if (typeof scalar !== 'string') return;
    if (ADDRESS_FIELDS.test(pointer) && !scalar.includes('${')) check(scalar.split(/[.[]/), pointer);
    else if (scalar.includes('{')) for (const path of traversalsIn(scalar)) check(path, pointer);
  });
  for (const [index, entry] of listAt(stack, 'import').entries()) {
    const { to } = entry;
    if (typeof to === 'string') check(to.split(/[.[]/), `/import/${index}/to`);
  }
}

function declaredNames(stack: Json): ReadonlySet<string> {
  const locals = listAt(stack, 'locals').flatMap((block) => Object.keys(block));
  return new Set([
    ...blocksOf(stack).map((block) => block.address),
    ...Object.keys(objectAt(stack, 'variable')).map((name) => `var.${name}`),
    ...locals.map((name) => `local.${name}`),
  ]);
}
