import { ApiObject, Chart, JsonPatch, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { ClusterScope } from '../cluster-scope.ts';
import { checkLibrary } from '../library-check.ts';
import { attachState, PlatformState } from '../state.ts';
import { installKubernetesAdapter, useTokenEncoder } from './adapter.ts';
import { objectJson } from './to-json.ts';

class ProbeCluster extends ClusterScope {
  readonly name = 'probe';
  readonly version = '';
}

/** Tries the adapter on an object in a tree of its own. Throws KS0015 for a cdk8s or constructs that it can't work with. */
export function testKubernetesAdapter(): void {
  const root = new Construct(undefined as unknown as Construct, '');
  const state = new PlatformState((position) => position);
  checkLibrary('constructs', () => {
    const node = root.node as unknown as { readonly host?: unknown; readonly addChild?: unknown };
    return { 'Node.host': node.host === root, 'Node.addChild': typeof node.addChild === 'function' };
  });
  checkLibrary('cdk8s', () => {
    attachState(root, state);
    installKubernetesAdapter(root);
    useTokenEncoder(state, () => 'encoded');
    const data = { token: { resolve: () => undefined, creationStack: [] }, lazy: Lazy.any({ produce: () => 'made' }) };
    const cluster = new ProbeCluster(root, 'main');
    const object = new ApiObject(cluster, 'probe', { apiVersion: 'v1', kind: 'ConfigMap', data });
    object.addJsonPatch(JsonPatch.add('/data/patched', 'yes'));
    const { patches } = object as unknown as { readonly patches: readonly { _toJson(): { path: string } }[] };
    const plain = new ApiObject(cluster, 'plain', {
      spec: { b: [1], a: 'x', none: null },
      metadata: { labels: { b: '1', a: '2' }, generateName: 'x', finalizers: [] },
      kind: 'Job',
      apiVersion: 'batch/v1',
    });
    plain.metadata.addAnnotation('c', '3');
    const { data: made, metadata } = object.toJson() as { data: Record<string, unknown>; metadata: object };
    return {
      'Chart.of': object.chart === Chart.of(object) && object.chart.node.root !== root,
      'Chart.generateObjectName': object.name === 'probe',
      'Chart.namespace': JSON.stringify(metadata) === '{"name":"probe","namespace":"default"}',
      'ApiObject.resolvers': made['token'] === 'encoded' && made['lazy'] === 'made',
      'ApiObject.patches': made['patched'] === 'yes' && patches[0]?._toJson().path === '/data/patched',
      'ApiObject.props, ApiObject.metadata': JSON.stringify(objectJson(plain)) === JSON.stringify(plain.toJson()),
    };
  });
}
