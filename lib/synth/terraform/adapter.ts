import type { TerraformElement, TerraformStack } from 'cdktf';
import { Construct, type IConstruct, Node } from 'constructs';
import { currentHost } from '../host.ts';
import { type Placement, terraformPlacement } from '../placement.ts';
import { errorAt, type PlatformState, tryStateOf } from '../state.ts';
import { installLocalModules } from './carry/modules.ts';
import { loadCdktf, loadStackTrace } from './lazy.ts';
import { logicalId } from './logical-id.ts';

/*
 * The one place that touches how cdktf finds its stack: an element in a platform belongs to the stack of its unit, which
 * stands in a hidden tree. Everything outside a platform stays as cdktf has it.
 */

const KEY = Symbol.for('keelson.cdktf');
const INSTALLED = Symbol.for('keelson.cdktf.installed');

/** Takes a use of another stack's value and gives the expression to write in its place. */
export type CrossStackHandler = (from: TerraformStack, to: TerraformStack, expression: string) => string;

/** The hidden stacks of a platform. */
export interface HiddenStacks {
  readonly root: IConstruct;
  /** By `<env>/<unit id>`. */
  readonly stacks: Map<string, { readonly stack: TerraformStack; readonly placement: Placement }>;
  /** Key of each hidden stack. */
  readonly keys: Map<TerraformStack, string>;
  /** Elements whose stack was asked for, with it. */
  readonly found: WeakMap<IConstruct, TerraformStack>;
  onCrossStack: CrossStackHandler;
}

/** Whether a construct that is being created is an element of cdktf; its constructor has not run yet. */
export function isTerraformPrototype(construct: object): boolean {
  return 'cdktfStack' in construct;
}

/** Redirects TerraformStack.of for constructs in a platform, and stops cdktf from taking a stack trace per token. Idempotent. */
export function installTerraformAdapter(): void {
  const { TerraformStack } = loadCdktf();
  const target = TerraformStack as typeof TerraformStack & { [INSTALLED]?: true };
  if (target[INSTALLED]) return;
  target[INSTALLED] = true;
  const original = TerraformStack.of.bind(TerraformStack);
  TerraformStack.of = (construct) => {
    const state = tryStateOf(construct);
    return state && !TerraformStack.isStack(construct) ? stackOf(state, construct) : original(construct);
  };
  installLocalModules();
  if (!currentHost()?.debug) loadStackTrace().captureStackTrace = () => [];
}

/** The hidden stacks of a platform; made at the first use. */
export function hiddenStacks(state: PlatformState): HiddenStacks {
  return state.adapter<HiddenStacks>(KEY, () => {
    const hidden: HiddenStacks = {
      root: new HiddenRoot((...use) => hidden.onCrossStack(...use)),
      stacks: new Map(),
      keys: new Map(),
      found: new WeakMap(),
      onCrossStack: (_from, _to, expression) => expression,
    };
    return hidden;
  });
}

/** The hidden stack of a unit. */
export function stackFor(state: PlatformState, placement: Placement): TerraformStack {
  const hidden = hiddenStacks(state);
  const key = `${placement.environment.name}/${placement.unitId}`;
  let entry = hidden.stacks.get(key);
  if (!entry) {
    const stack = new (unitStackClass())(hidden.root as Construct, key.replaceAll('/', ':'));
    entry = { stack, placement };
    hidden.stacks.set(key, entry);
    hidden.keys.set(stack, key);
  }
  return entry.stack;
}

function stackOf(state: PlatformState, construct: IConstruct): TerraformStack {
  const { found } = hiddenStacks(state);
  let stack = found.get(construct);
  if (!stack) {
    for (let scope: IConstruct | undefined = construct; scope; scope = scope.node.scope) {
      if (loadCdktf().TerraformStack.isStack(scope)) throw errorAt(scope, 'KS1004', 'a TerraformStack of cdktf is inside the platform');
    }
    stack = stackFor(state, terraformPlacement(construct));
    found.set(construct, stack);
  }
  return stack;
}

/** Stands where cdktf looks for its App, without an App's output folder. */
class HiddenRoot extends Construct {
  readonly #handler: CrossStackHandler;

  constructor(handler: CrossStackHandler) {
    super(undefined as unknown as Construct, '');
    this.#handler = handler;
    Object.defineProperty(this, Symbol.for('cdktf/App'), { value: true });
  }

  /** Called by cdktf for each use of another stack's value while it resolves. */
  crossStackReference(from: TerraformStack, to: TerraformStack, expression: string): string {
    return this.#handler(from, to, expression);
  }
}

let unitStack: (new (scope: Construct, id: string) => TerraformStack) | undefined;

/** A stack whose elements have readable ids; a class of cdktf's, so made once it is loaded. */
function unitStackClass(): new (scope: Construct, id: string) => TerraformStack {
  unitStack ??= class UnitStack extends loadCdktf().TerraformStack {
    // An asset gives its node.
    protected override allocateLogicalId(element: TerraformElement | Node): string {
      const construct = element instanceof Node ? (element.scope as IConstruct).node.findChild(element.id) : element;
      return logicalId(construct, terraformPlacement(construct).base);
    }
  };
  return unitStack;
}
