type Environment = Readonly<Record<string, string | undefined>>;

/** The proxy that the environment names for an address, as curl reads it: https_proxy, http_proxy, all_proxy, but for no_proxy. */
export function proxyFor(url: URL, environment: Environment): string | undefined {
  const value = (name: string): string | undefined => environment[name] || environment[name.toUpperCase()] || undefined;
  const proxy = value(`${url.protocol.slice(0, -1)}_proxy`) ?? value('all_proxy');
  if (proxy === undefined || isExempt(url, value('no_proxy') ?? '')) return undefined;
  return proxy.includes('://') ? proxy : `http://${proxy}`;
}

/** `*`, or names separated by commas, each with everything below it and perhaps a port. */
function isExempt({ hostname, port, protocol }: URL, exempt: string): boolean {
  return exempt
    .split(/[,\s]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true;
      const [, name = '', ownPort] = /^\*?\.?(.*?)(?::(\d+))?$/.exec(entry) ?? [];
      if (ownPort !== undefined && ownPort !== (port || (protocol === 'https:' ? '443' : '80'))) return false;
      return hostname === name || hostname.endsWith(`.${name}`);
    });
}
