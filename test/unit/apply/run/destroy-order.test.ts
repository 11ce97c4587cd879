import { describe, expect, it } from 'vitest';
import type { OpenCluster } from '../../../../lib/apply/kubernetes/apply/open-cluster.ts';
import type { ReleaseSummary } from '../../../../lib/apply/release/release.ts';
import { destroyOrder } from '../../../../lib/apply/run/destroy-order.ts';
import type { LeftUnit } from '../../../../lib/apply/run/removals.ts';
import { runGraph } from '../../../../lib/apply/run/run-graph.ts';

const key = (unit: string): string => {
  const [plane, ...rest] = unit.split('.');
  return `shop/prod/${plane === 'terraform' ? 'terraform' : rest[0]}/${rest.at(-1)}`;
};
/** Units by what each depends on, and ids of objects that Kubernetes units have. */
const order = async (units: Readonly<Record<string, readonly string[]>>, objects: Readonly<Record<string, readonly string[]>> = {}) => {
  const left = new Map(
    Object.entries(units).map(([id, before]): [string, LeftUnit] => {
      const release = { dependsOn: before.map((one) => `prod/${one}`) } as unknown as ReleaseSummary;
      const cluster = id.startsWith('kubernetes.') ? (id.split('.')[1] as string) : undefined;
      return [`prod/${id}`, { unit: `prod/${id}`, key: key(id), release, ...(cluster !== undefined && { cluster }) }];
    }),
  );
  const names = new Set([...left.values()].flatMap(({ cluster }) => cluster ?? []));
  const stored = new Map(Object.entries(objects).map(([id, ids]) => [key(id), { record: new Map(ids.map((one) => [one, {}])) }]));
  const clusters = new Map([...names].map((name) => [name, { state: { stored } } as unknown as OpenCluster]));
  const ended: string[] = [];
  const graph = destroyOrder({ environment: 'prod', units: left, clusters, unread: [], files: new Map(), latest: new Map() });
  await runGraph(graph, async (name) => void ended.push(name.slice('prod/'.length)));
  return ended;
};

describe('the order in which an environment is destroyed', () => {
  it('keeps controllers, definitions and namespaces until load balancers and volumes are gone', async () => {
    const ended = await order(
      {
        'terraform.network': [],
        'terraform.cluster-main': ['terraform.network'],
        'kubernetes.main.crds': ['terraform.cluster-main'],
        'kubernetes.main.namespaces': ['terraform.cluster-main'],
        'kubernetes.main.addons': ['kubernetes.main.crds', 'kubernetes.main.namespaces'],
        'kubernetes.main.shop': ['kubernetes.main.namespaces'],
        'kubernetes.main.models': ['kubernetes.main.crds'],
      },
      {
        'kubernetes.main.crds': ['apiextensions.k8s.io/CustomResourceDefinition//a.b'],
        'kubernetes.main.namespaces': ['/Namespace//shop'],
        'kubernetes.main.shop': ['/Service/shop/front'],
      },
    );
    const at = (name: string): number => ended.indexOf(name);
    expect([at('kubernetes.main.shop'), at('kubernetes.main.models')].sort()).toEqual([0, 1]);
    expect(at('kubernetes.main')).toBe(2);
    expect(at('kubernetes.main.addons')).toBe(3);
    expect(ended.slice(-2)).toEqual(['terraform.cluster-main', 'terraform.network']);
  });

  it('lets nodes go after load balancers and volumes, and before the controller that ends them', async () => {
    const ended = await order(
      {
        'terraform.cluster-main': [],
        'terraform.addons-main': ['terraform.cluster-main'],
        'kubernetes.main.pools': ['terraform.addons-main', 'terraform.cluster-main'],
        'kubernetes.main.app': ['terraform.cluster-main'],
      },
      { 'kubernetes.main.pools': ['karpenter.k8s.aws/EC2NodeClass//workers', 'karpenter.sh/NodePool//workers'] },
    );
    expect(ended).toEqual([
      'kubernetes.main.app',
      'kubernetes.main',
      'kubernetes.main.pools',
      'terraform.addons-main',
      'terraform.cluster-main',
    ]);
  });

  it('ends what Terraform made for a cluster before the unit that it needs', async () => {
    const ended = await order({
      'terraform.data': [],
      'kubernetes.main.app': ['terraform.data'],
      'terraform.dns': ['kubernetes.main.app'],
    });
    expect(ended).toEqual(['terraform.dns', 'kubernetes.main.app', 'kubernetes.main', 'terraform.data']);
  });

  it('drains every cluster before the network that they share', async () => {
    const ended = await order({ 'terraform.network': [], 'kubernetes.a.x': [], 'kubernetes.b.x': [] });
    expect(ended.at(-1)).toBe('terraform.network');
    expect(ended).toContain('kubernetes.a');
    expect(ended).toContain('kubernetes.b');
  });
});
