const PROVIDER = /^provider\s+"([^"]+)"\s*\{([^}]*)\}/gm;
const ATTRIBUTE = /^\s*(version|constraints)\s*=\s*"([^"]*)"/gm;

/** What a `.terraform.lock.hcl` pins, by provider source; its hashes follow from the version. */
export function lockedProviders(text: string): Map<string, Record<string, string>> {
  const providers = new Map<string, Record<string, string>>();
  for (const [, source = '', body = ''] of text.matchAll(PROVIDER)) {
    providers.set(source, Object.fromEntries([...body.matchAll(ATTRIBUTE)].map(([, name = '', value = '']) => [name, value])));
  }
  return providers;
}
