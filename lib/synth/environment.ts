import { Construct, type IConstruct } from 'constructs';
import { KeelsonError } from '../core/errors.ts';
import { type EnvironmentProps, environmentSchema, type StateBucket, type UnitRoles } from './environment-props.ts';
import { parseProps } from './props.ts';
import { isReference, type Reference, terraformReference } from './reference/reference.ts';
import { errorAt, reportError } from './state.ts';

export type { EnvironmentProps, StateBucket, UnitRoles } from './environment-props.ts';

const ENVIRONMENT = Symbol.for('keelson.environment');

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
  /** Whether every image has a digest. */
  readonly images: 'pinned' | undefined;
  /** Roles of the Terraform units, when the environment has some. */
  readonly roles: UnitRoles | undefined;
  /** Roles of default units that differ, by the unit's name. */
  readonly unitRoles: Readonly<Record<string, Partial<UnitRoles>>>;
  readonly #tags: Readonly<Record<string, string>>;
  readonly #exports = new Map<string, Reference<unknown>>();

  /** Throws KS1003 when the scope is not the Platform; reports KS1001 for a wrong prop. */
  constructor(platform: IConstruct, id: string, props: EnvironmentProps = {}) {
    super(platform as Construct, id);
    Object.defineProperty(this, ENVIRONMENT, { value: true });
    this.name = id;
    if (platform.node.scope)
      throw errorAt(this, 'KS1003', `the environment ${id} is not directly in the Platform`, { fix: `new Environment(platform, '${id}')` });
    if (!/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(id)) reportError(this, 'KS1009', `${JSON.stringify(id)} is no name for an environment`);
    const parsed = parseProps(this, environmentSchema, props);
    this.account = parsed?.account;
    // A wrong prop is told once; without the region every AWS resource would be told, too.
    this.region = parsed ? parsed.region : typeof props?.region === 'string' ? props.region : undefined;
    this.state = parsed?.state && (definedOnly(parsed.state) as unknown as StateBucket);
    this.#tags = parsed?.tags ?? {};
    this.images = parsed?.images;
    this.roles = parsed?.roles;
    this.unitRoles = (parsed?.unitRoles ?? {}) as Readonly<Record<string, Partial<UnitRoles>>>;
    if (parsed) this.#checkRoles();
  }

  /**
   * Tags of every AWS resource of the environment. Terraform gives them to all that it makes; what AWS makes by itself, such
   * as the instances of a launch template, has to be told.
   */
  get tags(): Readonly<Record<string, string>> {
    const platform = (this.node.root as IConstruct & { readonly name?: string }).name ?? '';
    return { 'keelson.dev/environment': this.name, 'keelson.dev/platform': platform, ...this.#tags };
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

  /** The provider takes no role of another account: its account guard would refuse it. */
  #checkRoles(): void {
    for (const roles of [this.roles ?? {}, ...Object.values(this.unitRoles)] as readonly Partial<UnitRoles>[])
      for (const arn of [roles.plan, roles.apply]) {
        const account = arn?.split(':')[4];
        if (arn === undefined || this.account === undefined || account === this.account) continue;
        reportError(this, 'KS1001', `the role ${arn} is of the account ${account}, and the environment of ${this.account}`, {
          fix: "give a role of the environment's account",
        });
      }
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
