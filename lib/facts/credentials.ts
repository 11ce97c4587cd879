/*
 * Credentials that have a fixed, recognisable shape. Sources: AWS IAM user guide, "IAM identifiers" (AKIA, ASIA); huggingface.co
 * docs, "User access tokens"; GitHub docs, "About authentication to GitHub" (token prefixes); Slack docs, "Token types"; RFC 7468.
 */
const CREDENTIALS: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['an AWS access key id', /\b(AKIA|ASIA)[0-9A-Z]{16}\b/],
  ['a Hugging Face token', /\bhf_[A-Za-z0-9]{30,}\b/],
  ['a GitHub token', /\b(gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{60,})\b/],
  ['a Slack token', /\bxox[abprs]-[A-Za-z0-9-]{20,}\b/],
  ['a private key', /-----BEGIN ([A-Z]+ )*PRIVATE KEY-----/],
];
const SHORTEST = 20;

/** What kind of credential a text holds, such as `an AWS access key id`; undefined when it looks like none. */
export function credentialIn(text: string): string | undefined {
  if (text.length < SHORTEST) return undefined;
  return CREDENTIALS.find(([, pattern]) => pattern.test(text))?.[0];
}

/** A text without the credentials that are known by their shape. @param by what stands in their place */
export function withoutCredentials(text: string, by: string): string {
  return CREDENTIALS.reduce((clean, [, pattern]) => clean.replaceAll(new RegExp(pattern, `${pattern.flags}g`), by), text);
}
