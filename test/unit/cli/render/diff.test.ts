import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { Output } from '../../../../lib/cli/output.ts';
import { fieldLines } from '../../../../lib/cli/render/diff/field-lines.ts';
import { diffMarkdown } from '../../../../lib/cli/render/diff/markdown.ts';
import { printDiff } from '../../../../lib/cli/render/diff/terminal.ts';
import { diffAssemblies } from '../../../../lib/toolkit/diff/diff-assemblies.ts';
import type { AssemblyDiff } from '../../../../lib/toolkit/diff/types.ts';
import { assembly, deployment, type TestUnit } from '../../../support/assembly.ts';

type Units = Record<string, TestUnit>;
const compare = (before: Units, after: Units) => diffAssemblies(assembly(before), assembly(after));

function terminal(diff: AssemblyDiff): string {
  const out = new PassThrough();
  printDiff(new Output(out, new PassThrough(), { NO_COLOR: '1' }), diff);
  return String(out.read());
}

const server = (image: string, gpus = 2): TestUnit => ({
  objects: [{ manifest: deployment('qwen', { image, gpus, replicas: 2 }), path: 'dev/main/qwen/deployment' }],
});
const bucket = (id: string, prefix: string): TestUnit => ({
  stack: { resource: { aws_s3_bucket: { [id]: { bucket: `${prefix}-${id}` } } } },
  paths: { [`aws_s3_bucket.${id}`]: `dev/${id}/Resource` },
});

describe('a diff on a terminal', () => {
  it('is one line when nothing changes', () => {
    expect(terminal(compare({}, {}))).toBe('no changes\n');
  });

  it('shows constructs, fields, the missing alias, and GPUs', () => {
    const text = terminal(
      compare(
        { 'dev/kubernetes.main.qwen': server('a'), 'dev/terraform.data': bucket('pictures', 'acme') },
        {
          'dev/kubernetes.main.qwen': server('b'),
          'dev/terraform.data': bucket('photos', 'acme'),
          'prod/kubernetes.main.qwen': server('b'),
        },
      ),
    );
    expect(text).toBe(`dev/main/qwen/deployment
  ! Deployment acme/qwen  restart pods, 4 GPUs
      spec.template.spec.containers[server].image: a -> b (restarts pods)
  + Deployment acme/qwen  create, 4 GPUs
dev/photos/Resource
  + aws_s3_bucket.photos  create
dev/pictures/Resource
  - aws_s3_bucket.pictures  delete
      its objects will be lost; to keep the resource alive, add retain(dev, 'dev/pictures/Resource', { type: 'aws_s3_bucket' })
hint dev/pictures looks renamed to dev/photos, and is deleted and created for want of an alias:
      aws_s3_bucket.pictures -> aws_s3_bucket.photos
    to move it, add to the props of dev/photos:  aliases: ['pictures']
    with the alias alone it would still be replaced; to keep it, give the old values too: bucket: 'acme-pictures' of aws_s3_bucket.photos

dev: 1 to create, 1 to restart pods, 1 to delete; restarts 4 GPUs
prod: 1 to create; adds 4 GPUs
  kubernetes.main.qwen is new
together: 2 to create, 1 to restart pods, 1 to delete; restarts 4 GPUs; adds 4 GPUs
`);
  });

  it('shows parts of one construct under it, but not under an environment or cluster', () => {
    const paths = (id: string) => ({
      [`aws_s3_bucket.${id}`]: `dev/${id}/Resource`,
      [`aws_s3_bucket_versioning.${id}`]: `dev/${id}/versioning`,
    });
    const resource = { aws_s3_bucket: { x: {} }, aws_s3_bucket_versioning: { x: {} } };
    const objects = [{ manifest: deployment('one') }, { manifest: deployment('two') }];
    const text = terminal(
      compare({}, { 'dev/terraform.data': { stack: { resource }, paths: paths('x') }, 'dev/kubernetes.main.a': { objects } }),
    );
    expect(text.split('\n').filter((line) => /^dev\//.test(line))).toEqual(['dev/main/one', 'dev/main/two', 'dev/x']);
  });
});

it('tells the name that an application must keep beside its alias, once for all its objects', () => {
  const web = (name: string) => ({
    'dev/kubernetes.main.web': {
      objects: ['Service', 'NetworkPolicy'].map((kind) => ({
        manifest: {
          apiVersion: kind === 'Service' ? 'v1' : 'networking.k8s.io/v1',
          kind,
          metadata: { name, namespace: 'acme' },
          spec: { ports: [] },
        },
        path: `dev/main/${name}/${kind.toLowerCase()}`,
      })),
    },
  });
  expect(terminal(compare(web('ads'), web('adverts')))).toContain(`add to the props of dev/main/adverts:  aliases: ['ads']
    with the alias alone it would still be replaced; to keep it, give the old values too: name: 'ads', the metadata.name of `);
});

describe('the lines of a field', () => {
  const place = { pointer: '/data/a', name: 'data.a', effect: 'update' as const };

  it.each([
    [{ before: 1, after: 2 }, ['data.a: 1 -> 2']],
    [{ after: { b: [1] } }, ['data.a: + {"b":[1]}']],
    [{ before: '' }, ['data.a: - ""']],
    [{ before: 'x', after: 'x', because: 'aws_vpc.a is replaced' }, ['data.a: x, aws_vpc.a is replaced']],
    [{ effect: 'mayReplace' as const, before: true, after: false }, ['data.a: true -> false (may replace)']],
  ])('are one for %j', (field, lines) => {
    expect(fieldLines({ ...place, ...field }).map(({ text }) => text)).toEqual(lines);
  });

  it('show of a document and of JSON in a text only what changes', () => {
    const json = (action: string) => JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action }] });
    const signed = (before: string, after: string) => fieldLines({ ...place, before, after }).map(({ sign, text }) => sign + text);
    expect(signed('a\nb\n', 'a\nb')).toEqual(['data.a:', ' only white space differs']);
    expect(signed('a\nb\nc\nd\ne\n', 'a\nb\nX\nd\ne\n')).toEqual(['data.a:', ' b', '-c', '+X', ' d']);
    expect(signed(json('s3:Get'), json('s3:*'))).toEqual([
      'data.a:',
      '       "Effect": "Allow",',
      '-      "Action": "s3:Get"',
      '+      "Action": "s3:*"',
      '     }',
    ]);
  });

  it('show two long values one above the other', () => {
    const image = 'us-central1-docker.pkg.dev/acme/microservices/adservice:v1';
    const text = fieldLines({ ...place, before: image, after: `${image}0` }).map(({ sign, text }) => sign + text);
    expect(text).toEqual(['data.a:', `-${image}`, `+${image}0`]);
  });

  it('end somewhere', () => {
    const lines = fieldLines({ ...place, before: '', after: 'line\n'.repeat(1000) });
    expect(lines).toHaveLength(42);
    expect(lines.at(-1)?.text).toBe('… 960 more lines');
    expect(fieldLines({ ...place, before: 'x', after: 'y'.repeat(5000) })[0]?.text.length).toBeLessThan(250);
  });

  it('write out what a screen would hide or reorder', () => {
    const text = fieldLines({ ...place, before: 'a', after: 'admin\u202e\u2066 // \u0000\u001b[2K\ttab' })[0]?.text;
    expect(text).toBe('data.a: a -> admin\\u202e\\u2066 // \\u0000\\u001b[2K\\ttab');
  });
});

describe('a diff for a pull request', () => {
  it('has a table of units, and sections that are open where something goes', () => {
    const text = diffMarkdown(
      compare(
        { 'dev/kubernetes.main.qwen': server('a'), 'dev/terraform.data': bucket('pictures', 'x') },
        { 'dev/kubernetes.main.qwen': server('b') },
      ),
    );
    expect(text).toBe(`**1 to restart pods, 1 to delete; restarts 4 GPUs**

| environment | unit | changes | GPUs |
|---|---|---|---|
| dev | \`kubernetes.main.qwen\` | 1 to restart pods | restarts 4 GPUs |
| dev | \`terraform.data\` | **gone: everything in its state is destroyed**<br>1 to delete |  |

<details><summary><code>dev/main/qwen/deployment</code>: restart pods, 4 GPUs</summary>

- \`Deployment acme/qwen\` restart pods, 4 GPUs

  \`\`\`diff
    spec.template.spec.containers[server].image: (restarts pods)
  -   a
  +   b
  \`\`\`

</details>

<details open><summary><code>dev/pictures/Resource</code>: delete</summary>

- \`aws_s3_bucket.pictures\` delete
  - its objects will be lost; to keep the resource alive, add retain(dev, 'dev/pictures/Resource', { type: 'aws\\_s3\\_bucket' })

</details>
`);
  });

  it('lets no value out of its fence, tag or cell', () => {
    const evil = '```\n</details><script>|`@team`</script>\n````';
    const text = diffMarkdown(
      compare(
        { 'dev/kubernetes.main.x': { objects: [{ manifest: deployment('x', { image: 'a' }), path: 'dev/<b>|`' }] } },
        { 'dev/kubernetes.main.x': { objects: [{ manifest: deployment('x', { image: evil }), path: 'dev/<b>|`' }] } },
      ),
    );
    expect(text).toContain('`````diff');
    expect(text).toContain('<code>dev/&lt;b&gt;|`</code>');
    const outside = text.replace(/^ {2}(`{3,})diff\n[\s\S]*?\n {2}\1$/gm, '');
    expect(outside).not.toMatch(/script|@team/);
  });

  it('fits into a comment, and says what it leaves out', () => {
    const objects = (image: string) =>
      Array.from({ length: 600 }, (_, i) => ({ manifest: deployment(`app-${i}`, { image }), path: `dev/main/app-${i}` }));
    const text = diffMarkdown(
      compare({ 'dev/kubernetes.main.x': { objects: objects('a') } }, { 'dev/kubernetes.main.x': { objects: objects('b'.repeat(100)) } }),
    );
    expect(text.length).toBeLessThan(65_536);
    expect(text).toMatch(/… and \d+ more constructs, which `keelson diff` shows\.\n$/);
  });
});
