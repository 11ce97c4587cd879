import { describe, expect, test } from 'vitest';
import { traversalsIn } from '../../../lib/policy/terraform/expressions.ts';
import type { TestUnit } from '../../support/assembly.ts';
import { findingsOf, stackOf } from './fixture.ts';

const resource = (body: object) => ({ resource: { aws_s3_bucket: { pictures: body } } });

function stackFindings(stack: unknown, more: TestUnit = {}): string[] {
  const unit = { stack: stack as Record<string, unknown>, ...more };
  return findingsOf({ 'dev/terraform.data': unit }).map((finding) => finding.replace('dev/terraform/data/cdk.tf.json ', ''));
}

describe('a Terraform stack', () => {
  test('without mistakes has no findings', () => {
    const stack = stackOf({
      ...resource({
        bucket: '${var.name}-${local.suffix}',
        tags: '${merge(local.tags, {Name = "x"})}',
        depends_on: ['data.aws_caller_identity.me'],
      }),
      data: { aws_caller_identity: { me: {} } },
      variable: { name: { type: 'string', default: 'a' } },
      locals: { suffix: 'b', tags: { for: '${[for b in [1] : b.c]}' } },
      output: { arn: { value: '${aws_s3_bucket.pictures.arn}' } },
      moved: [{ from: 'aws_s3_bucket.old', to: 'aws_s3_bucket.pictures' }],
    });
    expect(stackFindings(stack)).toEqual([]);
  });

  test('must be a JSON object of known blocks', () => {
    expect(stackFindings([1])).toEqual([
      'KS6010 dev/terraform/data/cdk.tf.json: the file is no JSON object; run synth again, and commit the whole output',
    ]);
    expect(stackFindings(stackOf({ resorce: {} }))).toEqual([
      'KS6010 /resorce: there is no block resorce in Terraform; correct or remove it',
    ]);
  });

  test('needs a backend of its own', () => {
    const { required_providers } = stackOf()['terraform'] as { required_providers: object };
    expect(stackFindings(stackOf({ terraform: { required_providers } }))[0]).toContain('KS6011 /terraform/backend');
    const both = {
      'dev/terraform.a': { stack: stackOf() },
      'dev/terraform.b': { stack: stackOf() },
    };
    expect(findingsOf(both)[0]).toContain(
      'KS6015 dev/terraform/b/cdk.tf.json /terraform/backend: dev/terraform.a and dev/terraform.b keep their state in one place',
    );
    const local = stackOf({ terraform: { required_providers, backend: { local: { path: 'x.tfstate' } } } });
    const apart = {
      'dev/terraform.a': { stack: local },
      'dev/terraform.b': { stack: local },
    };
    expect(findingsOf(apart)).toEqual([]);
  });

  test('needs each provider with source, version and configuration', () => {
    const { backend } = stackOf()['terraform'] as { backend: object };
    const required = (required_providers: object) => stackFindings(stackOf({ terraform: { backend, required_providers } }));
    expect(required({ aws: { source: 'hashicorp/aws' } })).toEqual([
      'KS6012 /terraform/required_providers/aws: the provider aws has no version; give its version',
    ]);
    expect(required({})[0]).toContain('aws_s3_bucket.pictures uses the provider aws, which required_providers does not have');
    expect(stackFindings(stackOf({ provider: {} }))[0]).toContain(
      'KS6002 aws_s3_bucket.pictures /aws_s3_bucket/pictures: aws_s3_bucket.pictures uses the provider aws, which is not configured',
    );
    expect(stackFindings(stackOf(resource({ provider: 'aws.west' })))[0]).toContain(
      'uses the alias west of the provider aws, which is not configured',
    );
    expect(stackFindings(stackOf({ ...resource({ provider: 'aws.west' }), provider: { aws: [{ alias: 'west' }] } }))).toEqual([]);
  });

  test.each([
    [
      { bucket: '${aws_s3_bucket.picture.id}' },
      '/resource/aws_s3_bucket/pictures/bucket: aws_s3_bucket.picture is not in the stack; did you mean aws_s3_bucket.pictures?',
    ],
    [{ bucket: '${var.gone}' }, '/bucket: var.gone is not in the stack'],
    [{ bucket: '${local.gone}' }, '/bucket: local.gone is not in the stack'],
    [{ bucket: '${module.vpc.id}' }, '/bucket: module.vpc is not in the stack'],
    [{ bucket: '${data.aws_region.here.name}' }, '/bucket: data.aws_region.here is not in the stack'],
    [{ bucket: '${lower("a-${aws_sqs_queue.q.name}")}' }, '/bucket: aws_sqs_queue.q is not in the stack'],
    [{ depends_on: ['aws_sqs_queue.q'] }, '/depends_on/0: aws_sqs_queue.q is not in the stack'],
  ])('may read only what it declares: %j', (body, expected) => {
    const findings = stackFindings(stackOf(resource(body)));
    expect(findings).toHaveLength(1);
    expect(findings[0]).toContain('KS6013');
    expect(findings[0]).toContain(expected);
  });

  test('may hold literal text that looks like a name', () => {
    expect(
      stackFindings(
        stackOf(resource({ bucket: '$${aws_sqs_queue.q}', policy: '${jsonencode({"a.b" = "c.d"})}', tags: { user: '$${aws:username}' } })),
      ),
    ).toEqual([]);
  });

  test('has a value for each variable', () => {
    const stack = stackOf({ variable: { host: { type: 'string' } } });
    expect(stackFindings(stack)).toEqual([
      'KS6014 /variable/host: nothing fills the variable host; bind the variable, or give it a default',
    ]);
    const binding = { target: 'var.gone', type: 'string' as const, parts: ['x'] };
    expect(stackFindings(stackOf(), { bindings: [binding] })[0]).toContain(
      'KS5021 var.gone: a binding fills var.gone, which the stack does not declare',
    );
    expect(stackFindings(stack, { bindings: [{ ...binding, target: 'var.host' }] })).toEqual([]);
    expect(stackFindings(stack, { bindings: [{ ...binding, target: 'var.host', sensitive: true }] })[0]).toContain('KS4007 var.host');
  });

  test('has the resources and outputs that its unit lists', () => {
    expect(stackFindings(stackOf(), { resources: [] })[0]).toContain(
      'KS5020 aws_s3_bucket.pictures: the stack has aws_s3_bucket.pictures, which its unit does not list',
    );
    expect(stackFindings(stackOf(), { resources: ['aws_s3_bucket.pictures', 'aws_s3_bucket.gone'] })[0]).toContain(
      'the unit lists aws_s3_bucket.gone',
    );
    expect(stackFindings(stackOf(), { outputs: { arn: { type: 'string' } } })[0]).toContain(
      'KS5022 output.arn: the unit gives the output arn, which the stack does not have',
    );
    const output = { output: { arn: { value: 'x' } } };
    expect(stackFindings(stackOf(output), { outputs: { arn: { type: 'string', sensitive: true } } })[0]).toContain('KS4007 output.arn');
  });
});

describe('names in an expression', () => {
  test.each([
    ['plain text', []],
    ['${a.b}', ['a.b']],
    ['x-${a.b.c}-${d.e[0].f}', ['a.b.c', 'd.e.f']],
    ['$${a.b} %%{c.d}', []],
    ['%{ if var.x }yes%{ else }${var.y}%{ endif }', ['var.x', 'var.y']],
    ['${a.b["c.${d.e}"].f}', ['d.e', 'a.b.f']],
    ['${f(a.b, g(c.d)).e}', ['a.b', 'c.d']],
    ['${[for k, v in var.m : "${k}=${v.name}" if v.on]}', ['var.m']],
    ['${{ for s in a.b : s.name => s.value }}', ['a.b']],
    ['${a.b[*].id}', ['a.b.id']],
    ['${a.b.*.id}', ['a.b.id']],
    ['${{ name = a.b, "x.y" = "c.d" }}', ['a.b']],
    ['${var.n > 1.5 ? a.b : "c"}', ['var.n', 'a.b']],
    ['${provider::aws::arn_parse(a.b).service}', ['a.b']],
    ['${"a \\" ${b.c}"}', ['b.c']],
    ['${a.b', ['a.b']],
  ])('%s', (text, expected) => {
    expect(traversalsIn(text).map((path) => path.join('.'))).toEqual(expected);
  });
});
