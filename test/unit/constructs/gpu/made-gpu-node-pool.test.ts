import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { onDemand, reserved, spot } from '../../../../lib/constructs/platform/pools/capacity.ts';
import { efaLayout } from '../../../../lib/constructs/platform/pools/efa-layout.ts';
import { ModelServer } from '../../../../lib/constructs/serving/model-server.ts';
import { findInstance, findInstances } from '../../../../lib/facts/gpus/instances.ts';
import { gpuModels } from '../../../../lib/facts/gpus/models.ts';
import type { Synthesised } from '../../../../lib/testing/index.ts';
import { problems } from '../../../support/app.ts';
import { gpuPool, inEks, synthGpuPool } from '../../../support/pools.ts';
import { property } from '../../../support/property.ts';

describe('a GPU node pool', () => {
  test('tells what workloads need of it', () => {
    inEks((cluster) => {
      expect(gpuPool(cluster)).toMatchObject({
        name: 'gpus',
        gpu: 'L40S',
        gpusPerNode: 1,
        maxNodes: 4,
        resource: 'nvidia.com/gpu',
        nodeSelector: { 'keelson.dev/node-pool': 'gpus' },
        tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }],
        instanceTypes: ['g6e.xlarge', 'g6e.2xlarge', 'g6e.4xlarge', 'g6e.8xlarge', 'g6e.16xlarge'],
      });
    });
  });

  test('tells what its nodes cost, or that it is unknown', () => {
    const prices: string[] = [];
    inEks(
      (cluster) => {
        const gpus = { gpu: 'H100', gpusPerNode: 8, maxNodes: 2 };
        prices.push(
          gpuPool(cluster, { ...gpus, capacity: [onDemand()] }, 'a').price,
          gpuPool(cluster, { ...gpus, capacity: [reserved('cr-1'), onDemand()] }, 'b').price,
        );
      },
      { region: 'us-east-1' },
    );
    inEks((cluster) => {
      prices.push(gpuPool(cluster, {}, 'a').price);
    });
    inEks(
      (cluster) => {
        prices.push(gpuPool(cluster, { capacity: [spot(), onDemand()] }, 'a').price);
      },
      { region: 'us-east-1' },
    );
    expect(prices).toEqual(['$110.08/h', '$110.08/h', 'unknown', 'unknown']);
  });

  test('takes a model server, as an existing one does', () => {
    const result = inEks((cluster) => {
      const pool = gpuPool(cluster, { maxNodes: 1 });
      new ModelServer(cluster, 'large', { model: 'Qwen/Qwen3-8B', context: 16_384, concurrency: 8, pool, tensorParallel: 2 });
    });
    expect(problems(result)[0]).toContain('a replica needs 2 GPUs on one node, and a node of gpus has 1');
  });

  test.each([
    [{ gpu: 'H100', gpusPerNode: 2 }, 'no instance type has 2 x H100; H100 come as 1 (p5.4xlarge) and 8 (p5.48xlarge)'],
    [{ efa: true, instanceTypes: ['g6e.xlarge'] }, 'EFA is wanted, and is not on g6e.xlarge'],
    [{ gpu: 'H100', gpusPerNode: 8, efa: true }, 'a cluster placement group is in one zone'],
    [{ placementGroup: true }, 'it must be absent or false without efa'],
    [{ mig: '1g.10gb' }, 'L40S can not be cut into MIG instances; remove mig'],
    [
      { gpu: 'H200', gpusPerNode: 8, mig: '1g.10gb' },
      'H200 has no MIG profile 1g.10gb; it has 1g.18gb (7), 1g.35gb (4), 2g.35gb (3), 3g.71gb (2), 4g.71gb (1), 7g.141gb (1)',
    ],
    [{ provisioner: 'managed', minNodes: 5 }, 'prop minNodes is 5; it must be at most maxNodes'],
    [{ capacity: [{ kind: 'capacity-block', reservation: 'cr-1' }] }, 'a capacity block, has no zone'],
    [{ capacity: [{ kind: 'spot', reservation: 'cr-1' }] }, 'spot capacity, has the reservation cr-1'],
    [{ ami: { type: 'AL2023_ARM_64_NVIDIA' } }, 'AL2023_ARM_64_NVIDIA is for arm64, and the instances are amd64'],
    [{ gpu: 'RTX-PRO-4500' }, 'AL2023_x86_64_NVIDIA has driver 580.159.03, and g7.2xlarge needs 595 or newer'],
    [{ gpu: 'L40' }, 'prop gpu is "L40"; it must be a GPU model, such as L40S'],
    [{ gpusPerNodes: 8 }, 'unknown prop gpusPerNodes; did you mean gpusPerNode?'],
  ])('%j is told', (props, words) => {
    const found = problems(synthGpuPool(props));
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(words);
  });

  test('never names an instance that lacks the GPUs, the EFA, the disks or the architecture that it promises', () => {
    const choice = fc.constantFrom(...gpuModels.filter((gpu) => findInstances({ gpu }).length > 0)).chain((gpu) =>
      fc.record({
        gpu: fc.constant(gpu),
        gpusPerNode: fc.constantFrom(...findInstances({ gpu }).map(({ count }) => count ?? 1)),
        efa: fc.boolean(),
        provisioner: fc.constantFrom('karpenter' as const, 'managed' as const),
      }),
    );
    let made = 0;
    fc.assert(
      fc.property(choice, (wanted) => {
        const result = synthGpuPool({ ...wanted, zones: ['a'], ami: { version: 'latest' } });
        if (result.errors.length > 0) return;
        made++;
        const { types, arch, efas, raid } = promised(result);
        expect(types.length).toBeGreaterThan(0);
        for (const row of types.map((name) => findInstance(name)!)) {
          expect(row).toMatchObject({ accelerator: wanted.gpu, count: wanted.gpusPerNode, arch });
          expect(efas).toBe(wanted.efa ? efaLayout(row)?.length : undefined);
          if (raid) expect(row.localNvmeGb).toBeGreaterThan(0);
        }
      }),
      property(25),
    );
    expect(made).toBeGreaterThan(8);
  });
});

/** What the output of a pool names and promises. */
function promised(result: Synthesised): { types: readonly string[]; arch: string; efas: number | undefined; raid: boolean } {
  const [template] = result.resources.filter(({ address }) => address.startsWith('aws_launch_template.'));
  if (template) {
    const group = result.resource('aws_eks_node_group').body;
    const data = Buffer.from(String(template.body['user_data'] ?? ''), 'base64').toString();
    return {
      types: group['instance_types'] as string[],
      arch: String(group['ami_type']).includes('ARM_64') ? 'arm64' : 'amd64',
      efas: (template.body['network_interfaces'] as unknown[] | undefined)?.length,
      raid: data.includes('RAID0'),
    };
  }
  const pool = result.object('NodePool')['spec'] as { template: { spec: { requirements: { key: string; values: string[] }[] } } };
  const values = (key: string) => pool.template.spec.requirements.find((one) => one.key === key)?.values ?? [];
  const nodeClass = result.object('EC2NodeClass')['spec'] as { networkInterfaces?: unknown[]; instanceStorePolicy?: string };
  return {
    types: values('node.kubernetes.io/instance-type'),
    arch: values('kubernetes.io/arch')[0] ?? '',
    efas: nodeClass.networkInterfaces?.length,
    raid: nodeClass.instanceStorePolicy === 'RAID0',
  };
}

test('a made pool is in keelson.json, with what a node of it looks like', () => {
  const { content } = synthGpuPool({ gpu: 'L40S', gpusPerNode: 1, instanceTypes: ['g6e.2xlarge'], maxNodes: 3, labels: { team: 'ml' } });
  const cluster = Object.values(Object.values(content.manifest.environments)[0]?.clusters ?? {})[0];
  const facts = findInstance('g6e.2xlarge');
  expect(cluster?.pools['gpus']).toMatchObject({
    gpu: 'L40S',
    gpusPerNode: 1,
    resource: 'nvidia.com/gpu',
    maxNodes: 3,
    nodeSelector: { 'keelson.dev/node-pool': 'gpus' },
    labels: { 'kubernetes.io/arch': 'amd64', 'nvidia.com/gpu.present': 'true', team: 'ml' },
    taints: [{ key: 'nvidia.com/gpu', effect: 'NoSchedule' }],
    instanceTypes: ['g6e.2xlarge'],
    capacity: ['on-demand'],
    allocatable: { cpu: `${facts?.allocatableCpuMillis}m`, memory: `${facts?.allocatableMemoryMib}Mi` },
  });
});
