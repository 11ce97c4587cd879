import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { ValueType } from '../../assembly/schema.ts';
import { KeelsonError } from '../../core/errors.ts';
import { constructPath, outputOf } from '../construct-path.ts';
import { errorAt, type PlatformState, stateOf } from '../state.ts';
import { MarkerRegistry } from './markers.ts';

/** Where the value of a reference comes from. */
export type ReferenceOrigin =
  | { readonly kind: 'terraform'; readonly scope: IConstruct; readonly token: unknown }
  | { readonly kind: 'kubernetes'; readonly scope: IConstruct; readonly object: ApiObject; readonly pointer: string };

const BRAND = Symbol.for('keelson.reference');

/**
 * A typed value that is unknown until the applier runs: an output of Terraform, or a field of a live Kubernetes object.
 * It goes into a prop or a field as it is, or into a template literal (`https://${host}/v1`), and becomes a binding of the
 * assembly. Cutting, encoding or calculating with it is an error (KS4002, KS4003).
 */
export class Reference<T = string> {
  /** Type of the value, as the assembly has it. */
  readonly type: ValueType;
  /** A sensitive value may only fill the data of a Secret. */
  readonly sensitive: boolean;
  /** @internal */
  readonly origin: ReferenceOrigin;
  /** Name that the environment exports it by. @internal */
  exportName: string | undefined;
  declare protected readonly __value: T;

  /** @internal Use a construct's property, {@link terraformReference} or {@link statusOf}. */
  constructor(origin: ReferenceOrigin, type: ValueType, sensitive = false) {
    this.origin = origin;
    this.type = type;
    this.sensitive = sensitive;
    Object.defineProperty(this, BRAND, { value: true });
  }

  /** A text that stands for the value; put it into the output unchanged, alone or among other text. */
  asString(): string {
    return markersOf(stateOf(this.origin.scope)).text(this as Reference<unknown>);
  }

  /** A number that stands for the value, for libraries whose props take only numbers. Throws KS4002 when the value is not a number. */
  asNumber(): number {
    if (this.type !== 'number' && this.type !== 'any') throw this.#damage(`the value is a ${this.type}, not a number`);
    return markersOf(stateOf(this.origin.scope)).number(this as Reference<unknown>);
  }

  /** A list that stands for the value, for libraries whose props take only lists. Throws KS4002 when the value is not a list. */
  asList(): string[] {
    if (this.type !== 'list' && this.type !== 'any') throw this.#damage(`the value is a ${this.type}, not a list`);
    return [this.asString()];
  }

  toString(): string {
    return this.asString();
  }

  toJSON(): string {
    return this.asString();
  }

  [Symbol.toPrimitive](hint: string): string | number {
    if (hint === 'number') throw this.#damage('it was used in a calculation');
    if (hint === 'default' && this.type === 'number') throw this.#damage('it was used in a sum or a comparison');
    return this.asString();
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return `Reference<${this.type}>(${constructPath(this.origin.scope)})`;
  }

  #damage(what: string): KeelsonError {
    return errorAt(this.origin.scope, 'KS4002', `a reference to ${constructPath(this.origin.scope)} was damaged: ${what}`);
  }
}

let checksDamage = true;

/** Runs a check of values that asks for their length before it knows their type: a schema of zod does. */
export function withoutDamageChecks<R>(run: () => R): R {
  const before = checksDamage;
  checksDamage = false;
  try {
    return run();
  } finally {
    checksDamage = before;
  }
}

// A JavaScript user finds out at once that a reference is no string: every method of one throws.
for (const name of [...Object.getOwnPropertyNames(String.prototype), ...Object.getOwnPropertyNames(Array.prototype)]) {
  if (name in Reference.prototype) continue;
  Object.defineProperty(Reference.prototype, name, {
    configurable: true,
    get(this: Reference): undefined {
      if (!checksDamage && name === 'length') return undefined;
      const scope = this.origin?.scope;
      const message = `.${name} of a reference to ${scope ? constructPath(scope) : 'a value'} was used`;
      throw scope ? errorAt(scope, 'KS4002', message) : new KeelsonError('KS4002', { message });
    },
  });
}

const MARKERS = Symbol.for('keelson.markers');

/** The markers of a platform's references. */
export function markersOf(state: PlatformState): MarkerRegistry<Reference<unknown>> {
  return state.adapter(MARKERS, () => new MarkerRegistry<Reference<unknown>>());
}

/** A value, or a reference to one that is known when the applier runs. */
export type Referable<T> = T | Reference<T>;

/** Brand check. */
export function isReference(value: unknown): value is Reference<unknown> {
  return typeof value === 'object' && value !== null && BRAND in value;
}

/**
 * A reference to a value of Terraform: an attribute of a cdktf resource, or an expression over attributes of one unit.
 * @param scope the construct that has the value, for messages
 * @param token a cdktf token, such as `bucket.arn`
 */
export function terraformReference<T = string>(
  scope: IConstruct,
  token: unknown,
  options: { readonly type?: ValueType; readonly sensitive?: boolean } = {},
): Reference<T> {
  return new Reference<T>({ kind: 'terraform', scope, token }, options.type ?? 'string', options.sensitive);
}

/**
 * A reference to a field of a live Kubernetes object, usually in its status.
 * @param construct the object, or the construct whose object it is, such as a Deployment of cdk8s-plus
 * @param pointer JSON pointer into the live object, such as `/status/loadBalancer/ingress/0/hostname`
 * Throws KS1001 for a pointer without a leading `/`, and for a construct that is no object and has none.
 */
export function statusOf<T = string>(construct: IConstruct, pointer: string, options: { readonly type?: ValueType } = {}): Reference<T> {
  if (!pointer.startsWith('/')) throw errorAt(construct, 'KS1001', `the JSON pointer ${JSON.stringify(pointer)} does not begin with /`);
  const object = outputOf(construct);
  if (!ApiObject.isApiObject(object)) throw errorAt(construct, 'KS1001', 'there is no object of Kubernetes to take a field of');
  return new Reference<T>({ kind: 'kubernetes', scope: object, object, pointer }, options.type ?? 'string');
}
