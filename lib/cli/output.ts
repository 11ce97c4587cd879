import { styleText } from 'node:util';
import type { KeelsonError } from '../core/errors.ts';

type Style = Parameters<typeof styleText>[0];

/** What commands print to: results on standard output, messages on standard error. */
export class Output {
  readonly #out: NodeJS.WritableStream;
  readonly #err: NodeJS.WritableStream;
  readonly #color: boolean;

  constructor(
    out: NodeJS.WritableStream & { readonly isTTY?: boolean } = process.stdout,
    err: NodeJS.WritableStream = process.stderr,
    environment: NodeJS.ProcessEnv = process.env,
  ) {
    this.#out = out;
    this.#err = err;
    this.#color = environment['FORCE_COLOR'] ? environment['FORCE_COLOR'] !== '0' : out.isTTY === true && !environment['NO_COLOR'];
  }

  /** A line of the result. */
  line(text: string): void {
    this.#out.write(`${clean(text)}\n`);
  }

  /** Text of the result, as it is: a document. */
  text(text: string): void {
    this.#out.write(text);
  }

  /** One JSON document. */
  json(value: unknown): void {
    this.#out.write(`${JSON.stringify(value, undefined, 2)}\n`);
  }

  /** Something was done. */
  done(text: string): void {
    this.line(`${this.style('green', '✔')} ${text}`);
  }

  warning(error: KeelsonError): void {
    this.#err.write(`${this.style('yellow', 'warning')} ${clean(error.message)}\n`);
  }

  error(error: KeelsonError): void {
    this.#err.write(`${this.style('red', 'error')} ${clean(error.message)}\n`);
  }

  /** A line beside the messages, such as a stack trace. */
  detail(text: string): void {
    this.#err.write(`${text}\n`);
  }

  style(style: Style, text: string): string {
    return this.#color ? styleText(style, text) : text;
  }
}

/** Escape sequences other than colours could steer the terminal; texts of a program's may hold any. */
function clean(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is these that are looked for
  return text.includes('\u001b') ? text.replace(/\u001b(?!\[\d{1,3}m)/g, '') : text;
}
