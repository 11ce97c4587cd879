import { execFile } from 'node:child_process';
import { KeelsonError } from '../../core/errors.ts';

const TIMEOUT_MS = 300_000;

/** Runs helm with the user's own configuration, credentials and proxy. */
export class Helm {
  readonly #program: string;
  readonly #environment: NodeJS.ProcessEnv;

  constructor(program: string, environment: NodeJS.ProcessEnv) {
    this.#program = program;
    this.#environment = environment;
  }

  /** The standard output; undefined when helm ended with an error. */
  async try(...argv: string[]): Promise<string | undefined> {
    return (await this.#run(argv)).stdout;
  }

  /**
   * The standard output. Throws KS9010 with helm's own words.
   * @param what what it is for, to begin the message with
   */
  async run(what: string, ...argv: string[]): Promise<string> {
    const { stdout, problem } = await this.#run(argv);
    if (stdout === undefined) throw new KeelsonError('KS9010', { message: `${what}: ${problem}` });
    return stdout;
  }

  #run(argv: readonly string[]): Promise<{ readonly stdout?: string; readonly problem: string }> {
    const options = { env: this.#environment, maxBuffer: 64 * 1024 * 1024, timeout: TIMEOUT_MS, windowsHide: true };
    return new Promise((resolve) => {
      const child = execFile(this.#program, [...argv], options, (error, stdout, stderr) => {
        const said = (stderr || error?.message || '')
          .trim()
          .replace(/^Error: /gm, '')
          .replace(/\s*\n\s*/g, ' ');
        resolve(error ? { problem: said } : { stdout, problem: said });
      });
      child.stdin?.end();
    });
  }
}
