import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AssemblyContent } from '../../../lib/assembly/content.ts';
import { directorySource, readAssembly } from '../../../lib/assembly/reader.ts';
import { root } from '../../support/root.ts';
import { rivalStacks } from './rival-stacks.ts';

/** One platform as three programs of equal output. */
export interface Programs {
  readonly name: string;
  /** Folder of Keelson's program. */
  readonly keelson: string;
  /** Folder with cdk8s.yaml, cdktf.json and the two hand-written programs. */
  readonly upstream: string;
}

/** Online Boutique: the example, and the same objects and resources written for cdk8s and cdktf. */
export function onlineBoutique(folder: string): Programs {
  return example(folder, 'online-boutique', () => BOUTIQUE_STACKS);
}

/** The inference platform, and the same written for cdk8s and cdktf: some 500 objects and 760 resources in 40 stacks. */
export function inferencePlatform(folder: string): Programs {
  return example(folder, 'inference-platform', rivalStacks);
}

function example(folder: string, name: string, stacks: (assembly: AssemblyContent) => string): Programs {
  const assembly = readAssembly(directorySource(join(root, 'examples', name, 'deploy')));
  const charts = [...assembly.units].flatMap(([key, unit]) =>
    unit.plane === 'kubernetes' ? [{ key, objects: unit.objects.map((entry) => assembly.objects.get(entry.file)) }] : [],
  );
  const chart = `import { ApiObject, App, Chart } from 'cdk8s';

const app = new App();
${charts
  .map(
    ({ key, objects }, index) => `
const chart${index} = new Chart(app, ${JSON.stringify(key.replaceAll(/[./]/g, '-'))});
${objects.map((object, i) => `new ApiObject(chart${index}, 'o${i}', ${JSON.stringify(object, undefined, 2)});`).join('\n')}`,
  )
  .join('\n')}
app.synth();
`;
  const upstream = writeUpstream(join(folder, name), chart, stacks(assembly));
  return { name, keelson: join(root, 'examples', name), upstream };
}

/** A platform of `objects` objects and `resources` resources, in equal shares over teams of ten services. */
export function generated(folder: string, objects: number, resources: number): Programs {
  const name = `generated-${objects}-${resources}`;
  const keelson = join(folder, name, 'keelson');
  mkdirSync(keelson, { recursive: true });
  writeFileSync(
    join(keelson, 'main.ts'),
    `import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket/index.js';
import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { Cluster, Environment, Platform } from 'keelson';

const platform = new Platform('load');
const environment = new Environment(platform, 'dev', { region: 'eu-central-1' });
const cluster = Cluster.existing(environment, 'main', { version: '1.36' });
for (let i = 0; i < ${resources}; i++) new S3Bucket(environment, \`bucket-\${i}\`, { bucket: \`load-\${i}\`, tags: { team: \`team-\${i % 10}\` } });
${SERVICES}
const teams: Construct[] = [];
for (let i = 0; i < ${objects / 5}; i++) {
  const team = teams[Math.floor(i / 10)] ??= new Construct(cluster, \`team-\${Math.floor(i / 10)}\`);
  for (const [kind, object] of service(i)) new ApiObject(team, \`service-\${i}-\${kind}\`, object);
}
platform.synth();
`,
  );
  const chart = `import { ApiObject, App, Chart } from 'cdk8s';

const app = new App();
${SERVICES}
const teams: Chart[] = [];
new ApiObject(new Chart(app, 'namespaces'), 'load', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'load' } });
for (let i = 0; i < ${objects / 5}; i++) {
  const team = teams[Math.floor(i / 10)] ??= new Chart(app, \`team-\${Math.floor(i / 10)}\`, { namespace: 'load', labels: { 'app.kubernetes.io/part-of': 'load', 'app.kubernetes.io/managed-by': 'hand' } });
  for (const [kind, object] of service(i)) new ApiObject(team, \`service-\${i}-\${kind}\`, object);
}
app.synth();
`;
  const stack = `import { AwsProvider } from '@cdktf/provider-aws/lib/provider/index.js';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket/index.js';
import { App, TerraformStack } from 'cdktf';

const app = new App();
const stack = new TerraformStack(app, 'dev-data');
new AwsProvider(stack, 'aws', { region: 'eu-central-1', defaultTags: [{ tags: { platform: 'load', environment: 'dev', unit: 'data' } }] });
for (let i = 0; i < ${resources}; i++) new S3Bucket(stack, \`bucket-\${i}\`, { bucket: \`load-\${i}\`, tags: { team: \`team-\${i % 10}\` } });
app.synth();
`;
  return { name, keelson, upstream: writeUpstream(join(folder, name), chart, stack) };
}

function writeUpstream(folder: string, charts: string, stacks: string): string {
  const upstream = join(folder, 'upstream');
  mkdirSync(upstream, { recursive: true });
  writeFileSync(join(upstream, 'charts.ts'), charts);
  writeFileSync(join(upstream, 'stacks.ts'), stacks);
  writeFileSync(join(upstream, 'cdk8s.yaml'), 'language: typescript\napp: TSX charts.ts\n');
  writeFileSync(
    join(upstream, 'cdktf.json'),
    JSON.stringify({ language: 'typescript', app: 'TSX stacks.ts', projectId: 'bench', sendCrashReports: 'false' }),
  );
  return upstream;
}

/** Five objects of a service, as functions of cdk8s users make them. */
const SERVICES = `
function service(i: number) {
  const name = \`service-\${i}\`;
  const labels = { app: name };
  const metadata = (suffix = '') => ({ name: name + suffix, labels });
  return [
    ['config', { apiVersion: 'v1', kind: 'ConfigMap', metadata: metadata(), data: { LOG_LEVEL: 'info', GREETING: 'line1\\nline2\\n', LIMIT: '10' } }],
    ['account', { apiVersion: 'v1', kind: 'ServiceAccount', metadata: metadata() }],
    ['service', { apiVersion: 'v1', kind: 'Service', metadata: metadata(), spec: { selector: labels, ports: [{ name: 'http', port: 80, targetPort: 8080 }] } }],
    ['policy', { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: metadata(), spec: { podSelector: { matchLabels: labels }, policyTypes: ['Ingress'], ingress: [{ from: [{ podSelector: {} }], ports: [{ port: 8080 }] }] } }],
    ['deployment', { apiVersion: 'apps/v1', kind: 'Deployment', metadata: metadata(), spec: { replicas: 2, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { serviceAccountName: name, containers: [{ name: 'main', image: 'example.com/service:1', ports: [{ containerPort: 8080 }], envFrom: [{ configMapRef: { name } }], resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '128Mi' } }, readinessProbe: { httpGet: { path: '/healthz', port: 8080 } } }] } } } }],
  ] as const;
}
`;

/** The resources of Online Boutique, as a cdktf user writes them. */
const BOUTIQUE_STACKS = `import { EksPodIdentityAssociation } from '@cdktf/provider-aws/lib/eks-pod-identity-association/index.js';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role/index.js';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy/index.js';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider/index.js';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket/index.js';
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls/index.js';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy/index.js';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block/index.js';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration/index.js';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning/index.js';
import { App, S3Backend, TerraformOutput, TerraformStack, TerraformVariable } from 'cdktf';

const app = new App();
for (const name of ['dev', 'prod']) {
  const stack = (id: string) => {
    const made = new TerraformStack(app, \`\${name}-\${id}\`);
    new AwsProvider(made, 'aws', { region: 'eu-central-1', defaultTags: [{ tags: { platform: 'boutique', environment: name, unit: id } }] });
    new S3Backend(made, { bucket: \`boutique-\${name}-terraform-state\`, key: \`boutique/\${name}/\${id}.tfstate\`, region: 'eu-central-1', encrypt: true });
    return made;
  };
  const data = stack('data');
  const pictures = new S3Bucket(data, 'pictures', { bucket: \`boutique-\${name}-pictures\`, forceDestroy: false });
  const target = { bucket: pictures.id };
  new S3BucketPublicAccessBlock(data, 'public-access', { ...target, blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true });
  new S3BucketOwnershipControls(data, 'ownership', { ...target, rule: { objectOwnership: 'BucketOwnerEnforced' } });
  new S3BucketServerSideEncryptionConfigurationA(data, 'encryption', { ...target, rule: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }] });
  if (name === 'prod') new S3BucketVersioningA(data, 'versioning', { ...target, versioningConfiguration: { status: 'Enabled' } });
  new S3BucketPolicy(data, 'tls-only', { ...target, policy: JSON.stringify({ Version: '2012-10-17', Statement: [{ Sid: 'TlsOnly', Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: [pictures.arn, \`\${pictures.arn}/*\`], Condition: { Bool: { 'aws:SecureTransport': 'false' } } }] }) });
  new TerraformOutput(data, 'arn', { value: pictures.arn });
  new TerraformOutput(data, 'bucket', { value: pictures.bucket });
  const access = stack('access-main');
  const arn = new TerraformVariable(access, 'arn', { type: 'string', nullable: false });
  const role = new IamRole(access, 'role', { name: \`boutique-\${name}-main-shop-frontend\`, assumeRolePolicy: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'pods.eks.amazonaws.com' }, Action: ['sts:AssumeRole', 'sts:TagSession'] }] }) });
  new IamRolePolicy(access, 'policy', { role: role.name, policy: JSON.stringify({ Version: '2012-10-17', Statement: [{ Sid: 'Listpictures', Effect: 'Allow', Action: ['s3:ListBucket'], Resource: [arn.stringValue] }, { Sid: 'Readpictures', Effect: 'Allow', Action: ['s3:GetObject'], Resource: [\`\${arn.stringValue}/*\`] }] }) });
  new EksPodIdentityAssociation(access, 'association', { clusterName: 'main', namespace: 'shop', serviceAccount: 'frontend', roleArn: role.arn });
}
app.synth();
`;
