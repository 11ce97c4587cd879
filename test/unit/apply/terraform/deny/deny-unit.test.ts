import { describe, expect, it } from 'vitest';
import { DEFAULT_TERRAFORM_RULES, type TerraformRules } from '../../../../../lib/apply/policy/terraform-rules.ts';
import { deniedBy } from '../../../../../lib/apply/terraform/deny/deny-unit.ts';
import { readConfiguration } from '../../../../../lib/apply/terraform/deny/read-files.ts';

const UNIT = 'prod/terraform.data';
const ROLE = 'arn:aws:iam::123456789012:role/plan';
const KEY = 'shop/prod/terraform/data';

async function denied(files: Readonly<Record<string, unknown>>, rules: Partial<TerraformRules> = {}): Promise<string[]> {
  const texts = new Map(Object.entries(files).map(([path, body]) => [path, typeof body === 'string' ? body : JSON.stringify(body)]));
  const configuration = await readConfiguration(texts, UNIT);
  return deniedBy({ ...DEFAULT_TERRAFORM_RULES, ...rules }, configuration, UNIT, KEY).map((error) => error.message);
}
const stack = (body: object, rules: Partial<TerraformRules> = {}) => denied({ 'cdk.tf.json': body }, rules);
const hcl = (text: string, rules: Partial<TerraformRules> = {}) => denied({ 'program/module/main.tf': text }, rules);

describe('what a Terraform unit may not do', () => {
  it('is told with the unit, the file, the place and the setting that would allow it', async () => {
    expect(await stack({ resource: { null_resource: { job: { provisioner: { 'local-exec': { command: 'id' } } } } } })).toEqual([
      "KS8050 prod/terraform.data (cdk.tf.json:1): resource.null_resource.job has a provisioner local-exec; remove it, or have an administrator allow it: programs of the unit's terraform rules in the policy",
    ]);
  });

  it.each<[string, object, string]>([
    ['a provisioner in a list', { resource: [{ null_resource: [{ job: [{ provisioner: [{ 'remote-exec': [{}] }] }] }] }] }, 'remote-exec'],
    [
      'a provisioner of a removed block',
      { removed: { from: 'null_resource.a', provisioner: { 'local-exec': {} } } },
      'provisioner local-exec',
    ],
    ['a post-renderer', { resource: { helm_release: { a: { postrender: { binary_path: '/bin/sh' } } } } }, 'postrender'],
    ['an action', { action: { aws_lambda_invoke: { run: {} } } }, 'action.aws_lambda_invoke.run is an action'],
    ['external data', { data: { external: { run: { program: ['sh'] } } } }, 'data.external.run is a data source of external'],
    ['data over HTTP', { data: [{ http: { get: { url: 'https://example.com' } } }] }, 'data.http.get'],
    ["another unit's state", { data: { terraform_remote_state: { other: {} } } }, 'terraform_remote_state'],
    ['external data of a check', { check: { health: { data: { external: { run: {} } } } } }, 'check.health.data.external.run'],
    ['a provider that is not listed', { terraform: { required_providers: { x: { source: 'evil/x' } } } }, 'the provider evil/x'],
    ['a provider under a good name', { terraform: { required_providers: { aws: { source: 'evil/aws' } } } }, 'the provider evil/aws'],
    [
      'a provider of another registry',
      { terraform: { required_providers: { aws: { source: 'evil.example/hashicorp/aws' } } } },
      'evil.example/hashicorp/aws is not listed',
    ],
    ['a provider that a type implies', { resource: { local_file: { a: {} } } }, 'the provider hashicorp/local'],
    ['a provider that a resource names', { resource: { aws_x: { a: { provider: 'local.b' } } } }, 'hashicorp/local'],
    ['a module by git', { module: { a: { source: 'git::https://example.com/x.git' } } }, 'module.a comes from "git::https'],
    ['a profile', { provider: { aws: [{ region: 'eu-central-1', profile: 'admin' }] } }, 'the provider aws has profile'],
    ['keys', { provider: { aws: { access_key: 'AKIA' } } }, 'the provider aws has access_key: an identity of its own'],
    ['a role', { provider: { aws: { assume_role: [{ role_arn: 'arn:aws:iam::1:role/x' }] } } }, 'takes the role "arn:aws:iam::1:role/x"'],
    ['an endpoint', { provider: { aws: { endpoints: [{ s3: 'https://evil' }] } } }, 'has endpoints "https://evil"'],
    [
      'another program for credentials',
      { provider: { helm: { kubernetes: { exec: { command: 'sh', args: ['-c', 'id'] } } } } },
      'runs "sh -c id"',
    ],
    [
      'more than a token by the right program',
      { provider: { helm: { kubernetes: { exec: { command: 'aws', args: ['s3', 'cp'] } } } } },
      'runs "aws s3 cp"',
    ],
    ['a host of its own', { provider: { kubernetes: { host: 'https://evil' } } }, 'the provider kubernetes has host "https://evil"'],
    [
      'a host by a variable with a default',
      { variable: { host: { default: 'https://evil' } }, provider: { kubernetes: { host: '${var.host}' } } },
      'which is no cluster of the program',
    ],
    ['a backend that is not listed', { terraform: { backend: { http: { address: 'https://evil' } } } }, 'the backend http is not listed'],
    ['a state in the cloud', { terraform: { cloud: {} } }, 'the state is in a cloud block'],
    [
      "another unit's state key",
      { terraform: { backend: { s3: { key: 'shop/prod/network.tfstate' } } } },
      'and not shop/prod/data.tfstate',
    ],
    ['a local state', { terraform: { backend: { local: { path: 'data.tfstate' } } } }, 'the backend local is not listed'],
    ['a file of the machine', { locals: { a: '${file("/etc/passwd")}' } }, 'file("/etc/passwd")}'],
    ['a file above', { locals: { a: '${file("${path.module}/../../x")}' } }, 'reads outside the unit'],
    ['a file of a name that is calculated', { locals: { a: '${file(var.name)}' } }, 'file(var.name)} reads outside'],
    ['a file after a comment', { locals: { a: '${file /* x */ ("/etc/passwd")}' } }, 'reads outside the unit'],
    ['a file in a key', { locals: { a: { '${file("/etc/passwd")}': 1 } } }, 'reads outside the unit'],
    ['a file of the home folder', { locals: { a: '${templatefile("~/.aws/credentials", {})}' } }, 'reads outside the unit'],
  ])('is %s', async (_, body, message) => {
    expect((await stack(body)).join('\n')).toContain(message);
  });

  it.each<[string, string, string]>([
    [
      'a provisioner',
      'resource "null_resource" "a" {\n  provisioner "local-exec" {\n    command = "id"\n  }\n}\n',
      'provisioner local-exec',
    ],
    ['external data by an escape', 'data "\\u0065xternal" "a" {\n  program = ["sh"]\n}\n', 'data.external.a'],
    ['external data without quotes', 'data external a {\n  program = []\n}\n', 'data.external.a'],
    ['a module by git', 'module "a" {\n  source = "git::ssh://x"\n}\n', 'git::ssh://x'],
    ['a file outside', 'locals {\n  a = file("../../x")\n}\n', 'reads outside the unit'],
  ])('is %s of a local module', async (_, text, message) => {
    expect((await hcl(text)).join('\n')).toContain(message);
  });

  it('is a file of another form that can not be read', async () => {
    await expect(hcl('resource {')).rejects.toThrow('KS8051 prod/terraform.data (program/module/main.tf:1): it can not be read');
    await expect(denied({ 'cdk.tf.json': '{"data":{},"data":{}}' })).rejects.toThrow('an object has one key twice');
  });
});

describe('what a Terraform unit may do', () => {
  it('is what the constructs write', async () => {
    const files = {
      terraform: {
        backend: { s3: { bucket: 'acme-state', key: 'shop/prod/data.tfstate', use_lockfile: true, kms_key_id: 'arn:aws:kms:x' } },
        required_providers: { aws: { source: 'aws', version: '6.25.0' }, helm: { source: 'registry.terraform.io/hashicorp/helm' } },
      },
      provider: {
        aws: [{ region: 'eu-central-1', allowed_account_ids: ['1'], default_tags: [{ tags: { profile: '' } }] }],
        helm: [
          {
            kubernetes: {
              host: '${data.aws_eks_cluster.main.endpoint}',
              exec: { command: 'aws', args: ['eks', 'get-token', '--cluster-name', 'main'] },
            },
          },
        ],
      },
      resource: { aws_s3_bucket: { a: { bucket: 'x', tags: { file: 'file(1)' } } } },
      locals: { a: '${file("${path.module}/assets/a.txt")}', b: '${templatefile("program/b.tpl", { a = 1 })}' },
      module: { local: { source: './program/module' } },
    };
    expect(await stack(files)).toEqual([]);
  });

  it.each<[Partial<TerraformRules>, object]>([
    [{ programs: true }, { resource: { null_resource: { a: { provisioner: { 'local-exec': {} } } } } }],
    [{ dataSources: ['external'], providers: ['hashicorp/*'] }, { data: { external: { a: {} } } }],
    [{ providers: ['acme/*'] }, { terraform: { required_providers: { x: { source: 'acme/x' } } } }],
    [{ modules: ['terraform-aws-modules/*/aws'] }, { module: { a: { source: 'terraform-aws-modules/vpc/aws' } } }],
    [{ assumeRoles: [ROLE] }, { provider: { aws: { assume_role: { role_arn: ROLE } } } }],
    [{ endpoints: ['http://127.0.0.1:5000'] }, { provider: { aws: { endpoints: { s3: 'http://127.0.0.1:5000' } } } }],
    [{ backends: ['local'], localStates: '/var/lib/states' }, { terraform: { backend: { local: { path: 'data.tfstate' } } } }],
  ])('is what the policy allows by %j', async (rules, body) => {
    expect(await stack(body)).not.toEqual([]);
    expect(await stack(body, rules)).toEqual([]);
  });

  it('is no module whose source only begins like a listed one', async () => {
    const rules = { modules: ['terraform-aws-modules/*/aws'] };
    for (const source of ['terraform-aws-modules/vpc/aws?ref=x', 'terraform-aws-modules/a/b/aws', 'terraform-aws-modules/vpc/aws//../x'])
      expect(await stack({ module: { a: { source } } }, rules)).toHaveLength(1);
  });

  it.each([
    'git::https://git.example.com/evil/x.git',
    'git::https://git.example.com/acme/x.git?ref=--upload-pack=sh',
    'git::https://git.example.com/acme/../evil/x.git',
    'git::https://git.example.com/acme/...git/../x.git',
    'git::https://git.example.com/acme/..%2fevil%2fx.git',
    'git::https://git.example.com/acme/x.git//../../evil',
    'git::https://git.example.com/acme/x.git#.git',
    'git::https://git.example.com@evil.example/acme/x.git',
    'git::https://evil.example#.mirror.example.com/acme.git',
    'git::https://evil.example\\.mirror.example.com/acme.git',
    'git::ssh://git@git.example.com/acme/x.git',
    'git::file:///acme/x.git',
    'git::ext::sh -c id',
    'git@git.example.com:acme/x.git',
    'hg::https://git.example.com/acme/x.git',
    'https://git.example.com/acme/x.git',
    'github.com/acme/x',
    's3::https://s3.amazonaws.com/acme/x.zip',
    '/etc/module',
    '${var.source}',
    '../x',
    './program/../../x',
  ])('is no module from %s, which begins or ends like one that is listed', async (source) => {
    const rules = { modules: ['git::https://git.example.com/acme/*.git', 'git::https://*.mirror.example.com/acme.git'] };
    expect((await stack({ module: { a: { source } } }, rules)).join()).toContain(`module.a comes from ${JSON.stringify(source)}`);
    for (const listed of ['git::https://git.example.com/acme/x.git', 'git::https://a.mirror.example.com/acme.git', './program/x'])
      expect(await stack({ module: { a: { source: listed } } }, rules)).toEqual([]);
  });

  it('is no local state of another name, and none in another bucket', async () => {
    const local = { backends: ['local'], localStates: '/var/lib/states' };
    expect(await stack({ terraform: { backend: { local: { path: '/etc/x' } } } }, local)).toHaveLength(1);
    const s3 = { terraform: { backend: { s3: { bucket: 'evil', key: 'shop/prod/data.tfstate' } } } };
    expect((await stack(s3, { stateBuckets: ['acme-*'] })).join()).toContain('the state is in the bucket "evil"');
  });
});
