import { describe, expect, test } from 'vitest';
import { Cluster } from '../../../../../lib/constructs/platform/cluster.ts';
import { NodePool, type NodePoolProps } from '../../../../../lib/constructs/platform/pools/node-pool.ts';
import { Environment } from '../../../../../lib/synth/environment.ts';
import { type Synthesised, synthTree } from '../../../../../lib/testing/index.ts';
import { problems } from '../../../../support/app.ts';
import { inEks } from '../../../../support/pools.ts';

const synth = (props: object = {}): Synthesised =>
  inEks((cluster) => void new NodePool(cluster, 'system', { maxNodes: 10, ...props } as NodePoolProps));
const spec = (result: Synthesised) => result.object('NodePool', 'system')['spec'] as Record<string, unknown>;
const requirements = (result: Synthesised): string[] =>
  (
    (spec(result)['template'] as { spec: { requirements: unknown[] } }).spec.requirements as {
      key: string;
      operator: string;
      values: string[];
    }[]
  ).map(({ key, operator, values }) => `${key.replace('karpenter.k8s.aws/', '')} ${operator} ${values.join(' ')}`);

describe('what keelson.json says of a pool', () => {
  const record = (props: object) => {
    const { environments } = JSON.parse(synth(props).files.get('keelson.json') ?? '{}');
    return environments.dev.clusters.main.pools.system as { allocatable?: object; minNodes?: number };
  };

  test('is the least that pods have of its named types, less what is kept for the system', () => {
    expect(record({ instanceTypes: ['m7i.xlarge', 'c7i.xlarge'] }).allocatable).toEqual({ cpu: '3920m', memory: '6584Mi' });
    const kubelet = { systemReserved: { cpu: '100m', memory: '200Mi' } };
    expect(record({ instanceTypes: ['m7i.xlarge'], kubelet }).allocatable).toEqual({ cpu: '3820m', memory: '13962Mi' });
  });

  test('is what its nodes can have all at once, within its limits', () => {
    const four = record({ maxCpus: 40 }).allocatable;
    expect(four).toMatchObject({ cpu: '3920m' });
    expect(record({ maxCpus: 160 }).allocatable).toMatchObject({ cpu: '15890m' });
    expect(record({ maxCpus: 20 }).allocatable).toEqual(four);
    expect(record({ maxCpus: 160, instances: { families: ['r7i'] } }).allocatable).toEqual({ cpu: '15890m', memory: '118312Mi' });
  });

  test('is nothing where no source or no limit says it', () => {
    expect(record({}).allocatable).toBeUndefined();
    expect(record({ instanceTypes: ['m7i.xlarge', 'm99i.xlarge'] }).allocatable).toBeUndefined();
    expect(record({ instanceTypes: ['m7i.xlarge'], kubelet: { kubeReserved: { memory: '2Gi' } } }).allocatable).toBeUndefined();
  });

  test('has nodes that are always there in a managed pool only', () => {
    expect(record({}).minNodes).toBeUndefined();
    expect(record({ provisioner: 'managed', instanceTypes: ['m7i.xlarge'] }).minNodes).toBe(2);
  });
});

describe('a pool without GPUs', () => {
  test('is of current general instances, and moves pods to save money', () => {
    const result = synth();
    expect(requirements(result)).toEqual([
      'kubernetes.io/os In linux',
      'kubernetes.io/arch In amd64',
      'instance-category In c m r',
      'instance-hypervisor In nitro',
      'instance-generation Gt 5',
      'instance-cpu Gt 3',
      'topology.kubernetes.io/zone In eu-central-1a eu-central-1b eu-central-1c',
      'karpenter.sh/capacity-type In on-demand',
    ]);
    expect(spec(result)).toMatchObject({
      limits: { nodes: '10' },
      disruption: { consolidationPolicy: 'WhenEmptyOrUnderutilized', consolidateAfter: '5m', budgets: [{ nodes: '10%' }] },
      template: { spec: { expireAfter: '720h' } },
    });
    expect(spec(result)['template']).not.toHaveProperty('spec.taints');
    expect(result.object('EC2NodeClass', 'system')['spec']).not.toHaveProperty('instanceStorePolicy');
  });

  test('is of what is asked for, up to limits', () => {
    const instances = { families: ['m7g'], minCpus: 8, maxCpus: 16, minMemoryGiB: 32, maxMemoryGiB: 64 };
    const result = synth({ arch: 'arm64', instances, maxCpus: 64, maxMemoryGiB: 256 });
    expect(requirements(result).slice(1, 8)).toEqual([
      'kubernetes.io/arch In arm64',
      'instance-family In m7g',
      'instance-hypervisor In nitro',
      'instance-cpu Gt 7',
      'instance-cpu Lt 17',
      'instance-memory Gt 32767',
      'instance-memory Lt 65537',
    ]);
    expect(spec(result)['limits']).toEqual({ nodes: '10', cpu: '64', memory: '256Gi' });
  });

  test('is of named instance types', () => {
    const result = synth({ instanceTypes: ['m7i.xlarge', 'm7a.xlarge'], localDisks: 'raid0' });
    expect(requirements(result)[2]).toBe('node.kubernetes.io/instance-type In m7i.xlarge m7a.xlarge');
    expect(result.object('EC2NodeClass', 'system')['spec']).toMatchObject({ instanceStorePolicy: 'RAID0' });
  });

  test('that is managed has two nodes at least, so that one may fail', () => {
    const result = synth({ provisioner: 'managed', instanceTypes: ['m7g.large'], arch: 'arm64' });
    expect(result.resource('aws_eks_node_group').body).toMatchObject({
      ami_type: 'AL2023_ARM_64_STANDARD',
      scaling_config: { min_size: 2, desired_size: 2, max_size: 10 },
    });
    const one = synth({ provisioner: 'managed', instanceTypes: ['m7i.large'], maxNodes: 1 }).resource('aws_eks_node_group').body;
    expect(one).toMatchObject({ scaling_config: { min_size: 1, max_size: 1 } });
  });

  test('tells what its pods need', () => {
    inEks((cluster) => {
      const taints = [{ key: 'dedicated', value: 'system', effect: 'NoSchedule' as const }];
      expect(new NodePool(cluster, 'system', { name: 'base', maxNodes: 3, taints })).toMatchObject({
        name: 'base',
        maxNodes: 3,
        nodeSelector: { 'keelson.dev/node-pool': 'base' },
        tolerations: [{ key: 'dedicated', operator: 'Equal', value: 'system', effect: 'NoSchedule' }],
      });
    });
  });

  test.each([
    [{ maxNodes: 0 }, 'prop maxNodes is 0; it must be at least 1'],
    [{ provisioner: 'managed', instanceTypes: ['m7i.large'], minNodes: 11 }, 'prop minNodes is 11; it must be at most maxNodes'],
    [{ minNodes: 1 }, "prop minNodes is 1; it must be absent unless provisioner is 'managed'"],
    [{ provisioner: 'managed' }, "prop instanceTypes is missing; it must be instance types, such as ['m7i.xlarge']"],
    [{ provisioner: 'managed', instanceTypes: ['m7i.large'], maxCpus: 8 }, "it must be the only limit when provisioner is 'managed'"],
    [{ provisioner: 'managed', instanceTypes: ['m7i.large'], disruption: {} }, "it must be absent when provisioner is 'managed'"],
    [{ instanceTypes: ['m7i.large'], instances: {} }, 'prop instances is {}; it must be absent when instanceTypes names them'],
    [{ instances: { minCpus: 8, maxCpus: 4 } }, 'prop instances.minCpus is 8; it must be at most maxCpus'],
    [{ instances: { minMemoryGiB: 8, maxMemoryGiB: 4 } }, 'prop instances.minMemoryGiB is 8; it must be at most maxMemoryGiB'],
    [{ instanceTypes: ['m7g.large'] }, "m7g.large is arm64, and the pool is amd64; give arch: 'arm64', or types that are amd64"],
    [{ instanceTypes: ['g6e.xlarge'] }, 'g6e.xlarge has L40S, and the pool is for nodes without; use a GpuNodePool for it'],
    [{ instanceTypes: ['large'] }, '"large" is no instance type; give one, such as m7i.xlarge'],
    [{ zones: ['d'] }, 'the network has no zone eu-central-1d; it has eu-central-1a, eu-central-1b, eu-central-1c'],
    [{ zones: ['x1'] }, 'prop zones[0] is "x1"; it must be a letter, such as a, or a zone, such as eu-central-1a'],
    [{ capacity: [] }, 'prop capacity is []; it must be a list of at least 1'],
    [{ capacity: [{ kind: 'free' }] }, 'prop capacity[0].kind is "free"; it must be one of on-demand, spot, reserved, capacity-block'],
    [
      { capacity: [{ kind: 'reserved', reservation: 'res-1' }] },
      'it must be the id of a capacity reservation, such as cr-0123456789abcdef0',
    ],
    [{ capacity: [{ kind: 'spot', zone: 'a' }] }, 'unknown prop capacity[0].zone; did you mean capacity[0].zones?'],
    [{ disk: { sizeGiB: 4 } }, 'prop disk.sizeGiB is 4; it must be at least 20'],
    [{ disk: { kmsKeyArn: 'mine' } }, 'it must be the ARN of a KMS key'],
    [{ kubelet: { evictionSoft: { 'memory.available': '5%' } } }, 'it must be an object with the keys of evictionSoft'],
    [{ kubelet: { imageGCHighThresholdPercent: 70 } }, 'it must be more than imageGCLowThresholdPercent'],
    [
      { kubelet: { podsPerCore: 4 }, ami: { type: 'BOTTLEROCKET_x86_64', version: '1.50.0' } },
      'Bottlerocket has no setting for podsPerCore; give kubelet.maxPods',
    ],
    [{ disruption: { after: '10' } }, "it must be a duration, such as '10m'"],
    [{ disruption: { budgets: [{ nodes: '1' }] } }, "it must be a number or a share, such as '10%'"],
    [{ disruption: { budgets: [{ nodes: 1, schedule: '@daily' }] } }, 'it must be given with schedule, and only then'],
    [{ ami: { type: 'AL2023' } }, 'prop ami.type is "AL2023"; it must be one of AL2023_x86_64_STANDARD'],
    [{ ami: { version: 'newest' } }, "it must be a release, such as 'v20260714', or latest"],
    [{ ami: { type: 'AL2023_ARM_64_STANDARD' } }, 'AL2023_ARM_64_STANDARD is for arm64, and the instances are amd64'],
    [{ name: 'System' }, '"System" is no name for a node pool; give one of lower case letters, digits and -, at most 45 characters'],
    [{ labels: { 'karpenter.sh/nodepool': 'x' } }, 'it must be labels that are not of Karpenter, which sets its own'],
  ])('%j is told', (props, words) => {
    const found = problems(synth(props));
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(words);
  });

  test('two pools of one name are told', () => {
    const result = inEks((cluster) => {
      new NodePool(cluster, 'a', { maxNodes: 1, name: 'system' });
      new NodePool(cluster, 'b', { maxNodes: 1, name: 'system', provisioner: 'managed', instanceTypes: ['m7i.large'] });
    });
    expect(problems(result)).toEqual([
      'the pools system and system select the same nodes, {"keelson.dev/node-pool":"system"}; give each a nodeSelector that only its own nodes have',
    ]);
  });

  test('a cluster that is not known to be on EKS is told', () => {
    const result = synthTree((platform) => {
      const cluster = Cluster.existing(new Environment(platform, 'dev'), 'main', { version: '1.35' });
      new NodePool(cluster, 'system', { maxNodes: 1 });
    });
    expect(problems(result)).toEqual([
      'the cluster main is not known to be on EKS, and no nodes can be made for it; use EksCluster or EksCluster.existing, and declare pools of other clusters with NodePool.existing or GpuNodePool.existing',
    ]);
  });

  test('one outside a cluster is told', () => {
    const build = () => synthTree((platform) => new NodePool(new Environment(platform, 'dev'), 'system', { maxNodes: 1 }));
    expect(build).toThrow(/KS1003 dev\/system .*the node pool system is outside a cluster/);
  });
});
