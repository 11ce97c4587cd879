import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { unitCredentials } from '../../../lib/apply/terraform/runner/unit-credentials.ts';
import { startMoto } from '../harness/moto.ts';
import { onPath } from '../harness/tools.ts';

const roles = { plan: 'arn:aws:iam::123456789012:role/plan-network', apply: 'arn:aws:iam::123456789012:role/apply-network' };

describe('the roles of a unit, where the applier has credentials of its own', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  test('are taken by STS, one to plan and one to apply, and say what they are for', async (context) => {
    const program = onPath('moto_server');
    if (program === undefined) return context.skip('no moto_server on PATH (pip install "moto[server]")');
    const moto = await startMoto({ moto: program, atEnd: (clean) => context.onTestFinished(clean) });
    for (const [name, value] of Object.entries({ ...moto.env, AWS_REGION: 'eu-central-1' })) vi.stubEnv(name, value);
    const credentials = unitCredentials(roles, 'shop/prod/terraform/network', process.env);
    const whoIs = async ({
      AWS_ACCESS_KEY_ID = '',
      AWS_SECRET_ACCESS_KEY = '',
      AWS_SESSION_TOKEN = '',
    }: Readonly<Record<string, string>>) => {
      const keys = { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY, sessionToken: AWS_SESSION_TOKEN };
      const client = new STSClient({ credentials: keys });
      return (await client.send(new GetCallerIdentityCommand({}))).Arn;
    };
    const [plan, apply] = [await credentials.plan(), await credentials.apply()];
    expect(Object.keys(plan)).toEqual(['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN']);
    expect(await whoIs(plan)).toBe('arn:aws:sts::123456789012:assumed-role/plan-network/keelson-plan-shop-prod-terraform-network');
    expect(await whoIs(apply)).toBe('arn:aws:sts::123456789012:assumed-role/apply-network/keelson-apply-shop-prod-terraform-network');
  }, 60_000);

  test('that can not be taken are told', async () => {
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_PROFILE']) vi.stubEnv(name, undefined);
    for (const name of ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE']) vi.stubEnv(name, '/dev/null');
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
    const credentials = unitCredentials(roles, 'shop/prod/terraform/network', process.env);
    await expect(credentials.plan()).rejects.toThrow(/^KS8060 arn:aws:iam::123456789012:role\/plan-network: CredentialsProviderError: /);
  }, 60_000);
});
