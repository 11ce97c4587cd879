import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
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

  /** Throws KS8055 and KS8056 for what an earlier run left: a person has to look at it first. */
  check(): void {
    const errored = join(this.#folder, 'errored.tfstate');
    if (existsSync(errored))
      throw new KeelsonError('KS8056', { object: this.#unit, message: `the state of an earlier apply is in ${errored}` });
    const applying = join(this.#folder, 'applying.json');
    if (!existsSync(applying)) return;
    throw new KeelsonError('KS8055', { object: this.#unit, message: `${applying}: it was at ${describe(applying)}` });
  }

  /** Says that an apply begins. @param addresses what it will make, change or end */
  begin(addresses: readonly string[]): void {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const body = { host: hostname(), pid: process.pid, addresses };
    writeFileSync(join(this.#folder, 'applying.json'), `${JSON.stringify(body, undefined, 2)}\n`, { mode: 0o600 });
  }

  /** Says that the apply told its end, whichever. */
  end(): void {
    rmSync(join(this.#folder, 'applying.json'), { force: true });
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

function describe(file: string): string {
  try {
    const { addresses, host, pid } = JSON.parse(readFileSync(file, 'utf8')) as { addresses: readonly string[]; host: string; pid: number };
    const shown = addresses.slice(0, 5).join(', ');
    return `${shown}${addresses.length > 5 ? ` and ${addresses.length - 5} more` : ''}, as process ${pid} of ${host}`;
  } catch {
    return 'something that it does not tell';
  }
}
