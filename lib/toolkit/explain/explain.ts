import { KeelsonError } from '../../core/errors.ts';
import { type Message, type MessageCode, messages } from '../../core/messages/index.ts';
import { nearestWord } from '../../core/nearest.ts';

/** What an error code means. Throws KS0012 for an unknown one. */
export function explain(code: string): Message {
  const key = code.toUpperCase();
  if (Object.hasOwn(messages, key)) return messages[key as MessageCode];
  const near = nearestWord(key, Object.keys(messages));
  throw new KeelsonError('KS0012', { message: `${JSON.stringify(code)} is no code`, ...(near && { fix: `did you mean ${near}?` }) });
}

/** All codes, sorted. */
export function allCodes(): readonly MessageCode[] {
  return (Object.keys(messages) as MessageCode[]).sort();
}
