import { isIPv4, isIPv6 } from 'node:net';

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;
const DURATION = /^[+-]?(?:\d+(?:\.\d*)?(?:ns|us|µs|ms|s|m|h))+$|^0$/;
const INT32 = 2 ** 31;

interface Format {
  readonly words: string;
  accepts(value: unknown): boolean;
}

const text = (words: string, accepts: (value: string) => boolean): Format => ({
  words,
  accepts: (value) => typeof value !== 'string' || accepts(value),
});

/** Formats that the API server checks. A format that is not here is only a hint. */
const FORMATS: Readonly<Record<string, Format>> = {
  int32: {
    words: `a whole number from ${-INT32} to ${INT32 - 1}`,
    accepts: (value) => typeof value !== 'number' || (value >= -INT32 && value < INT32),
  },
  byte: text('base64', (value) => BASE64.test(value.replace(/\s/g, ''))),
  'date-time': text('a time such as 2026-01-31T12:00:00Z', (value) => DATE_TIME.test(value) && !Number.isNaN(Date.parse(value))),
  date: text('a date such as 2026-01-31', (value) => /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value))),
  duration: text('a duration such as 1h30m', (value) => DURATION.test(value)),
  ipv4: text('an IPv4 address', isIPv4),
  ipv6: text('an IPv6 address', isIPv6),
  uri: text('a URI', (value) => URL.canParse(value)),
  uuid: text('a UUID', (value) => /^[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}$/i.test(value)),
};

/** What a format wants, in words, when the value is not that; undefined for a good value or an unknown format. */
export function formatProblem(format: string, value: unknown): string | undefined {
  const known = Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined;
  return known && !known.accepts(value) ? known.words : undefined;
}
