import { describe, expect, it } from 'vitest';
import { approvalNeeds } from '../../../../lib/apply/approval/approval-needs.ts';
import type { PlannedUnit } from '../../../../lib/apply/approval/planned-unit.ts';
import type { Action } from '../../../../lib/apply/plan/types.ts';
import { DEFAULT_TERRAFORM_RULES } from '../../../../lib/apply/policy/terraform-rules.ts';
import { DEFAULT_RULES } from '../../../../lib/apply/policy/unit-rules.ts';
import { changeSet, changeSetDigest } from '../../../../lib/apply/terraform/plan/change-set.ts';
import type { ResourceView } from '../../../../lib/apply/terraform/plan/plan-view.ts';

const BUDGETS = { kubernetes: DEFAULT_RULES, terraform: DEFAULT_TERRAFORM_RULES };

function terraform(resources: readonly ResourceView[], more: Partial<PlannedUnit> = {}): PlannedUnit {
  const changes = changeSet({ resource_changes: resources });
  const base = { unit: 'prod/terraform.data', key: 'acme/prod/terraform/data', contentDigest: 'sha256:1' };
  return { ...base, plane: 'terraform', changes, digest: changeSetDigest(changes), ...more } as PlannedUnit;
}

function resource(type: string, actions: readonly string[], before: object = {}, name = 'it'): ResourceView {
  const after = actions.includes('create') ? before : null;
  return { address: `${type}.${name}`, type, mode: 'managed', change: { actions, before, after } };
}

function kubernetes(objects: readonly (readonly [action: Action, apiVersion: string, kind: string])[], unchanged = 50): PlannedUnit {
  const changes = objects.map(([action, apiVersion, kind], index) => ({
    id: `${kind}/${index}`,
    object: { apiVersion, kind, name: `n${index}` },
    action,
    fields: [],
  }));
  const unit = { unit: 'prod/kubernetes.main.shop', key: 'acme/prod/main/shop' };
  return { ...unit, plane: 'kubernetes', contentDigest: 'sha256:1', plan: { ...unit, changes, unchanged } };
}

const texts = (planned: PlannedUnit) => approvalNeeds(planned, BUDGETS).map(({ what, why }) => `${what} ${why}`);

describe('what needs an approval', () => {
  it('is the end of what holds data, with what is lost', () => {
    expect(texts(terraform([resource('aws_s3_bucket', ['delete'])]))).toEqual(['aws_s3_bucket.it is destroyed: loses its objects']);
    expect(texts(terraform([resource('aws_eks_cluster', ['delete', 'create'])]))).toEqual([
      'aws_eks_cluster.it is destroyed and made again: loses everything in the cluster',
    ]);
  });

  it('is the end of a pool in use, with its nodes, GPUs and price', () => {
    const pool = (size: number, types: readonly string[], capacity = 'ON_DEMAND') => ({
      arn: 'arn:aws:eks:us-east-1:123456789012:nodegroup/main/h100/x',
      scaling_config: [{ desired_size: size }],
      instance_types: types,
      capacity_type: capacity,
    });
    const of = (before: object) => texts(terraform([resource('aws_eks_node_group', ['delete'], before)]));
    expect(of(pool(2, ['p5.48xlarge']))).toEqual([
      expect.stringMatching(
        /^aws_eks_node_group\.it is destroyed: 2 nodes of p5\.48xlarge are drained, GPUs: 16, price: \$\d+\.\d\d\/h at us-east-1 list prices$/,
      ),
    ]);
    expect(of(pool(1, ['p5.48xlarge'], 'SPOT'))).toEqual([
      expect.stringContaining('1 node of p5.48xlarge is drained, GPUs: 8, price: unknown'),
    ]);
    expect(of({})).toEqual(['aws_eks_node_group.it is destroyed: an unknown number of nodes are drained, GPUs: unknown, price: unknown']);
    expect(of(pool(0, ['p5.48xlarge']))).toEqual([]);
  });

  it('is not what can be made again', () => {
    expect(texts(terraform([resource('aws_iam_role', ['delete']), resource('aws_s3_bucket', ['update'])]))).toEqual([]);
    expect(
      texts(
        kubernetes([
          ['delete', 'v1', 'ConfigMap'],
          ['create', 'v1', 'Namespace'],
          ['update', 'apiextensions.k8s.io/v1', 'CustomResourceDefinition'],
        ]),
      ),
    ).toEqual([]);
  });

  it('is a whole unit, of either plane', () => {
    const whole = 'it left the program, and all that it has goes';
    expect(texts(terraform([], { removesUnit: true }))).toEqual([`prod/terraform.data ${whole}`]);
    expect(texts({ ...kubernetes([]), removesUnit: true })).toEqual([]); // its objects went to other units
    expect(texts({ ...kubernetes([['delete', 'v1', 'ConfigMap']], 0), removesUnit: true })).toEqual([`prod/kubernetes.main.shop ${whole}`]);
    expect(texts(kubernetes([['delete', 'v1', 'ConfigMap']], 0))).toEqual([
      'prod/kubernetes.main.shop all of its 1 objects would be deleted',
    ]);
  });

  it('is what takes more with it in a cluster', () => {
    expect(
      texts(
        kubernetes([
          ['delete', 'v1', 'Namespace'],
          ['replace', 'v1', 'PersistentVolumeClaim'],
          ['delete', 'apiextensions.k8s.io/v1', 'CustomResourceDefinition'],
          ['delete', 'karpenter.sh/v1', 'NodePool'],
          ['delete', 'example.com/v1', 'Namespace'],
        ]),
      ),
    ).toEqual([
      'Namespace n0 is deleted: everything in it goes with it',
      'PersistentVolumeClaim n1 is replaced: its data go with it',
      'CustomResourceDefinition n2 is deleted: every object of its kind goes with it',
      'NodePool n3 is deleted: its nodes are drained; how many it has is unknown',
    ]);
  });

  it('is more than the budgets', () => {
    const many = (count: number, actions: readonly string[]) =>
      terraform(Array.from({ length: count }, (_, index) => resource('aws_iam_role', actions, {}, `r${index}`)));
    expect(texts(many(20, ['delete']))).toEqual([]);
    expect(texts(many(21, ['delete']))).toEqual(['prod/terraform.data 21 resources would be deleted: the policy allows 20']);
    expect(texts(many(11, ['delete', 'create']))).toEqual(['prod/terraform.data 11 resources would be replaced: the policy allows 10']);
    const maps = (count: number) => Array.from({ length: count }, () => ['delete', 'v1', 'ConfigMap'] as const);
    expect(texts(kubernetes(maps(6), 6))).toEqual([]);
    expect(texts(kubernetes(maps(7), 6))).toEqual([
      'prod/kubernetes.main.shop 7 of its 13 objects would be deleted: the policy allows 20, and 50 % of them',
    ]);
  });
});
