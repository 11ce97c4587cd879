/** Functions that read the machine's files, and those that tell where they are. */
const READERS =
  'file|filebase64|fileexists|fileset|filemd5|filesha1|filesha256|filesha512|filebase64sha256|filebase64sha512|templatefile|abspath|pathexpand';
const CALL = new RegExp(`(?<![\\w.-])(?:core::)?(${READERS})\\s*\\(`, 'g');
/** A path in the unit: a plain text that stays below, perhaps after the module's or the root's own folder. */
const INSIDE = /^\s*"(?:\$\{\s*path\.(?:module|root)\s*\}\/)?(?!\/|~)(?!(?:[^"]*\/)?\.\.(?:\/|"))[^"$%\\]+"\s*[,)]/;
const COMMENTS = /\/\*[\s\S]*?\*\/|(?:#|\/\/)[^\n]*/g;

/** Calls of functions that read files outside the unit, as they are written. @param text a value of the configuration */
export function outsideReads(text: string): string[] {
  if (!text.includes('${') && !text.includes('%{')) return [];
  // A comment may stand between the name and its bracket; a `//` inside of a text is cut too, which can only deny more.
  return [...new Set([...calls(text), ...calls(text.replace(COMMENTS, ' '))])];
}

function calls(text: string): string[] {
  return [...text.matchAll(CALL)].flatMap((match) => {
    const rest = text.slice(match.index + match[0].length);
    return INSIDE.test(rest) ? [] : [`${match[1]}(${rest.slice(0, 60).split('\n')[0]}`];
  });
}
