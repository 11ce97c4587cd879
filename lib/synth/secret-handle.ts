import type { IConstruct } from 'constructs';
import { errorAt } from './state.ts';

const BRAND = Symbol.for('keelson.secretHandle');

/**
 * Names where a secret value is kept: a key of a Secret in the cluster. It has no value at synth and can not be turned into
 * one: as text, number or JSON it throws KS4009.
 */
export class SecretHandle {
  /** Name of the Secret object. */
  readonly secretName: string;
  /** Key in the Secret's data. */
  readonly key: string;
  /** The construct that declares it. @internal */
  readonly scope: IConstruct;

  constructor(scope: IConstruct, secretName: string, key: string) {
    this.scope = scope;
    this.secretName = secretName;
    this.key = key;
    Object.defineProperty(this, BRAND, { value: true });
  }

  /** Brand check. */
  static is(value: unknown): value is SecretHandle {
    return typeof value === 'object' && value !== null && BRAND in value;
  }

  toString(): never {
    throw this.#misuse();
  }

  toJSON(): never {
    throw this.#misuse();
  }

  [Symbol.toPrimitive](): never {
    throw this.#misuse();
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return `SecretHandle(${this.secretName}, ${this.key})`;
  }

  #misuse() {
    return errorAt(this.scope, 'KS4009', `the secret ${this.secretName} (key ${this.key}) was used as a value`);
  }
}
