import { expect, it } from 'vitest';
import { stateAddresses } from '../../../../../lib/apply/terraform/unit/state-addresses.ts';

it('the addresses of a state are those of plans, without objects that are only still to be removed', () => {
  const managed = { mode: 'managed' as const, type: 'aws_vpc', name: 'main' };
  expect([
    ...stateAddresses([
      { ...managed, instances: [{}] },
      { ...managed, module: 'module.a["x"]', instances: [{ index_key: 0 }, { index_key: 'b' }, { index_key: 1, deposed: '12ab' }] },
      { ...managed, mode: 'data', instances: [{}] },
    ]),
  ]).toEqual(['aws_vpc.main', 'module.a["x"].aws_vpc.main[0]', 'module.a["x"].aws_vpc.main["b"]', 'data.aws_vpc.main']);
});
