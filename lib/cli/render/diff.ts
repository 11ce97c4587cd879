import { ACTIONS, type Action, type AssemblyDiff, type Change, type FieldChange, type Summary } from '../../toolkit/diff/types.ts';
import type { Output } from '../output.ts';

const LABELS: Readonly<Record<Action, readonly [sign: string, label: string, style: 'green' | 'yellow' | 'red' | 'cyan' | 'magenta']>> = {
  moved: ['>', 'moved', 'cyan'],
  create: ['+', 'create', 'green'],
  update: ['~', 'update in place', 'yellow'],
  restart: ['!', 'restart pods', 'magenta'],
  replace: ['±', 'replace', 'red'],
  delete: ['-', 'delete', 'red'],
};

/** A diff for a terminal: changes by construct, then hints and sums. */
export function printDiff(output: Output, diff: AssemblyDiff): void {
  if (!diff.different) {
    output.line('no changes');
    return;
  }
  for (const { path, changes } of diff.constructs) {
    output.line(output.style('bold', path));
    for (const change of changes) {
      const [sign, , style] = LABELS[change.action];
      output.line(`  ${output.style(style, `${sign} ${change.title}`)}  ${labelOf(change)}`);
      if (change.from) output.line(`      was ${change.from.path} in ${change.from.unit}`);
      for (const field of change.fields) output.line(`      ${fieldLine(field)}`);
      for (const note of change.notes) output.line(`      ${note}`);
    }
  }
  for (const { from, to, line } of diff.hints)
    output.line(`${output.style('cyan', 'hint')} ${from} looks renamed to ${to}; to move it, paste into the props of ${to}: ${line}`);
  output.line(sumLine(diff.summary));
}

/** A diff for a pull request. */
export function diffMarkdown(diff: AssemblyDiff): string {
  if (!diff.different) return 'No changes.\n';
  const lines = [`**${escapeMarkdown(sumLine(diff.summary))}**`, ''];
  for (const { path, changes } of diff.constructs) {
    lines.push(
      `<details><summary><code>${escapeMarkdown(path)}</code>: ${changes
        .map((change) => LABELS[change.action][1])
        .filter((label, i, all) => all.indexOf(label) === i)
        .join(', ')}</summary>`,
      '',
    );
    for (const change of changes) {
      lines.push(`- ${LABELS[change.action][0]} \`${code(change.title)}\` ${escapeMarkdown(labelOf(change))}`);
      for (const field of change.fields) lines.push(`  - \`${code(fieldLine(field))}\``);
      for (const note of change.notes) lines.push(`  - ${escapeMarkdown(note)}`);
    }
    lines.push('', '</details>');
  }
  for (const { from, to, line } of diff.hints)
    lines.push('', `\`${code(from)}\` looks renamed to \`${code(to)}\`; to move it, paste \`${code(line)}\``);
  return `${lines.join('\n')}\n`;
}

function labelOf({ action, fields, gpus }: Change): string {
  const mayReplace = action === 'update' && fields.some((field) => field.effect === 'mayReplace');
  const count = gpus ? `, ${gpus.before === gpus.after ? gpus.after : `${gpus.before} -> ${gpus.after}`} GPUs` : '';
  return `${mayReplace ? 'update, may replace' : LABELS[action][1]}${count}`;
}

function fieldLine({ name, before, after, effect, because }: FieldChange): string {
  const change =
    because ??
    (before === undefined ? `+ ${show(after)}` : after === undefined ? `- ${show(before)}` : `${show(before)} -> ${show(after)}`);
  const note =
    effect === 'replace' ? ' (replaces)' : effect === 'restart' ? ' (restarts pods)' : effect === 'mayReplace' ? ' (may replace)' : '';
  return `${name}: ${change}${note}`;
}

function sumLine({ counts, gpus, mayReplace }: Summary): string {
  const parts = ACTIONS.filter((action) => counts[action] > 0).map((action) => `${counts[action]} ${LABELS[action][1]}`);
  if (mayReplace > 0) parts.push(`${mayReplace} of them may replace`);
  const touched = (
    [
      ['adds', gpus.add],
      ['frees', gpus.free],
      ['restarts', gpus.restart],
      ['replaces', gpus.replace],
    ] as const
  ).filter(([, number]) => number > 0);
  return [parts.join(', ') || 'settings only', ...touched.map(([verb, number]) => `${verb} ${number} GPU${number === 1 ? '' : 's'}`)].join(
    '; ',
  );
}

function show(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
  return text.length > 120 ? `${text.slice(0, 117)}…` : text.replaceAll('\n', '\\n');
}

function escapeMarkdown(text: string): string {
  return text
    .replace(/[&<>]/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[character] ?? '')
    .replace(/([*_`[\]|\\])/g, '\\$1');
}

/** Text inside a code span must not end it. */
function code(text: string): string {
  return text.replaceAll('`', "'");
}
