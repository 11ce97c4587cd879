import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { KeelsonError } from '../../../../lib/core/errors.ts';
import { type BootstrapOptions, bootstrapFiles, type CiOptions, writeBootstrap } from '../../../../lib/toolkit/bootstrap/bootstrap.ts';
import { root, run, temporaryFolder } from '../../../support/run.ts';

const OPTIONS: BootstrapOptions = {
  platform: 'acme',
  environment: 'prod',
  account: '123456789012',
  region: 'eu-central-1',
  ci: { host: 'github', repository: 'acme/platform' },
};
const settings = (more: object = {}) => bootstrapFiles({ ...OPTIONS, ...more }).get('settings.tf') ?? '';
const ci = (more: Partial<CiOptions>) => settings({ ci: { ...OPTIONS.ci, ...more } });

describe('the settings of a bootstrap', () => {
  test('bind the apply role to the environment of GitHub, and the plan role to pull requests and the branch', () => {
    expect(settings()).toContain('plan_subjects  = ["repo:acme/platform:pull_request", "repo:acme/platform:ref:refs/heads/main"]');
    expect(settings()).toContain('apply_subjects = ["repo:acme/platform:environment:prod"]');
    expect(ci({ githubEnvironment: 'live' })).toContain('"repo:acme/platform:environment:live"]');
    expect(ci({ githubEnvironment: false, branch: 'release/1' })).toContain(
      'apply_subjects = ["repo:acme/platform:ref:refs/heads/release/1"]',
    );
  });

  test('bind roles to branches of GitLab, of your own too', () => {
    const own = ci({ host: 'gitlab', repository: 'acme/infra/platform', gitlabUrl: 'https://git.example.com/' });
    expect(own).toContain('issuer         = "git.example.com"');
    expect(own).toContain('audience       = "https://git.example.com"');
    expect(own).toContain('plan_subjects  = ["project_path:acme/infra/platform:ref_type:branch:ref:*"]');
    expect(own).toContain('apply_subjects = ["project_path:acme/infra/platform:ref_type:branch:ref:main"]');
  });

  test('never open the apply role to more than one subject of one repository', () => {
    for (const text of [settings(), ci({ githubEnvironment: false }), ci({ host: 'gitlab', repository: 'a/b' })]) {
      const [, subjects = ''] = /apply_subjects = \[(.*)\]/.exec(text) ?? [];
      expect(subjects.split(', ')).toHaveLength(1);
      expect(subjects).not.toMatch(/[*?]/);
    }
  });

  test('have a pair of roles for all units, and one for each unit that is named', () => {
    expect(settings()).toContain('    default = { name = "acme-prod", states = "acme/prod/*" }');
    expect(settings({ units: ['network', 'network'] }).match(/name = /g)).toHaveLength(2);
    expect(settings({ units: ['network'] })).toContain('network = { name = "acme-prod-network", states = "acme/prod/network" }');
  });

  test('use the partition of the region, and the policies that are given', () => {
    expect(settings({ region: 'cn-north-1' })).toContain('["arn:aws-cn:iam::aws:policy/AdministratorAccess"]');
    const applyPolicies = ['arn:aws:iam::aws:policy/PowerUserAccess', 'arn:aws:iam::123456789012:policy/team/roles'];
    expect(settings({ applyPolicies })).toContain(`apply_policies = ${JSON.stringify(applyPolicies).replace(',', ', ')}`);
  });

  test.each([
    [{ platform: 'Acme' }, 'the platform "Acme" is no name of one'],
    [{ environment: 'pro d' }, 'the environment "pro d" is no name of one'],
    [{ account: '42' }, 'the account "42" is not twelve digits'],
    [{ region: 'Frankfurt' }, '"Frankfurt" is no AWS region'],
    [{ ci: { host: 'github', repository: 'acme' } }, '"acme" is no repository; give --github owner/name'],
    [{ ci: { host: 'github', repository: 'acme/*' } }, '"acme/*" is no repository'],
    [{ ci: { host: 'gitlab', repository: 'acme' } }, 'give --gitlab group/project'],
    [{ ci: { host: 'github', repository: 'a/b', branch: '*' } }, '"*" is no branch'],
    [{ ci: { host: 'github', repository: 'a/b', githubEnvironment: 'prod*' } }, '"prod*" is no environment of GitHub'],
    [{ ci: { host: 'gitlab', repository: 'a/b', gitlabUrl: 'http://git' } }, '"http://git" is no https address'],
    [{ bucket: 'My_States' }, 'the name "My_States" of the bucket must be lower case'],
    [{ units: ['a/b'] }, '"a/b" is no name of a unit'],
    [{ units: ['u'.repeat(50)] }, 'has more than 64 characters'],
    [{ applyPolicies: ['Admin'] }, '"Admin" is no ARN of an IAM policy'],
  ])('%j are refused', (wrong, words) => {
    expect(() => settings(wrong)).toThrow(KeelsonError);
    expect(() => settings(wrong)).toThrow(words);
    expect(() => settings(wrong)).toThrow('KS0011');
  });
});

test('the plan role decrypts states only, so that a pull request reads no secret parameter', () => {
  const text = bootstrapFiles(OPTIONS).get('ci.tf') ?? '';
  const plan = text.slice(text.indexOf('"aws_iam_role_policy" "plan"'), text.indexOf('"aws_iam_role" "apply"'));
  expect(plan.replaceAll(/\s+/g, ' ')).toContain(
    '{ Sid = "DecryptNothingElse" Effect = "Deny" Action = ["kms:Decrypt"] NotResource = [aws_kms_key.state.arn] }',
  );
});

describe('the folder of a bootstrap', () => {
  test('is plain Terraform with a README that says who may do what', () => {
    const directory = join(temporaryFolder(), 'prod');
    const report = writeBootstrap({ ...OPTIONS, directory });
    expect(report.files).toEqual(['.gitignore', 'README.md', 'ci.tf', 'key.tf', 'outputs.tf', 'settings.tf', 'state.tf', 'versions.tf']);
    expect(readdirSync(directory).sort()).toEqual(report.files);
    const readme = readFileSync(join(directory, 'README.md'), 'utf8');
    expect(readme).toContain('| apply | `repo:acme/platform:environment:prod` |');
    expect(readme).toContain('terraform init -migrate-state');
    for (const name of report.files) expect(readFileSync(join(directory, name), 'utf8')).not.toMatch(/__[A-Z]+__/);
  });

  test('is written again when nothing changed, and never over what is yours', () => {
    const directory = temporaryFolder();
    writeBootstrap({ ...OPTIONS, directory });
    writeBootstrap({ ...OPTIONS, directory });
    appendFileSync(join(directory, 'state.tf'), '# mine\n');
    expect(() => writeBootstrap({ ...OPTIONS, directory })).toThrow('it holds state.tf, which would be lost');
    expect(() => writeBootstrap({ ...OPTIONS, directory: root })).toThrow('KS0016');
  });
});

test('the command writes it, and says what to do next', async () => {
  const cwd = temporaryFolder();
  const keelson = (...args: string[]) =>
    run(process.execPath, [join(root, 'dist/cli/main.js'), 'bootstrap', 'prod', ...args], { cwd, env: { ...process.env, NO_COLOR: '1' } });
  const place = ['--platform', 'acme', '--account', '123456789012', '--region', 'eu-central-1'];
  const made = await keelson(
    ...place,
    '--github',
    'acme/platform',
    '--apply-from',
    'branch',
    '--units',
    'network, data',
    '--existing-oidc',
  );
  expect([made.code, made.stdout + made.stderr]).toEqual([0, expect.stringContaining('terraform -chdir=bootstrap/prod init')]);
  const text = readFileSync(join(cwd, 'bootstrap/prod/settings.tf'), 'utf8');
  expect(text).toContain('apply_subjects = ["repo:acme/platform:ref:refs/heads/main"]');
  expect(text).toContain('create_issuer  = false');
  expect(text).toContain('acme-prod-data');
  expect(await keelson(...place)).toMatchObject({ code: 2, stderr: expect.stringContaining('neither or both are given') });
  expect(await keelson('--github', 'a/b')).toMatchObject({ code: 2, stderr: expect.stringContaining('--platform is missing') });
});
