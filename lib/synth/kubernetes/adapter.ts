import {
  type ApiObject,
  App,
  Chart,
  ImplicitTokenResolver,
  type IResolver,
  LazyResolver,
  NumberStringUnionResolver,
  type ResolutionContext,
} from 'cdk8s';
import type { IConstruct } from 'constructs';
import { ClusterScope } from '../cluster-scope.ts';
import { namespaceOf } from '../namespace-scope.ts';
import { isReference } from '../reference/reference.ts';
import { SecretHandle } from '../secret-handle.ts';
import { errorAt, type PlatformState, reportError, stateOf, tryStateOf } from '../state.ts';
import { objectName } from './name.ts';

/*
 * The one place that touches how cdk8s finds its chart: an object in a platform belongs to no chart of its own, so
 * Chart.of gives a hidden one per cluster and namespace. Everything outside a platform stays as cdk8s has it.
 */

const KEY = Symbol.for('keelson.cdk8s');
const INSTALLED = Symbol.for('keelson.cdk8s.installed');

/** Resolves a cdktf value to a text that stands for it; set by the Terraform adapter once cdktf is loaded. */
export type TokenEncoder = (value: unknown) => unknown;

interface Hidden {
  readonly app: App;
  readonly charts: Map<string, Chart>;
  encodeToken?: TokenEncoder;
}

/** A chart that names objects by their construct ids. */
class HiddenChart extends Chart {
  override generateObjectName(object: ApiObject): string {
    return objectName(object);
  }
}

/**
 * Redirects Chart.of for constructs in a platform, and lets objects under this root resolve references.
 * @returns whether it was the first call of this process
 */
export function installKubernetesAdapter(root: IConstruct): boolean {
  Object.defineProperty(root, 'resolvers', {
    value: [
      new PlainFirstResolver([new KeelsonResolver(), new LazyResolver(), new ImplicitTokenResolver(), new NumberStringUnionResolver()]),
    ],
  });
  const chart = Chart as typeof Chart & { [INSTALLED]?: true };
  if (chart[INSTALLED]) return false;
  chart[INSTALLED] = true;
  const original = Chart.of.bind(Chart);
  Chart.of = (construct) => {
    const state = tryStateOf(construct);
    return state && !Chart.isChart(construct) ? hiddenChart(state, construct) : original(construct);
  };
  return true;
}

const TERRAFORM_STACK = Symbol.for('cdktf/TerraformStack');

/** Whether a construct is a chart, stack or app of a library, which has no place inside a platform. */
export function isForeignRoot(construct: IConstruct): boolean {
  return Chart.isChart(construct) || construct instanceof App || TERRAFORM_STACK in construct;
}

/** Lets manifests hold cdktf values. */
export function useTokenEncoder(state: PlatformState, encode: TokenEncoder): void {
  hidden(state).encodeToken = encode;
}

function hidden(state: PlatformState): Hidden {
  return state.adapter(KEY, () => ({ app: new App({ outdir: '.' }), charts: new Map() }));
}

function hiddenChart(state: PlatformState, construct: IConstruct): Chart {
  const cluster = ClusterScope.tryOf(construct);
  if (!cluster) {
    for (let scope: IConstruct | undefined = construct; scope; scope = scope.node.scope) {
      if (Chart.isChart(scope)) throw errorAt(scope, 'KS1004', 'a Chart of cdk8s is inside the platform');
    }
    throw errorAt(construct, 'KS1003', 'a Kubernetes object is outside a cluster', { fix: 'create it under a Cluster' });
  }
  const { app, charts } = hidden(state);
  const namespace = namespaceOf(construct);
  const key = `${cluster.node.path}\n${namespace}`;
  let chart = charts.get(key);
  if (!chart) {
    chart = new HiddenChart(app, `chart-${charts.size}`, { namespace });
    charts.set(key, chart);
  }
  return chart;
}

/** Asks the others in turn, as cdk8s does, but of no value that is plain data: that is nearly all of a manifest. */
class PlainFirstResolver implements IResolver {
  readonly #others: readonly IResolver[];

  constructor(others: readonly IResolver[]) {
    this.#others = others;
  }

  resolve(context: ResolutionContext): void {
    if (isPlain(context.value)) return;
    for (const other of this.#others) {
      other.resolve(context);
      if (context.replaced) return;
    }
  }
}

function isPlain(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return typeof value !== 'function';
  return Array.isArray(value) || (Object.getPrototypeOf(value) === Object.prototype && !('resolve' in value));
}

/** Turns references and cdktf values into texts that stand for them; a secret handle is an error. */
class KeelsonResolver implements IResolver {
  resolve(context: ResolutionContext): void {
    const value: unknown = context.value;
    if (typeof value !== 'object' || value === null) return;
    if (isReference(value)) context.replaceValue(value.asString());
    else if (SecretHandle.is(value)) {
      // Reported, not thrown: cdk8s would wrap the error in one of its own.
      reportError(context.obj, 'KS4009', `the secret ${value.secretName} (key ${value.key}) stands in the field ${context.key.join('.')}`);
      context.replaceValue('');
    } else if ('resolve' in value && 'creationStack' in value) {
      const encode = hidden(stateOf(context.obj)).encodeToken;
      if (encode) context.replaceValue(encode(value));
    }
  }
}
