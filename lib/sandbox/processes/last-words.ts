const MOST_CHARACTERS = 300;

/**
 * What a program of a control plane said of its end, out of the last lines of its log: the last error, as klog (`E0131 12:00:00 … msg`),
 * as zap's JSON or as plain text writes it. Undefined for an empty log.
 */
export function lastWords(log: string): string | undefined {
  const lines = log.split('\n').flatMap((line) => read(line.trim()) ?? []);
  const { text } = lines.findLast(({ isError }) => isError) ?? lines.at(-1) ?? {};
  if (text === undefined) return undefined;
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}

interface Line {
  readonly text: string;
  readonly isError: boolean;
}

function read(line: string): Line | undefined {
  if (line === '') return undefined;
  if (line.startsWith('{')) return json(line);
  const [, level, text] = /^([IWEF])\d{4} [\d:.]+\s+\d+ \S+\] (.*)$/.exec(line) ?? [];
  if (text !== undefined) return { text, isError: level === 'E' || level === 'F' };
  return { text: line, isError: /^(error|fatal|panic)\b/i.test(line) };
}

function json(line: string): Line {
  try {
    const { level, msg, error } = JSON.parse(line) as { readonly level?: string; readonly msg?: string; readonly error?: string };
    const text = [msg, error].filter((one) => one !== undefined).join(': ');
    return { text: text === '' ? line : text, isError: ['error', 'fatal', 'panic'].includes(level ?? '') };
  } catch {
    return { text: line, isError: false };
  }
}
