import { expect, test, vi } from 'vitest';
import { assembly } from '../support/assembly.ts';
import { testStack, validateStack } from './harness/check-stack.ts';
import { validateStacks } from './harness/check-stacks.ts';
import { applyDifferences } from './harness/differences.ts';
import { machineFor } from './harness/machine.ts';
import { choose, compareVersions } from './harness/providers.ts';
import { leaveOut } from './harness/workspace.ts';

vi.setConfig({ testTimeout: 600_000 }); // each call starts the real provider

const UNIT = 'dev/terraform.data';
const content = (blocks: object, providers: object = {}) =>
  assembly({
    [UNIT]: {
      stack: {
        terraform: {
          backend: { s3: { bucket: 'states', key: 'k', region: 'eu-central-1' } },
          required_providers: { aws: { source: 'aws', version: '6.25.0' }, ...providers },
        },
        provider: { aws: [{ region: 'eu-central-1' }] },
        ...blocks,
      },
    },
  });

test('the real provider finds an attribute that it does not know', async (context) => {
  const { problems } = await validateStack(machineFor(context), content({ resource: { aws_s3_bucket: { b: { bukket: 'x' } } } }), UNIT);
  expect(problems.join()).toMatch(/^error.*Extraneous JSON object property.*"bukket"/);
});

test('of many stacks each one is checked, and named', async (context) => {
  const bucket = (body: object, blocks: object = {}) => content({ resource: { aws_s3_bucket: { b: body } }, ...blocks });
  const stacks = [
    { name: 'good', content: bucket({ bucket: '${var.given}' }, { variable: { given: { type: 'string' } } }), unit: UNIT },
    { name: 'misspelt', content: bucket({ bukket: 'x' }), unit: UNIT },
    { name: 'imported', content: bucket({ bukit: 'x' }, { import: [{ to: 'aws_s3_bucket.b', id: 'x' }] }), unit: UNIT },
  ];
  const { problems } = await validateStacks(machineFor(context), stacks);
  expect(problems.map((problem) => /^(\w+): error.*?"(buk\w+)"/s.exec(problem)?.slice(1))).toEqual([
    ['imported', 'bukit'],
    ['misspelt', 'bukket'],
  ]);
});

test('a condition that does not hold fails, with its words', async (context) => {
  const stack = content({
    resource: { aws_s3_bucket: { b: { bucket: '${var.shared_name}' } } },
    variable: { shared_name: { type: 'string' } },
  });
  const conditions = { 'the bucket is named stand-in': 'aws_s3_bucket.b.bucket == "stand-in"' };
  expect(await testStack(machineFor(context), stack, UNIT, { conditions })).toMatchObject({ passed: true });
  const wrong = await testStack(machineFor(context), stack, UNIT, { conditions, variables: { shared_name: 'other' } });
  expect(wrong).toMatchObject({ passed: false, output: expect.stringContaining('the bucket is named stand-in') });
});

test('a test file is taken as text and as JSON', async (context) => {
  const stack = content({ resource: { aws_s3_bucket: { b: { bucket: 'pictures' } } } });
  const text =
    'run "a" {\n  command = apply\n  assert {\n    condition = aws_s3_bucket.b.arn == "arn:aws:s3:::mock"\n    error_message = "arn"\n  }\n}\n';
  expect(await testStack(machineFor(context), stack, UNIT, { file: text })).toMatchObject({ passed: true });
  const assert = { condition: '${aws_s3_bucket.b.bucket == "else"}', error_message: 'the name is wrong' };
  const file = { mock_provider: { aws: {} }, run: { a: { command: 'plan', assert: [assert] } } };
  expect(await testStack(machineFor(context), stack, UNIT, { file })).toMatchObject({
    passed: false,
    output: expect.stringContaining('the name is wrong'),
  });
});

test('a stack with a provider that the machine lacks is checked without it, and says what is missing', async (context) => {
  const helm = { resource: { helm_release: { karpenter: { name: 'k' } }, aws_s3_bucket: { b: { bucket: 'x' } } } };
  const stack = content(helm, { helm: { source: 'hashicorp/helm', version: '3.1.1' } });
  const machine = machineFor(context);
  const withoutHelm = { ...machine, providers: machine.providers.filter(({ name }) => name !== 'hashicorp/helm') };
  const { problems, differences } = await validateStack(withoutHelm, stack, UNIT);
  expect(problems).toEqual([]);
  expect(differences).toContain('without helm_release.karpenter: no provider hashicorp/helm here');
});

test('what reads something that is left out goes with it, in any number of steps', () => {
  const stack = {
    resource: {
      helm_release: { a: { name: 'a' } },
      aws_ssm_parameter: {
        b: { value: '${helm_release.a.version}' },
        c: { value: '${aws_ssm_parameter.b.arn}' },
        d: { value: 'x', depends_on: ['helm_release.a'] },
      },
    },
    output: { e: { value: '${aws_ssm_parameter.c.arn}' }, f: { value: '${aws_ssm_parameter.d.arn}' } },
  };
  expect(leaveOut(stack, 'helm')).toEqual(['aws_ssm_parameter.b', 'aws_ssm_parameter.c', 'helm_release.a', 'output.e']);
  expect(stack).toEqual({
    resource: { aws_ssm_parameter: { d: { value: 'x', depends_on: [] } } },
    output: { f: { value: '${aws_ssm_parameter.d.arn}' } },
  });
});

test('a name that an older provider has otherwise is changed, and told', () => {
  const stack = () => ({
    data: { aws_region: { current: {} } },
    resource: { aws_ssm_parameter: { a: { value: 'in ${data.aws_region.current.region}, not ${data.aws_region.current.region_x}' } } },
  });
  const old = stack();
  expect(applyDifferences(old, 'hashicorp/aws', '5.100.0')).toEqual(['data.aws_region.current.name for .region, 1 times']);
  expect(old.resource.aws_ssm_parameter.a.value).toBe('in ${data.aws_region.current.name}, not ${data.aws_region.current.region_x}');
  const current = stack();
  expect(applyDifferences(current, 'hashicorp/aws', '6.25.0')).toEqual([]);
  expect(current).toEqual(stack());
});

test('the wanted version of a provider is taken, else the newest', () => {
  const at = (version: string) => ({ name: 'hashicorp/aws', version, platform: 'linux_amd64', folder: '' });
  expect(choose([at('5.9.0'), at('5.100.0'), at('6.25.0')], 'hashicorp/aws', '5.9.0')?.version).toBe('5.9.0');
  expect(choose([at('5.9.0'), at('5.100.0')], 'hashicorp/aws', '6.25.0')?.version).toBe('5.100.0');
  expect(choose([at('5.9.0')], 'hashicorp/helm', '3.0.0')).toBeUndefined();
  expect(compareVersions('5.100.0', '6.0.0')).toBeLessThan(0);
});
