/**
 * Parses JSON, and takes no object with one key twice: programs differ in which of the two they use, so that one could check
 * what another does not apply. Throws a SyntaxError.
 */
export function parseJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  if (membersIn(text) !== membersOf(value)) throw new SyntaxError('an object has one key twice');
  return value;
}

/** How many members the objects of a JSON text have: its colons outside of strings. */
function membersIn(text: string): number {
  let count = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at];
    if (letter === '"') inString = !inString;
    else if (inString && letter === '\\') at++;
    else if (letter === ':' && !inString) count++;
  }
  return count;
}

/** How many members the objects of a parsed value have. Iterative: a deep value must not end the stack. */
function membersOf(value: unknown): number {
  let count = 0;
  const stack = [value];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (typeof next !== 'object' || next === null) continue;
    if (!Array.isArray(next)) count += Object.keys(next).length;
    for (const entry of Object.values(next)) stack.push(entry);
  }
  return count;
}
