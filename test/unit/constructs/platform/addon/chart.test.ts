import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ApiObject } from 'cdk8s';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { Addon } from '../../../../../lib/constructs/platform/addon/addon.ts';
import type { AddonProps } from '../../../../../lib/constructs/platform/addon/addon-props.ts';
import { Bucket } from '../../../../../lib/constructs/platform/bucket.ts';
import { Cluster } from '../../../../../lib/constructs/platform/cluster.ts';
import { Namespace } from '../../../../../lib/constructs/platform/namespace.ts';
import { Environment } from '../../../../../lib/synth/environment.ts';
import { synthTree } from '../../../../../lib/testing/index.ts';
import { validateContent } from '../../../../../lib/toolkit/validate/index.ts';
import { type ChartFiles, GREETER, hex, packChart } from '../../../../support/charts.ts';
import { helmFor } from '../../../../support/helm.ts';
import { temporaryFolder } from '../../../../support/run.ts';

const REPOSITORY = 'https://charts.example.com';
const greeter = { repository: REPOSITORY, name: 'greeter', version: '1.2.3' };

let root: string;
beforeEach(() => {
  root = temporaryFolder();
});
const write = (path: string, content: string | Uint8Array): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
};

/** Puts a chart where keelson lock does. */
async function vendor(files: ChartFiles = {}): Promise<void> {
  const archive = await packChart('greeter', '1.2.3', { ...GREETER, ...files });
  write('charts/greeter-1.2.3.tgz', archive);
  const entry = { ...greeter, digest: `sha256:${hex(archive)}` };
  write('charts.lock', JSON.stringify({ version: 1, charts: { 'greeter-1.2.3': entry } }));
}

const synth = (props: Partial<AddonProps> = {}, more: (cluster: Cluster, dev: Environment) => Partial<AddonProps> = () => ({})) =>
  synthTree(
    (platform) => {
      const dev = new Environment(platform, 'dev', { region: 'eu-central-1' });
      const cluster = Cluster.existing(dev, 'main', { version: '1.36' });
      const given = more(cluster, dev);
      new Addon(new Namespace(cluster, 'greetings'), 'greeter', { chart: greeter, ...props, ...given });
    },
    { root },
  );
const codes = (props: Partial<AddonProps> = {}) => synth(props).errors.map((error) => [error.code, error.details.message]);

describe('a chart that is rendered at synth', () => {
  beforeEach((context) => void helmFor(context));

  test('brings its definitions to crds and the rest to addons, in the namespace that it is in', async () => {
    await vendor();
    const result = synth({}, (cluster) => {
      new ApiObject(cluster, 'mine', { apiVersion: 'greeter.example.com/v1', kind: 'Greeting', metadata: { namespace: 'default' } });
      return {};
    });
    const unit = (name: string) => {
      const file = result.content.units.get(`dev/kubernetes.main.${name}`);
      return file?.plane === 'kubernetes' ? file.objects.map(({ kind, namespace, name: id }) => [kind, namespace, id]) : undefined;
    };
    expect(unit('crds')).toEqual([['CustomResourceDefinition', undefined, 'greetings.greeter.example.com']]);
    expect(unit('addons')).toEqual([
      ['ConfigMap', 'greetings', 'greeter'],
      ['Deployment', 'greetings', 'greeter'],
    ]);
    expect(validateContent(result.content).findings).toEqual([]);
    const { metadata } = result.object('Deployment');
    expect(metadata.labels).toMatchObject({ 'app.kubernetes.io/managed-by': 'keelson', 'helm.sh/chart': 'greeter' });
    expect(result.content.units.get('dev/kubernetes.main.mine')?.dependsOn).toContainEqual({
      unit: 'dev/kubernetes.main.crds',
      reasons: ['kind'],
    });
  });

  test('takes values, the release, the Kubernetes version and more API versions', async () => {
    await vendor();
    const result = synth({
      values: { greeting: 'salut ${name}', replicas: 3, extra: { deep: [1, { a: null }] } },
      chart: { ...greeter, releaseName: 'hail', apiVersions: ['other.example.com/v1'] },
    });
    expect(result.object('ConfigMap')['data']).toEqual({ namespace: 'greetings', greeting: 'salut ${name}', other: 'true' });
    const { replicas, template } = result.object('Deployment', 'hail')['spec'] as {
      replicas: number;
      template: { spec: { containers: { env: unknown[] }[] } };
    };
    expect(replicas).toBe(3);
    expect(template.spec.containers[0]?.env).toEqual([{ name: 'KUBERNETES', value: 'v1.36.0' }]);
  });

  test('takes a chart of the program itself, a folder', () => {
    for (const [path, text] of Object.entries({ ...GREETER, 'Chart.yaml': 'apiVersion: v2\nname: own\nversion: 0.1.0\n' }))
      write(`deploy-charts/own/${path}`, text);
    const result = synth({ chart: { path: 'deploy-charts/own' } });
    expect(result.object('ConfigMap', 'greeter')['data']).toMatchObject({ greeting: 'hello' });
    write('deploy-charts/own/values.yaml', 'greeting: moin\nreplicas: 1\n');
    expect(synth({ chart: { path: 'deploy-charts/own' } }).object('ConfigMap', 'greeter')['data']).toMatchObject({ greeting: 'moin' });
    expect(codes({ chart: { path: 'nowhere' } })[0]).toEqual(['KS1001', expect.stringContaining('nowhere is no chart')]);
  });

  test('leaves out what is named, and claims no empty data of a Secret that its controller fills', async () => {
    const metadata = (name: string) => `metadata: { name: ${name} }`;
    await vendor({
      'templates/secrets.yaml': `apiVersion: v1\nkind: Secret\n${metadata('filled')}\ndata: { tls.crt: "", tls.key: "" }\n---
apiVersion: v1\nkind: ConfigMap\n${metadata('extra')}\ndata: { a: "" }\n`,
    });
    const result = synth({ chart: { ...greeter, omit: ['ConfigMap/extra'] } });
    expect(result.errors).toEqual([]);
    expect(result.object('Secret')).not.toHaveProperty('data');
    expect(result.find('ConfigMap').map((object) => object.metadata.name)).toEqual(['greeter']);
    expect(codes({ chart: { ...greeter, omit: ['ConfigMap/gone'] } })).toEqual([
      ['KS1001', 'prop chart.omit names ConfigMap/gone, which the chart does not have'],
    ]);
  });

  test('holds no value of a Secret', async () => {
    await vendor({
      'templates/secrets.yaml':
        'apiVersion: v1\nkind: Secret\nmetadata: { name: token }\nstringData: { token: {{ .Values.token | quote }} }\n',
    });
    expect(codes()).toEqual([]);
    expect(codes({ values: { token: 'opensesame' } })).toEqual([['KS4008', 'the Secret token holds a value in stringData.token']]);
  });

  test('is rendered once: later runs need no helm', async () => {
    await vendor();
    const first = synth().content.files;
    const [note] = readdirSync(join(root, '.keelson/charts'));
    vi.stubEnv('KEELSON_HELM', '');
    vi.stubEnv('PATH', '');
    try {
      expect(synth().content.files).toEqual(first);
      expect(codes({ values: { greeting: 'other' } })).toEqual([['KS9001', 'there is no helm in PATH']]);
      // A note that was cut is not used.
      const file = join(root, '.keelson/charts', note ?? '');
      writeFileSync(file, readFileSync(file, 'utf8').slice(0, -9));
      expect(codes()).toEqual([['KS9001', 'there is no helm in PATH']]);
      vi.stubEnv('KEELSON_HELM', join(root, 'no-helm'));
      expect(codes()).toEqual([['KS9001', `KEELSON_HELM names ${join(root, 'no-helm')}, which is no program`]]);
    } finally {
      vi.unstubAllEnvs();
    }
  });

  test('carries references through its templates', async () => {
    await vendor();
    const result = synth({}, (_, dev) => ({ values: { greeting: `s3://${new Bucket(dev, 'pictures').name}/hello` } }));
    expect(result.errors).toEqual([]);
    expect(result.object('ConfigMap', 'greeter')['data']).toMatchObject({
      greeting: 's3://<keelson:terraform.data.aws_s3_bucket_pictures_bucket>/hello',
    });
    const unit = result.content.units.get('dev/kubernetes.main.addons');
    expect(unit?.bindings.map(({ pointer }) => pointer)).toEqual(['/data/greeting', '/spec/template/spec/containers/0/args/0']);
    expect(unit?.dependsOn.map((edge) => edge.unit)).toContain('dev/terraform.data');
    expect(validateContent(result.content).findings).toEqual([]);
  });

  test.each([
    ['upper', 'the chart cuts or encodes a reference of its values'],
    ['encoded', 'the chart cuts or encodes a reference of its values'],
    ['unused', 'values.unused is not in the output of the chart'],
  ])('tells a reference that is lost: %s', async (key, words) => {
    await vendor();
    const result = synth({}, (_, dev) => ({ values: { [key]: new Bucket(dev, 'pictures').name } }));
    expect(result.errors.map((error) => error.code)).toEqual(['KS9009']);
    expect(result.errors[0]?.message).toContain(words);
  });
});

describe('a chart that can not be rendered', () => {
  beforeEach((context) => void helmFor(context));

  test('has no line in charts.lock', async () => {
    expect(codes()).toEqual([['KS9002', 'the chart greeter 1.2.3 of https://charts.example.com is not in charts.lock']]);
    await vendor();
    expect(codes({ chart: { ...greeter, repository: `${REPOSITORY}/` } })).toEqual([]);
    expect(codes({ chart: { ...greeter, repository: 'oci://ghcr.io/acme' } })).toEqual([
      ['KS9002', 'the chart greeter 1.2.3 of oci://ghcr.io/acme is not in charts.lock, but of https://charts.example.com'],
    ]);
  });

  test('is missing, or another than charts.lock says', async () => {
    await vendor();
    const lock = readFileSync(join(root, 'charts.lock'), 'utf8');
    const archive = readFileSync(join(root, 'charts/greeter-1.2.3.tgz'));
    write('charts/greeter-1.2.3.tgz', Buffer.concat([archive, Buffer.from('x')]));
    const [[code, message] = []] = codes();
    expect(code).toBe('KS9003');
    expect(message).toContain(`charts.lock has ${JSON.parse(lock).charts['greeter-1.2.3'].digest}`);
    write('charts.lock', lock.replaceAll('1.2.3', '1.2.4'));
    expect(codes({ chart: { ...greeter, version: '1.2.4' } })).toEqual([['KS9003', 'charts/greeter-1.2.4.tgz is not there']]);
  });

  test.each([
    ['{', 'KS1016', 'charts.lock is no JSON'],
    ['{"version":2,"charts":{}}', 'KS1016', 'charts.lock: version'],
    [
      JSON.stringify({ version: 1, charts: { a: { ...greeter, digest: `sha256:${'0'.repeat(64)}` } } }),
      'KS1016',
      'is the entry of greeter',
    ],
    [JSON.stringify({ version: 1, charts: { 'greeter-1.2.3': { ...greeter, digest: 'sha1:0' } } }), 'KS1016', 'digest'],
  ])('has a lock of another form: %s', (text, code, words) => {
    write('charts.lock', text);
    expect(codes()).toEqual([[code, expect.stringContaining(words)]]);
  });

  test('has values that its schema rejects, with the path in the values', async () => {
    await vendor();
    const [[code, message] = [], ...more] = codes({ values: { replicas: 'three' } });
    expect(code).toBe('KS9005');
    expect(message).toMatch(/^the values do not satisfy the schema of greeter.*replicas.*integer/);
    expect(more).toEqual([]);
  });

  test('has a template that fails, or gives no YAML', async () => {
    await vendor({ 'templates/bad.yaml': '{{ fail "no domain is given" }}' });
    expect(codes()).toEqual([['KS9004', expect.stringContaining('no domain is given')]]);
    expect(codes()[0]?.[1]).not.toContain(root);
    await vendor({ 'templates/bad.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: x\n' });
    expect(codes()).toEqual([['KS9004', expect.any(String)]]);
  });

  test.each([
    ['certificate', '{{- $ca := genCA "greeter" 1 }}', '{{ $ca.Cert | b64enc }}'],
    ['password', '', '{{ randAlphaNum 12 }}'],
    ['time', '', '{{ now | unixEpoch | quote }}'],
    ['date', '', '{{ now | date "2006-01-02" | quote }}'],
  ])('differs each time: %s, and the value to set is told', async (_, before, expression) => {
    const template = `{{- define "greeter.made" }}${before}{{ .Values.certificate.text | default (printf "%s" (${expression.slice(2, -2)})) }}{{ end }}`;
    const secret = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: made }\ndata: { made: {{ include "greeter.made" . | quote }} }\n';
    const files = {
      'templates/_made.tpl': template,
      'templates/made.yaml': secret,
      'values.yaml': 'replicas: 1\ngreeting: a\ncertificate: {}\n',
    };
    await vendor(files);
    const [error, ...more] = synth().errors;
    expect(error?.code).toBe('KS9006');
    expect(error?.details.message).toBe('two renderings of the chart differ in ConfigMap made: /data/made');
    expect(error?.details.fix).toBe('set what the template takes in its place: it reads certificate.text');
    expect(more).toEqual([]);
    expect(codes({ values: { certificate: { text: 'given' } } })).toEqual([]);
  });

  test('has hooks of install and upgrade, until it is said what becomes of them', async () => {
    const hook = (kind: string, name: string, phases: string) =>
      `apiVersion: v1\nkind: ${kind}\nmetadata: { name: ${name}, annotations: { helm.sh/hook: "${phases}", helm.sh/hook-weight: "1", a: b } }\n`;
    await vendor({
      'templates/hooks.yaml': [
        hook('ServiceAccount', 'before', 'pre-install, pre-upgrade'),
        hook('ConfigMap', 'after', 'post-install'),
        hook('ConfigMap', 'gone', 'pre-delete'),
      ].join('---\n'),
    });
    expect(codes()).toEqual([
      ['KS9007', 'the chart has hooks: ConfigMap after (post-install); ServiceAccount before (pre-install, pre-upgrade)'],
    ]);
    const names = (hooks: 'apply' | 'drop') =>
      synth({ chart: { ...greeter, hooks } })
        .find('ConfigMap')
        .map((one) => one.metadata.name);
    expect(names('drop')).toEqual(['greeter']);
    expect(names('apply').sort()).toEqual(['after', 'greeter']);
    const applied = synth({ chart: { ...greeter, hooks: 'apply' } }).object('ServiceAccount');
    expect(applied.metadata.annotations).toEqual({ a: 'b' });
  });
});
