import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { KeelsonError } from '../../../core/errors.ts';
import { type Holder, holderText, isProvablyGone, startTimeOf, thisProcess } from '../../lease/holder.ts';
import { DirectoryStore } from '../../release/directory-store.ts';
import { type ApplyRecord, describeRecord, parseRecord, type RecordStore, recordKey } from './apply-record.ts';
import type { TerraformContext, TerraformUnit } from './session.ts';

/** An apply that is under way. What is told of it is written one after the other, in the background. */
export interface BegunApply {
  /** Which process does it. */
  started(pid: number): void;
  /** Which lock of the state it has. */
  locked(id: string): void;
  /** Where the state is that its backend did not take. */
  errored(file: string): Promise<void>;
}

/** What outlives a run of a unit: an apply that is under way, which every applier finds, and on this machine a state that was not saved. */
export class Markers {
  readonly #unit: string;
  readonly #folder: string;
  readonly #key: string;
  readonly #records: RecordStore;
  readonly #holder: () => Promise<Holder>;
  #found: { readonly record: ApplyRecord | undefined } | undefined;
  #written: Promise<unknown> = Promise.resolve();

  private constructor({ unit, key }: TerraformUnit, context: TerraformContext) {
    const { home, records = new DirectoryStore(join(home, 'terraform')), holder = async () => thisProcess() } = context;
    this.#unit = unit;
    this.#folder = join(home, 'terraform', ...key.split('/'));
    this.#key = recordKey(key);
    this.#records = records;
    this.#holder = holder;
  }

  /** Reads what an earlier run left. Throws KS8056 for a state that was not saved: a person has to look at it first. */
  static async open(unit: TerraformUnit, context: TerraformContext): Promise<Markers> {
    const markers = new Markers(unit, context);
    if (context.reviewed) await markers.end();
    const blob = await markers.#records.get(markers.#key);
    markers.#found = blob && { record: parseRecord(blob.bytes) };
    await markers.check();
    return markers;
  }

  /** The apply that did not tell its end. */
  get record(): ApplyRecord | undefined {
    return this.#found?.record;
  }

  /** Throws KS8056 for a state that was not saved, here or on another machine. */
  async check(): Promise<void> {
    const errored = join(this.#folder, 'errored.tfstate');
    const { holder, errored: elsewhere } = this.#found?.record ?? {};
    const isHere = holder === undefined || (holder.host === hostname() && (elsewhere === undefined || elsewhere === errored));
    if (existsSync(errored))
      throw new KeelsonError('KS8056', { object: this.#unit, message: `the state of an earlier apply is in ${errored}` });
    if (elsewhere === undefined || holder === undefined) return;
    // It was here, and somebody took it away: that is what is asked for.
    if (isHere) await this.end();
    else {
      const message = `the state of an earlier apply is in ${elsewhere}, where ${holderText(holder)} left it`;
      throw new KeelsonError('KS8056', { object: this.#unit, message });
    }
  }

  /** Whether the process of Terraform that was begun still runs on this machine. */
  get isRunning(): boolean {
    const { holder, terraform } = this.#found?.record ?? {};
    if (!holder || !terraform) return false;
    // As a process of the same boot and container, under the id of Terraform.
    const { startTime } = terraform;
    const child = { ...holder, pid: terraform.pid, startTime };
    return holder.host === hostname() && startTime !== undefined && startTimeOf(terraform.pid) === startTime && !isProvablyGone(child);
  }

  /**
   * Looks at an apply that did not tell its end. What it was to make, is in the state and need not be made any more was made; anything
   * else may exist without being there, and is a person's to look at. Throws KS8055.
   * @param addresses of all that is in the state
   * @param creates addresses of what would be made now, anew or again
   */
  async checkState(addresses: ReadonlySet<string>, creates: readonly string[]): Promise<void> {
    if (!this.#found) return;
    const { record } = this.#found;
    const missing = record?.creates.filter((address) => !addresses.has(address) || creates.includes(address));
    if (!this.isRunning && missing?.length === 0) {
      await this.end();
      return;
    }
    const message = `${this.#records.name} ${this.#key}: ${describeRecord(record, missing ?? [], this.isRunning)}`;
    throw new KeelsonError('KS8055', { object: this.#unit, message });
  }

  /** Says that an apply begins, before it does. @param creates addresses of what it will make, anew or again */
  async begin(creates: readonly string[]): Promise<BegunApply> {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    let record: ApplyRecord = { schemaVersion: '1.0', holder: await this.#holder(), startedAt: new Date().toISOString(), creates };
    const write = (more: Partial<ApplyRecord>): Promise<unknown> => {
      record = { ...record, ...more };
      this.#found = { record };
      const bytes = Buffer.from(JSON.stringify(record));
      this.#written = this.#written.then(() => this.#records.put(this.#key, bytes));
      return this.#written;
    };
    await write({});
    // What only helps who comes next does not fail the apply.
    const tell = (more: Partial<ApplyRecord>): void => void write(more).catch(() => {});
    return {
      started: (pid) => tell({ terraform: { pid, startTime: startTimeOf(pid) } }),
      locked: (id) => tell({ lockId: id }),
      errored: async (errored) => void (await write({ errored })),
    };
  }

  /** Says that the lock of the apply that did not tell its end is gone. */
  async unlocked(): Promise<void> {
    const { record } = this.#found ?? {};
    if (!record) return;
    const { lockId: _, ...rest } = record;
    this.#found = { record: rest };
    await this.#records.put(this.#key, Buffer.from(JSON.stringify(rest)));
  }

  /** Where an apply writes what it does, for as long as it does. */
  get output(): string {
    return join(this.#folder, 'apply.jsonl');
  }

  /** Says that the apply told its end, whichever. */
  async end(): Promise<void> {
    await this.#written.catch(() => {});
    await this.#records.remove(this.#key);
    rmSync(this.output, { force: true });
    this.#found = undefined;
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
