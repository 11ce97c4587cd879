import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group/index.js';
import { DbInstance } from '@cdktf/provider-aws/lib/db-instance/index.js';
import { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table/index.js';
import { EcrRepository } from '@cdktf/provider-aws/lib/ecr-repository/index.js';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role/index.js';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key/index.js';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group/index.js';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue/index.js';
import { Subnet } from '@cdktf/provider-aws/lib/subnet/index.js';
import { Vpc } from '@cdktf/provider-aws/lib/vpc/index.js';
import { ApiObject } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct, type IConstruct } from 'constructs';
import {
  Addon,
  App,
  type AppProps,
  addAliases,
  addAspect,
  Bucket,
  Cluster,
  Environment,
  external,
  GpuNodePool,
  grantRead,
  type ICluster,
  type IGpuNodePool,
  ModelServer,
  Namespace,
  Platform,
  patch,
  Secret,
  statusOf,
  terraformReference,
  Unit,
} from 'keelson';
import { teams } from './teams.ts';

// A program as a platform team writes it, for the type check: it is never run.
class Network extends Construct {
  readonly vpc: Vpc;
  readonly subnets: readonly Subnet[];
  readonly database: DbInstance;

  constructor(scope: Construct, id: string, zones: number) {
    super(scope, id);
    this.vpc = new Vpc(this, 'vpc', { cidrBlock: '10.0.0.0/16', enableDnsHostnames: true });
    this.subnets = Array.from(
      { length: zones },
      (_, zone) => new Subnet(this, `subnet-${zone}`, { vpcId: this.vpc.id, cidrBlock: `10.0.${zone}.0/24` }),
    );
    const group = new SecurityGroup(this, 'database-access', {
      vpcId: this.vpc.id,
      ingress: [{ fromPort: 5432, toPort: 5432, protocol: 'tcp' }],
    });
    const key = new KmsKey(this, 'key', { enableKeyRotation: true });
    this.database = new DbInstance(this, 'database', {
      instanceClass: 'db.t4g.medium',
      engine: 'postgres',
      kmsKeyId: key.arn,
      storageEncrypted: true,
      vpcSecurityGroupIds: [group.id],
    });
  }
}

interface TeamProps {
  readonly pool: IGpuNodePool;
  readonly network: Network;
  readonly image: string;
  readonly replicas: number;
}

class Team extends Construct {
  constructor(cluster: ICluster & Construct, id: string, props: TeamProps) {
    super(cluster, id);
    const environment = Environment.of(cluster);
    const namespace = new Namespace(new Unit(this, 'team'), id, { podSecurity: 'restricted' });
    const model = new ModelServer(namespace, 'model', { model: 'Qwen/Qwen3-8B', pool: props.pool, context: 16_384, concurrency: 8 });
    const files = new Bucket(environment, `${id}-files`, { versioned: true });
    const jobs = new SqsQueue(environment, `${id}-jobs`, { visibilityTimeoutSeconds: 60 });
    const table = new DynamodbTable(environment, `${id}-table`, { name: id, hashKey: 'id', attribute: [{ name: 'id', type: 'S' }] });
    new CloudwatchLogGroup(environment, `${id}-logs`, { name: `/acme/${id}`, retentionInDays: 30 });
    new IamRole(environment, `${id}-role`, { assumeRolePolicy: JSON.stringify({ Version: '2012-10-17', Statement: [] }) });

    const common: Pick<AppProps, 'replicas' | 'resources'> = {
      replicas: props.replicas,
      resources: { cpu: '100m', memory: '128Mi' },
    };
    const app = new App(namespace, 'app', {
      ...common,
      image: props.image,
      ports: [{ name: 'http', port: 8080, servicePort: 80 }],
      env: {
        OPENAI_BASE_URL: model.url,
        FILES: files.name,
        JOBS: jobs.url,
        TABLE: table.name,
        DATABASE: terraformReference<string>(props.network.database, props.network.database.address),
        TOKEN: Secret.existing(namespace, 'token', { key: 'token' }),
      },
      ingress: { host: `${id}.acme.example` },
    });
    grantRead(files, app);
    patch(app, { op: 'add', path: '/spec/template/spec/hostNetwork', value: false });
    addAliases(app, `${id}/old`);

    const config = new kplus.ConfigMap(namespace, 'config', { data: { a: 'b' } });
    const monitor = new ApiObject(namespace, 'monitor', { apiVersion: 'monitoring.coreos.com/v1', kind: 'ServiceMonitor' });
    monitor.addDependency(ApiObject.of(config));
    statusOf<string>(monitor, '/status/name');
  }
}

const platform = new Platform('acme');
const shared = new Environment(platform, 'shared', { region: 'eu-central-1' });
const registry = new EcrRepository(shared, 'images', { name: 'acme' });
shared.export('registry', terraformReference<string>(registry, registry.repositoryUrl));

for (const name of ['dev', 'prod'] as const) {
  const environment = new Environment(platform, name, { account: '123456789012', region: 'eu-central-1' });
  const cluster = Cluster.existing(environment, 'main', { version: '1.36' });
  const pool = GpuNodePool.existing(cluster, 'h100', { gpu: 'H100', gpusPerNode: 8, maxNodes: name === 'prod' ? 4 : 1 });
  const network = new Network(environment, 'network', name === 'prod' ? 3 : 1);
  new Addon(cluster, 'gateway', { manifests: ['manifests/gateway.yaml'] });
  external(cluster, 'monitoring.coreos.com/v1/ServiceMonitor');
  for (const team of teams) new Team(cluster, team.name, { pool, network, image: team.image, replicas: team.replicas[name] });
}
addAspect(platform, (construct: IConstruct) => {
  if (construct instanceof SqsQueue) construct.sqsManagedSseEnabled = true;
});
platform.synth();
