import { closeSync, openSync, readSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';

const POLL_MS = 50;
const CHUNK = 64 * 1024;

/**
 * A file that a program writes its output to, and whose lines are read as they come. A pipe would end the program when its reader is
 * killed; a program that writes to a file goes on to its own end.
 */
export class OutputFile {
  /** For the program. */
  readonly descriptor: number;
  readonly #reader: number;
  readonly #line: (line: string) => void;
  readonly #timer: NodeJS.Timeout;
  readonly #decoder = new StringDecoder('utf8');
  readonly #buffer = Buffer.alloc(CHUNK);
  #rest = '';

  constructor(file: string, line: (line: string) => void) {
    this.descriptor = openSync(file, 'w', 0o600);
    this.#reader = openSync(file, 'r');
    this.#line = line;
    this.#timer = setInterval(() => this.#read(), POLL_MS);
  }

  /** The program has the file now. */
  started(): void {
    closeSync(this.descriptor);
  }

  /** The program ended: what is left is read. */
  end(): void {
    clearInterval(this.#timer);
    this.#read();
    if (this.#rest !== '') this.#line(this.#rest);
    closeSync(this.#reader);
  }

  #read(): void {
    for (let size = CHUNK; size > 0; ) {
      size = readSync(this.#reader, this.#buffer, 0, CHUNK, null);
      const lines = (this.#rest + this.#decoder.write(this.#buffer.subarray(0, size))).split(/\r?\n/);
      this.#rest = lines.pop() ?? '';
      for (const line of lines) this.#line(line);
    }
  }
}
