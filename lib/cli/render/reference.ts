import type { CommandDefinition, OptionDefinition } from '../command.ts';

/** Every option of every command as a Markdown table, for the docs. */
export function optionsTable(definitions: readonly CommandDefinition[]): string {
  const byFlags = new Map<string, { readonly option: OptionDefinition; readonly commands: string[] }>();
  for (const { name, options } of definitions) {
    for (const option of options) {
      const key = `${option.flags}\n${meaning(option)}`;
      const entry = byFlags.get(key) ?? { option, commands: [] };
      entry.commands.push(`\`${name}\``);
      byFlags.set(key, entry);
    }
  }
  const rows = [...byFlags.values()].map(({ option, commands }) => `| \`${option.flags}\` | ${commands.join(', ')} | ${meaning(option)} |`);
  return ['| option | of | meaning |', '|---|---|---|', ...rows].join('\n');
}

/** As the help says it: the description, what may be given, and what is taken without it. */
function meaning({ description, choices, fallback }: OptionDefinition): string {
  const more = [...(choices ? [`one of ${choices.join(', ')}`] : []), ...(fallback === undefined ? [] : [`default: ${fallback}`])];
  return `${description}${more.length > 0 ? ` (${more.join('; ')})` : ''}`.replaceAll('|', '\\|');
}
