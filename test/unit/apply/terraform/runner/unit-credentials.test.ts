import { describe, expect, it } from 'vitest';
import type { WantedRole } from '../../../../../lib/apply/terraform/runner/assume-role.ts';
import { unitCredentials } from '../../../../../lib/apply/terraform/runner/unit-credentials.ts';

const roles = { plan: 'arn:aws:iam::123456789012:role/plan', apply: 'arn:aws:iam::123456789012:role/apply' };
const KEY = 'shop/prod/terraform/network';

describe('credentials of a unit', () => {
  const none = (): never => {
    throw new Error('nothing is to be taken');
  };

  it("are the applier's own where it has no roles, and nothing else of its environment", async () => {
    const own = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', AWS_PROFILE: 'c' };
    const found = unitCredentials(undefined, KEY, { ...own, AWS_REGION: 'x', SECRET: 'y', KUBECONFIG: 'z' }, none);
    expect([await found.plan(), await found.apply()]).toEqual([own, own]);
  });

  it('are its own roles, taken by the web identity of the applier', async () => {
    const environment = { AWS_WEB_IDENTITY_TOKEN_FILE: '/token', AWS_ROLE_ARN: 'ci', AWS_ACCESS_KEY_ID: 'a' };
    const found = unitCredentials(roles, KEY, environment, none);
    const as = (what: 'plan' | 'apply') => ({
      AWS_ROLE_ARN: roles[what],
      AWS_ROLE_SESSION_NAME: `keelson-${what}-shop-prod-terraform-network`,
      AWS_WEB_IDENTITY_TOKEN_FILE: '/token',
    });
    expect([await found.plan(), await found.apply()]).toEqual([as('plan'), as('apply')]);
  });

  it('are its own roles, taken when a step needs them, where there is no web identity', async () => {
    const taken: WantedRole[] = [];
    const found = unitCredentials(roles, KEY, { AWS_ACCESS_KEY_ID: 'a' }, async (role) => {
      taken.push(role);
      return { AWS_ACCESS_KEY_ID: role.arn };
    });
    expect(taken).toEqual([]);
    expect(await found.plan()).toEqual({ AWS_ACCESS_KEY_ID: roles.plan });
    expect(taken).toEqual([{ arn: roles.plan, session: 'keelson-plan-shop-prod-terraform-network' }]);
    expect(await found.apply()).toEqual({ AWS_ACCESS_KEY_ID: roles.apply });
  });
});
