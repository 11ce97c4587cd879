import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { isAlive } from '../../../assembly/is-alive.ts';
import { KeelsonError } from '../../../core/errors.ts';

/** What outlives a run of a unit on this machine: an apply that is under way, and a state that its backend did not take. */
export class Markers {
  readonly #unit: string;
  readonly #folder: string;

  /**
   * @param home folder of the applier
   * @param key `platform/env/terraform/stack`
   */
  constructor(home: string, unit: string, key: string) {
    this.#unit = unit;
    this.#folder = join(home, 'terraform', ...key.split('/'));
  }

  /** Throws KS8056 for a state that an earlier run left: a person has to look at it first. */
  check(): void {
    const errored = join(this.#folder, 'errored.tfstate');
    if (existsSync(errored))
      throw new KeelsonError('KS8056', { object: this.#unit, message: `the state of an earlier apply is in ${errored}` });
  }

  /**
   * Looks at an apply that did not tell its end. What it was to make, is in the state and need not be made any more was made; anything
   * else may exist without being there, and is a person's to look at. Throws KS8055.
   * @param addresses of all that is in the state
   * @param creates addresses of what would be made now, anew or again
   */
  checkState(addresses: ReadonlySet<string>, creates: readonly string[]): void {
    const file = join(this.#folder, 'applying.json');
    if (!existsSync(file)) return;
    const begun = readBegun(file);
    const missing = begun?.creates.filter((address) => !addresses.has(address) || creates.includes(address));
    const isRunning = begun?.terraform !== undefined && begun.host === hostname() && isAlive(begun.terraform);
    if (!isRunning && missing?.length === 0) {
      this.end();
      return;
    }
    throw new KeelsonError('KS8055', { object: this.#unit, message: `${file}: ${describe(begun, missing ?? [], isRunning)}` });
  }

  /**
   * Says that an apply begins.
   * @param creates addresses of what it will make, anew or again
   * @returns takes the process that does it
   */
  begin(creates: readonly string[]): (terraform: number) => void {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const write = (more: object): void => {
      const body: Begun = { host: hostname(), pid: process.pid, creates, ...more };
      writeFileSync(join(this.#folder, 'applying.json'), `${JSON.stringify(body, undefined, 2)}\n`, { mode: 0o600 });
    };
    write({});
    return (terraform) => write({ terraform });
  }

  /** Where an apply writes what it does, for as long as it does. */
  get output(): string {
    return join(this.#folder, 'apply.jsonl');
  }

  /** Says that the apply told its end, whichever. */
  end(): void {
    for (const name of ['applying.json', 'apply.jsonl']) rmSync(join(this.#folder, name), { force: true });
  }

  /** Keeps the state that a backend did not take. @returns where it is now; undefined when there is none */
  keepErrored(workFolder: string): string | undefined {
    const from = join(workFolder, 'errored.tfstate');
    if (!existsSync(from)) return undefined;
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const to = join(this.#folder, 'errored.tfstate');
    copyFileSync(from, to);
    return to;
  }
}

interface Begun {
  readonly host: string;
  readonly pid: number;
  readonly creates: readonly string[];
  /** Process of Terraform. */
  readonly terraform?: number;
}

function readBegun(file: string): Begun | undefined {
  try {
    const begun = JSON.parse(readFileSync(file, 'utf8')) as Begun;
    return Array.isArray(begun.creates) ? begun : undefined;
  } catch {
    return undefined;
  }
}

function describe(begun: Begun | undefined, missing: readonly string[], isRunning: boolean): string {
  if (!begun) return 'it was at something that it does not tell';
  if (isRunning) return `process ${begun.terraform} of this machine is still at it`;
  const shown = missing.slice(0, 5).join(', ');
  const more = missing.length > 5 ? ` and ${missing.length - 5} more` : '';
  const those = missing.length === 1 ? 'is' : 'are';
  return `as process ${begun.pid} of ${begun.host} it was at ${shown}${more}, which ${those} not in the state as wanted`;
}
