import { Construct, type IConstruct } from 'constructs';
import { Environment } from './environment.ts';
import { errorAt, type PlatformState, reportError, stateOf } from './state.ts';

const REGION = Symbol.for('keelson.region');
const REGIONS = Symbol.for('keelson.regions');

/**
 * AWS resources that are created under it are in this region, and not in the environment's; they stay in their unit. Its id
 * is the region. A stack has one provider configuration per region that it uses; one with nothing in it gives its provider to
 * every stack of the environment, so that Terraform can still destroy what was in it before.
 */
export class Region extends Construct {
  /** Name of the region: its id. */
  readonly name: string;

  /** Throws KS1003 outside an Environment; reports KS1001 for an id that is no region. */
  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.name = id;
    Object.defineProperty(this, REGION, { value: id });
    if (!Environment.tryOf(scope)) throw errorAt(this, 'KS1003', `the region ${id} is outside an environment`);
    if (!/^[a-z]{2}(-[a-z]+)+-\d$/.test(id))
      reportError(this, 'KS1001', `${JSON.stringify(id)} is no AWS region`, { fix: "give one, such as 'us-east-1'" });
    else Region.all(stateOf(this)).push(this);
  }

  /** All regions of a platform's program. @internal */
  static all(state: PlatformState): Region[] {
    return state.adapter<Region[]>(REGIONS, () => []);
  }

  /** The region of a construct: of the nearest Region, else of its environment. Undefined when neither says one. */
  static of(construct: IConstruct): string | undefined {
    for (let scope: IConstruct | undefined = construct; scope; scope = scope.node.scope)
      if (REGION in scope) return (scope as IConstruct & { readonly [REGION]: string })[REGION];
    return Environment.tryOf(construct)?.region;
  }
}
