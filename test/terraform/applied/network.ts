import { expect, test } from 'vitest';
import { applyWithMoto } from '../harness/apply.ts';
import { machineWithMoto } from '../harness/machine.ts';
import { startMoto } from '../harness/moto.ts';
import { existing, full, UNIT, wrong } from './networks.ts';

test.concurrent('a network applies, finds nothing to change, is found as it is when it exists, and is destroyed', async (context) => {
  const machine = machineWithMoto(context);
  const moto = await startMoto(machine);
  const outcome = await applyWithMoto(machine, full, [UNIT], {
    moto,
    during: async ({ resource }) => {
      expect(resource('aws_default_security_group.main_default-security-group')).toMatchObject({ ingress: [], egress: [] });
      const subnet = (tier: string, zone: string) => resource(`aws_subnet.main_${tier}-eu-central-1${zone}`)['id'];
      const found = await applyWithMoto(machine, existing, [UNIT, 'prod/terraform.data'], {
        moto,
        during: (other) =>
          expect(other.resource('aws_s3_bucket.notes')['tags']).toEqual({
            first: subnet('private', 'a'),
            second: subnet('private', 'c'),
            intra: subnet('intra', 'c'),
          }),
      });
      expect(found.unclean).toEqual([]);
      const swapped = wrong({ subnets: { private: [subnet('private', 'b'), subnet('private', 'a')] } });
      await expect(applyWithMoto(machine, swapped, [UNIT], { moto })).rejects.toThrow(/is in the zone\s+eu-central-1a, and it is not/);
      const elsewhere = wrong({ cidr: '10.1.0.0/16' });
      await expect(applyWithMoto(machine, elsewhere, [UNIT], { moto })).rejects.toThrow(/has the range\s+10\.1\.0\.0\/16, and it does not/);
    },
  });
  expect(outcome).toMatchObject({ unclean: [], leftOut: [] });
});
