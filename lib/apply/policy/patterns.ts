/**
 * Whether a text is what an administrator's pattern says.
 * @param any expression of the characters that `*` stands for. @default - any
 */
export function matches(pattern: string, text: string, any = '.*'): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join(any)}$`).test(text);
}

/** Whether a source, an ARN or an address is one of the patterns, in which `*` stands for any characters but `/`, `?` and `:`. */
export function isListed(patterns: readonly string[], text: string): boolean {
  return patterns.some((pattern) => matches(pattern, text, '[^/?:]*'));
}
