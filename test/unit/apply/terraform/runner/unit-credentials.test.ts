import { describe, expect, it } from 'vitest';
import { unitCredentials } from '../../../../../lib/apply/terraform/runner/unit-credentials.ts';

const roles = { plan: 'arn:aws:iam::123456789012:role/plan', apply: 'arn:aws:iam::123456789012:role/apply' };
const KEY = 'shop/prod/terraform/network';

describe('credentials of a unit', () => {
  it("are the applier's own where it has no roles, and nothing else of its environment", () => {
    const own = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', AWS_PROFILE: 'c' };
    const found = unitCredentials(undefined, KEY, { ...own, AWS_REGION: 'x', SECRET: 'y', KUBECONFIG: 'z' });
    expect(found).toEqual({ plan: own, apply: own });
  });

  it('are its own roles, taken by the web identity of the applier', () => {
    const found = unitCredentials(roles, KEY, { AWS_WEB_IDENTITY_TOKEN_FILE: '/token', AWS_ROLE_ARN: 'ci', AWS_ACCESS_KEY_ID: 'a' });
    expect(found).toEqual({
      plan: {
        AWS_ROLE_ARN: roles.plan,
        AWS_ROLE_SESSION_NAME: 'keelson-plan-shop-prod-terraform-network',
        AWS_WEB_IDENTITY_TOKEN_FILE: '/token',
      },
      apply: {
        AWS_ROLE_ARN: roles.apply,
        AWS_ROLE_SESSION_NAME: 'keelson-apply-shop-prod-terraform-network',
        AWS_WEB_IDENTITY_TOKEN_FILE: '/token',
      },
    });
  });

  it("are none where the roles can not be taken: the applier's own would do more than they allow", () => {
    expect(unitCredentials(roles, KEY, { AWS_ACCESS_KEY_ID: 'a' })).toBeUndefined();
  });
});
