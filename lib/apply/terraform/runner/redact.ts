import { withoutCredentials } from '../../../facts/credentials.ts';

const USERINFO = /\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@:]*(?::[^\s/@]*)?@/gi;
const QUERY = /([?&](?:[^=&\s]*(?:token|secret|password|signature|credential|key)[^=&\s]*)=)[^&\s"']+/gi;
const HEADER = /\b(authorization\s*[:=]\s*"?(?:bearer|basic|token)\s+)[^\s"']+/gi;

/**
 * A text of another program without credentials: those of addresses and headers, those of a known shape, and the values that the unit was given
 * as secrets (CVE-2024-52009).
 */
export function redact(text: string, secrets: Iterable<string> = []): string {
  let clean = withoutCredentials(text, '(redacted)')
    .replace(USERINFO, '$1(redacted)@')
    .replace(QUERY, '$1(redacted)')
    .replace(HEADER, '$1(redacted)');
  for (const secret of secrets) if (secret.length >= 4) clean = clean.replaceAll(secret, '(redacted)');
  return clean;
}
