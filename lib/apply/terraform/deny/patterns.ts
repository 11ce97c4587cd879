/** Whether a text is one of the patterns, in which `*` stands for any characters but `/`, `?` and `:`. */
export function isListed(patterns: readonly string[], text: string): boolean {
  return patterns.some((pattern) => {
    const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
    return new RegExp(`^${parts.join('[^/?:]*')}$`).test(text);
  });
}
