import { Construct, type IConstruct } from 'constructs';
import { z } from 'zod';
import { KeelsonError } from '../core/errors.ts';
import { parseProps } from './props.ts';
import { isReference, type Reference, terraformReference } from './reference/reference.ts';
import { errorAt, reportError } from './state.ts';

const ENVIRONMENT = Symbol.for('keelson.environment');

/** Props of an {@link Environment}. */
export interface EnvironmentProps {
  /** AWS account id, twelve digits. @default - not checked against the credentials */
  readonly account?: string;
  /** AWS region, such as `eu-central-1`. @default - none; needed as soon as the environment holds an AWS resource */
  readonly region?: string;
  /** Where Terraform keeps the state of the environment's units. @default - a local file beside the stack; for trying out only */
  readonly state?: StateBucket;
}

/** An S3 bucket for Terraform states, with the bucket's own locking. */
export interface StateBucket {
  /** Name of the bucket. */
  readonly bucket: string;
  /** Region of the bucket. @default - the environment's region */
  readonly region?: string;
  /** ARN of the KMS key that encrypts the states. @default - the bucket's default encryption */
  readonly kmsKeyArn?: string;
}

const schema = z.strictObject({
  account: z
    .string()
    .regex(/^\d{12}$/, 'must be twelve digits')
    .optional(),
  region: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be an AWS region, such as eu-central-1')
    .optional(),
  state: z.strictObject({ bucket: z.string().min(3), region: z.string().optional(), kmsKeyArn: z.string().optional() }).optional(),
});

/**
 * A stage of the platform, such as dev or prod: an account, a region, clusters, and what belongs to them. Its id is its name.
 * The environment `shared` exports values to the others.
 */
export class Environment extends Construct {
  /** Name of the environment: its id. */
  readonly name: string;
  readonly account: string | undefined;
  readonly region: string | undefined;
  readonly state: StateBucket | undefined;
  readonly #exports = new Map<string, Reference<unknown>>();

  /** Throws KS1003 when the scope is not the Platform; reports KS1001 for a wrong prop. */
  constructor(platform: IConstruct, id: string, props: EnvironmentProps = {}) {
    super(platform as Construct, id);
    Object.defineProperty(this, ENVIRONMENT, { value: true });
    this.name = id;
    if (platform.node.scope)
      throw errorAt(this, 'KS1003', `the environment ${id} is not directly in the Platform`, { fix: `new Environment(platform, '${id}')` });
    if (!/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(id)) reportError(this, 'KS1009', `${JSON.stringify(id)} is no name for an environment`);
    const parsed = parseProps(this, schema, props);
    this.account = parsed?.account;
    this.region = parsed?.region;
    this.state = parsed?.state && (definedOnly(parsed.state) as unknown as StateBucket);
  }

  /** Whether other environments may use what this one exports. */
  get isShared(): boolean {
    return this.name === 'shared';
  }

  /**
   * Gives a value to the other environments, under a name. Throws KS4011 in any environment but `shared`.
   * @returns the reference, to be used anywhere in the platform
   */
  export<T>(name: string, value: Reference<T> | string): Reference<T> {
    if (!this.isShared) throw errorAt(this, 'KS4011', `the environment ${this.name} exports ${JSON.stringify(name)}`);
    if (!/^[a-zA-Z][a-zA-Z0-9_-]*$/.test(name))
      throw errorAt(this, 'KS1001', `the export name ${JSON.stringify(name)} is not letters, digits, - and _`);
    if (this.#exports.has(name)) throw errorAt(this, 'KS4010', `the name ${JSON.stringify(name)} is exported twice`);
    const reference = (isReference(value) ? value : terraformReference<T>(this, value)) as Reference<T>;
    reference.exportName = name;
    this.#exports.set(name, reference as Reference<unknown>);
    return reference;
  }

  /** A value that this environment exports. Throws KS4004 when there is none of that name. */
  exported<T = string>(name: string): Reference<T> {
    const reference = this.#exports.get(name);
    if (!reference) {
      const known = [...this.#exports.keys()].sort().join(', ') || 'nothing';
      throw new KeelsonError('KS4004', {
        path: this.node.path,
        message: `${JSON.stringify(name)} is not exported`,
        fix: `it exports ${known}`,
      });
    }
    return reference as Reference<T>;
  }

  /** All exports, by name. @internal */
  get exports(): ReadonlyMap<string, Reference<unknown>> {
    return this.#exports;
  }

  /** The environment that a construct is in, if it is in one. */
  static tryOf(construct: IConstruct): Environment | undefined {
    for (let scope: IConstruct | undefined = construct; scope; scope = scope.node.scope)
      if (ENVIRONMENT in scope) return scope as unknown as Environment;
    return undefined;
  }

  /** The environment that a construct is in. Throws KS1003 when it is in none. */
  static of(construct: IConstruct): Environment {
    const environment = Environment.tryOf(construct);
    if (!environment) throw errorAt(construct, 'KS1003', 'the construct is not inside an Environment');
    return environment;
  }
}

function definedOnly(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined));
}
