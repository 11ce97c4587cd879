import { describe, expect, it } from 'vitest';
import { standIn } from '../../../../lib/apply/kubernetes/bindings/stand-in.ts';

describe('a stand-in for a value without a source', () => {
  it.each([
    ['aws_kms_key_nodes_arn', /^arn:aws:\S+:000000000000:\S+$/],
    ['${aws_subnet.vpc_private_a.id}', /^subnet-[0-9a-f]{17}$/],
    ['${aws_eks_cluster.main.vpc_config[0].cluster_security_group_id}', /^sg-[0-9a-f]{17}$/],
    ['${aws_placement_group.gpus_placement.placement_group_id}', /^pg-[0-9a-f]{17}$/],
    ['${aws_ec2_capacity_reservation.gpus.id}', /^cr-[0-9a-f]{17}$/],
    ['${aws_vpc.vpc.id}', /^vpc-[0-9a-f]{17}$/],
    ['aws_s3_bucket_pictures_bucket', /^sandbox-[a-z0-9]([a-z0-9-]{0,53}[a-z0-9])?$/],
    ['aws_eks_cluster_main_endpoint', /^https:\/\/\S+\.sandbox\.invalid$/],
    ['aws_db_instance_shop_address', /^[a-z0-9.-]+\.sandbox\.invalid$/],
  ])('has the form that the name %s tells', (name, form) => {
    expect(standIn('dev/terraform.data', 'expression_1', 'string', name)).toMatch(form);
  });

  it('is of the type that is asked for, the same each time, and another for another output', () => {
    const made = (type: Parameters<typeof standIn>[2], output = 'port') => standIn('dev/terraform.data', output, type);
    expect([made('number'), made('number', 'size'), made('boolean'), made('list'), made('map')]).toEqual([8080, 1, true, ['8080'], {}]);
    const subnets = ['a', 'b', 'a'].map((name) => made('string', `aws_subnet_${name}_id`));
    expect(subnets[0]).toBe(subnets[2]);
    expect(subnets[0]).not.toBe(subnets[1]);
  });
});
