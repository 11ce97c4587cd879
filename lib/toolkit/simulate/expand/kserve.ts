import { asList, asMap, isMap, type JsonMap } from '../../../core/fields/maps.ts';
import { numberOr, share } from '../numbers.ts';
import type { Expand, ExpandContext, PodsOf } from '../pod-set.ts';

const COMPONENTS = ['predictor', 'transformer', 'explainer'];
/** Fields of a component that are the model's, in the form of before `model`. Source: kserve v1beta1 PredictorSpec. */
const FRAMEWORKS = ['sklearn', 'xgboost', 'tensorflow', 'pytorch', 'triton', 'onnx', 'huggingface', 'pmml', 'lightgbm', 'paddle'];

/**
 * Source: kserve/kserve v0.20.0-rc1 pkg/controller/v1beta1/inferenceservice: a Deployment for each component, whose pod is the
 * component's spec over that of its runtime.
 */
export const inferenceService: Expand = ({ content, namespace }, context) => {
  const spec = asMap(content['spec']);
  const pods: PodsOf[] = [];
  for (const role of COMPONENTS) {
    if (spec[role] === undefined) continue;
    const component = asMap(spec[role]);
    if (component['workerSpec'] !== undefined) return `its ${role} has workers on other nodes; their number is the runtime's`;
    const podSpec = componentSpec(role, component, namespace, context);
    if (typeof podSpec === 'string') return podSpec;
    const least = Math.max(numberOr(component['minReplicas'], 1), 1);
    const count = Math.max(numberOr(component['maxReplicas'], least), least);
    const strategy = asMap(component['deploymentStrategy']);
    const surge = strategy['type'] === 'Recreate' ? 0 : share(asMap(strategy['rollingUpdate'])['maxSurge'], count, '25%');
    const metadata = { labels: { ...asMap(asMap(content['metadata'])['labels']), ...asMap(component['labels']) } };
    pods.push({ role, count, surge, template: { metadata, spec: podSpec } });
  }
  return pods;
};

/** The spec of a component's pods: a runtime has the containers that it does not have itself. */
function componentSpec(role: string, component: JsonMap, namespace: string, { find }: ExpandContext): JsonMap | string {
  const old = FRAMEWORKS.find((name) => component[name] !== undefined);
  if (old !== undefined) return `its ${role} names ${old} and no runtime, which the cluster then chooses; give it as model with a runtime`;
  if (component['model'] === undefined) return asList(component['containers']).length > 0 ? component : `its ${role} has no container`;
  const model = asMap(component['model']);
  const name = model['runtime'];
  if (typeof name !== 'string') return `its ${role} names no runtime, which the cluster then chooses`;
  const runtime = find('ServingRuntime', namespace, name) ?? find('ClusterServingRuntime', '', name);
  if (!runtime) return `its ${role} names the runtime ${name}, which the output does not hold`;
  const runtimeSpec = asMap(runtime['spec']);
  const containers = asList(runtimeSpec['containers']).map((entry) => {
    const container = asMap(entry);
    return container['name'] === 'kserve-container' && isMap(model['resources'])
      ? { ...container, resources: merged(asMap(container['resources']), model['resources']) }
      : container;
  });
  return { ...runtimeSpec, ...component, containers: [...containers, ...asList(component['containers'])] };
}

function merged(runtime: JsonMap, model: JsonMap): JsonMap {
  return Object.fromEntries(['requests', 'limits'].map((kind) => [kind, { ...asMap(runtime[kind]), ...asMap(model[kind]) }]));
}

/** Source: kserve/kserve v0.20.0-rc1 pkg/controller/v1alpha2/llmisvc: a template that is not told comes from a config in the cluster. */
export const llmInferenceService: Expand = ({ content }) => {
  const spec = asMap(content['spec']);
  if (asList(spec['baseRefs']).length > 0) return 'its baseRefs name configs of the cluster, from which its pods come';
  const pods: PodsOf[] = [];
  for (const [role, part] of [
    ['', spec],
    ['prefill', spec['prefill'] === undefined ? undefined : asMap(spec['prefill'])],
  ] as const) {
    if (!part) continue;
    if (asList(asMap(part['template'])['containers']).length === 0)
      return 'its template has no containers: they come from a config of the cluster';
    if (part['worker'] !== undefined) return 'its workers are on other nodes; their number comes from its parallelism';
    const most = numberOr(asMap(part['scaling'])['maxReplicas'], numberOr(part['replicas'], 1));
    pods.push({
      role,
      count: most,
      surge: share(undefined, most, '25%'),
      template: { metadata: { labels: part['labels'] }, spec: asMap(part['template']) },
    });
  }
  if (isMap(asMap(spec['router'])['scheduler'])) return 'the pods of its scheduler come from a config of the cluster';
  return pods;
};
