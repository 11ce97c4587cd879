import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { describe, expect, test } from 'vitest';
import { Secret } from '../../../../../lib/constructs/access/secret.ts';
import { AwsLoadBalancerController } from '../../../../../lib/constructs/platform/addons/aws-load-balancer-controller.ts';
import { CertManager } from '../../../../../lib/constructs/platform/addons/cert-manager.ts';
import { DcgmExporter } from '../../../../../lib/constructs/platform/addons/dcgm-exporter.ts';
import { ExternalDns } from '../../../../../lib/constructs/platform/addons/external-dns.ts';
import { ExternalSecrets } from '../../../../../lib/constructs/platform/addons/external-secrets.ts';
import { GatewayApi } from '../../../../../lib/constructs/platform/addons/gateway-api.ts';
import { GpuOperator } from '../../../../../lib/constructs/platform/addons/gpu-operator.ts';
import { JobSetController } from '../../../../../lib/constructs/platform/addons/jobset.ts';
import { Karpenter } from '../../../../../lib/constructs/platform/addons/karpenter.ts';
import { Keda } from '../../../../../lib/constructs/platform/addons/keda.ts';
import { KServe } from '../../../../../lib/constructs/platform/addons/kserve.ts';
import { KubePrometheusStack } from '../../../../../lib/constructs/platform/addons/kube-prometheus-stack.ts';
import { KubeRay } from '../../../../../lib/constructs/platform/addons/kuberay.ts';
import { Kueue } from '../../../../../lib/constructs/platform/addons/kueue.ts';
import { LeaderWorkerSet } from '../../../../../lib/constructs/platform/addons/leader-worker-set.ts';
import { MetricsServer } from '../../../../../lib/constructs/platform/addons/metrics-server.ts';
import { NvidiaDevicePlugin } from '../../../../../lib/constructs/platform/addons/nvidia-device-plugin.ts';
import { Bucket } from '../../../../../lib/constructs/platform/bucket.ts';
import { Cluster } from '../../../../../lib/constructs/platform/cluster.ts';
import { Namespace } from '../../../../../lib/constructs/platform/namespace.ts';
import { chartPins } from '../../../../../lib/facts/addons/charts.ts';
import { Environment } from '../../../../../lib/synth/environment.ts';
import { type Synthesised, synthTree } from '../../../../../lib/testing/index.ts';
import { validateContent } from '../../../../../lib/toolkit/validate/index.ts';

type Build = (cluster: Cluster, dev: Environment) => unknown;

const synth = (build: Build, environment: Partial<ConstructorParameters<typeof Environment>[2]> = {}): Synthesised =>
  synthTree((platform) => {
    const dev = new Environment(platform, 'dev', { region: 'eu-central-1', account: '111122223333', ...environment });
    build(Cluster.existing(dev, 'main', { version: '1.36', name: 'acme-dev' }), dev);
  });
const release = (result: Synthesised, id?: string) => result.resource('helm_release', id).body;
const valuesOf = (result: Synthesised, id?: string) => JSON.parse((release(result, id)['values'] as string[])[0] ?? '{}');
interface Statement {
  readonly Sid: string;
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, unknown>>;
}
const policyOf = (result: Synthesised): readonly Statement[] =>
  JSON.parse(String(result.resource('aws_iam_role_policy').body['policy'])).Statement;
const roleOf = (result: Synthesised): { readonly namespace: unknown; readonly service_account: unknown } =>
  result.resource('aws_eks_pod_identity_association').body as never;

/** Each with the least that it takes, its chart, its namespace, and kinds that must then be known. */
const all: readonly [name: string, build: Build, chart: string, namespace: string, kinds: readonly string[]][] = [
  [
    'AwsLoadBalancerController',
    (cluster) => new AwsLoadBalancerController(cluster, 'x'),
    'aws-load-balancer-controller',
    'kube-system',
    ['elbv2.k8s.aws/v1beta1/TargetGroupBinding', 'elbv2.k8s.aws/v1beta1/IngressClassParams'],
  ],
  [
    'ExternalDns',
    (cluster) => new ExternalDns(cluster, 'x', { zones: ['Z1'], domains: ['acme.example'] }),
    'external-dns',
    'external-dns',
    ['externaldns.k8s.io/v1alpha1/DNSEndpoint'],
  ],
  [
    'CertManager',
    (cluster) => new CertManager(cluster, 'x'),
    'cert-manager',
    'cert-manager',
    ['cert-manager.io/v1/Certificate', 'cert-manager.io/v1/ClusterIssuer', 'acme.cert-manager.io/v1/Order'],
  ],
  [
    'ExternalSecrets',
    (cluster) => new ExternalSecrets(cluster, 'x'),
    'external-secrets',
    'external-secrets',
    ['external-secrets.io/v1/ExternalSecret', 'external-secrets.io/v1/ClusterSecretStore'],
  ],
  ['MetricsServer', (cluster) => new MetricsServer(cluster, 'x'), 'metrics-server', 'kube-system', []],
  [
    'Keda',
    (cluster) => new Keda(cluster, 'x'),
    'keda',
    'keda',
    ['keda.sh/v1alpha1/ScaledObject', 'keda.sh/v1alpha1/ClusterTriggerAuthentication'],
  ],
  [
    'Kueue',
    (cluster) => new Kueue(cluster, 'x'),
    'kueue',
    'kueue-system',
    ['kueue.x-k8s.io/v1beta2/ClusterQueue', 'kueue.x-k8s.io/v1beta2/LocalQueue'],
  ],
  ['LeaderWorkerSet', (cluster) => new LeaderWorkerSet(cluster, 'x'), 'lws', 'lws-system', ['leaderworkerset.x-k8s.io/v1/LeaderWorkerSet']],
  ['JobSetController', (cluster) => new JobSetController(cluster, 'x'), 'jobset', 'jobset-system', ['jobset.x-k8s.io/v1alpha2/JobSet']],
  ['KubeRay', (cluster) => new KubeRay(cluster, 'x'), 'kuberay-operator', 'ray-system', ['ray.io/v1/RayCluster', 'ray.io/v1/RayService']],
  ['KServe', (cluster) => new KServe(cluster, 'x'), 'kserve-resources', 'kserve', ['serving.kserve.io/v1beta1/InferenceService']],
  [
    'KubePrometheusStack',
    (cluster) => new KubePrometheusStack(cluster, 'x'),
    'kube-prometheus-stack',
    'monitoring',
    ['monitoring.coreos.com/v1/ServiceMonitor', 'monitoring.coreos.com/v1/PrometheusRule'],
  ],
  [
    'Karpenter',
    (cluster) => new Karpenter(cluster, 'x'),
    'karpenter',
    'kube-system',
    ['karpenter.sh/v1/NodePool', 'karpenter.k8s.aws/v1/EC2NodeClass'],
  ],
  [
    'NvidiaDevicePlugin',
    (cluster) => new NvidiaDevicePlugin(cluster, 'x'),
    'nvidia-device-plugin',
    'nvidia-device-plugin',
    ['nfd.k8s-sigs.io/v1alpha1/NodeFeatureRule'],
  ],
  ['GpuOperator', (cluster) => new GpuOperator(cluster, 'x'), 'gpu-operator', 'gpu-operator', ['nvidia.com/v1/ClusterPolicy']],
  ['DcgmExporter', (cluster) => new DcgmExporter(cluster, 'x'), 'dcgm-exporter', 'dcgm-exporter', []],
];

describe.each(all)('%s', (_, build, chart, namespace) => {
  const pin = chartPins.find((one) => one.chart === chart);

  test('is the pinned chart of its project, with a pod in more than one place', () => {
    const result = synth(build);
    expect(result.errors).toEqual([]);
    expect(release(result, 'x')).toMatchObject({ name: chart, chart, repository: pin?.repository, version: pin?.version, namespace });
    const { findings } = validateContent(result.content);
    expect(findings.filter((finding) => finding.severity === 'error' && finding.code !== 'KS6011')).toEqual([]);
  });

  test('takes another version, repository and namespace, and values over its own', () => {
    const props = { version: '9.9.9', repository: 'oci://registry.acme.example/charts', namespace: 'elsewhere', values: { a: { b: 1 } } };
    const result = synth((cluster, dev) => {
      const Class = (build(Cluster.existing(dev, 'other', { version: '1.36' }), dev) as object).constructor as new (
        ...a: unknown[]
      ) => object;
      new Class(cluster, 'mine', {
        zones: ['Z1'],
        domains: ['acme.example'],
        ...props,
        ...(chart === 'external-dns' ? {} : { zones: undefined, domains: undefined }),
      });
    });
    const own = result.errors
      .map((error) => error.details.message)
      .filter((message) => !/^unknown props? (zones|domains)(, domains)?$/.test(message));
    expect(own).toEqual([]);
  });
});

describe.each(all.filter(([, , , , kinds]) => kinds.length > 0))('%s', (_name, build, _chart, _namespace, kinds) => {
  test('brings its kinds: units that use them wait for it', () => {
    const result = synth((cluster, dev) => {
      build(cluster, dev);
      const [object, cut] = [new Construct(cluster, 'uses'), (kind: string) => kind.lastIndexOf('/')];
      for (const kind of kinds) {
        const [apiVersion, name] = [kind.slice(0, cut(kind)), kind.slice(cut(kind) + 1)];
        new ApiObject(object, name.toLowerCase(), { apiVersion, kind: name, metadata: { namespace: 'default' } });
      }
    });
    expect(result.errors).toEqual([]);
    const edge = result.content.units.get('dev/kubernetes.main.uses')?.dependsOn;
    const unit = _name === 'KubePrometheusStack' ? 'dev/terraform.monitoring-main' : 'dev/terraform.addons-main';
    expect(edge).toEqual([{ unit, reasons: expect.arrayContaining(['kind']) }]);
    for (const kind of ['ClusterQueue', 'ClusterIssuer', 'NodePool', 'ClusterPolicy', 'IngressClassParams', 'ClusterTriggerAuthentication'])
      for (const { metadata } of result.find(kind)) expect(metadata.namespace, kind).toBeUndefined();
  });
});

describe('the load balancer controller', () => {
  test('keeps out of the way of other add-ons, unless it is to take over Services', () => {
    const values = (props: object) =>
      valuesOf(
        synth((cluster) => new AwsLoadBalancerController(cluster, 'x', props)),
        'x',
      );
    expect(values({})).toMatchObject({ enableServiceMutatorWebhook: false });
    expect(values({ serviceWebhook: true })).toMatchObject({ enableServiceMutatorWebhook: true });
  });

  test('gives its load balancers the tags of the environment', () => {
    const result = synth((cluster) => new AwsLoadBalancerController(cluster, 'x'), { tags: { 'cost-center': 'ml' } });
    expect(valuesOf(result, 'x')).toMatchObject({ defaultTags: { 'cost-center': 'ml', 'keelson.dev/environment': 'dev' } });
  });
});

describe('AWS roles of add-ons', () => {
  test.each([
    [
      (cluster: Cluster) => new AwsLoadBalancerController(cluster, 'x', { waf: true, shield: true }),
      'kube-system',
      'aws-load-balancer-controller',
    ],
    [
      (cluster: Cluster) => new Karpenter(cluster, 'x', { nodeRoles: ['arn:aws:iam::111122223333:role/nodes'] }),
      'kube-system',
      'karpenter',
    ],
    [(cluster: Cluster) => new ExternalDns(cluster, 'x', { zones: ['Z1'], domains: ['a.example'] }), 'external-dns', 'external-dns'],
    [(cluster: Cluster) => new CertManager(cluster, 'x', { zones: ['Z1'] }), 'cert-manager', 'cert-manager'],
    [(cluster: Cluster) => new ExternalSecrets(cluster, 'x'), 'external-secrets', 'external-secrets'],
  ])('fit into a role, and only their own ServiceAccount can take them', (build, namespace, serviceAccount) => {
    const result = synth(build);
    expect(result.errors).toEqual([]);
    // AWS IAM quota: 10,240 characters for all inline policies of a role.
    expect(String(result.resource('aws_iam_role_policy').body['policy']).length).toBeLessThan(10_240);
    expect(roleOf(result)).toMatchObject({ namespace, service_account: serviceAccount, cluster_name: 'acme-dev' });
    const { serviceAccount: account } = valuesOf(result, 'x');
    expect(account).toMatchObject({ create: true, name: serviceAccount });
  });

  test('of the load balancer controller hold WAF and Shield only when they are used, in the partition of the region', () => {
    const actions = (props: object, region?: string) =>
      policyOf(synth((cluster) => new AwsLoadBalancerController(cluster, 'x', props), region ? { region } : {})).flatMap(
        (one) => one.Action,
      );
    expect(actions({}).some((action) => /^(wafv2|waf-regional|shield):/.test(action))).toBe(false);
    expect(actions({ waf: true })).toContain('wafv2:AssociateWebACL');
    expect(actions({ shield: true })).toContain('shield:CreateProtection');
    const china = policyOf(synth((cluster) => new AwsLoadBalancerController(cluster, 'x'), { region: 'cn-north-1' }));
    expect(china.flatMap((one) => one.Resource).filter((resource) => resource.startsWith('arn:aws:'))).toEqual([]);
  });

  test('are bound to zones, secrets and keys', () => {
    const dns = synth(
      (cluster, dev) => new ExternalDns(cluster, 'x', { zones: ['Z1', new Bucket(dev, 'zone').name], domains: ['a.example'] }),
    );
    expect(dns.errors).toEqual([]);
    expect(policyOf(dns)[0]?.Resource).toEqual([
      'arn:aws:route53:::hostedzone/Z1',
      'arn:aws:route53:::hostedzone/${var.data_aws_s3_bucket_zone_bucket}',
    ]);
    const kmsKeys = ['arn:aws:kms:eu-central-1:111122223333:key/k'];
    expect(policyOf(synth((cluster) => new ExternalSecrets(cluster, 'x', { secrets: ['shop/'], kmsKeys })))).toMatchObject([
      { Sid: 'Decrypt', Resource: kmsKeys },
      { Sid: 'ReadSecrets', Resource: ['arn:aws:secretsmanager:eu-central-1:111122223333:secret:shop/*'] },
    ]);
    const [own] = policyOf(synth((cluster) => new ExternalSecrets(cluster, 'x'), { account: undefined }));
    expect(own?.Resource).toEqual(['arn:aws:secretsmanager:eu-central-1:*:secret:test/dev/*']);
  });

  test('of the event scaler are what is asked for, else there is none', () => {
    const none = synth((cluster) => new Keda(cluster, 'x'));
    expect(none.resources.map((one) => one.address).filter((address) => address.startsWith('aws_'))).toEqual([]);
    const statements = [{ Sid: 'Queue', Effect: 'Allow' as const, Action: ['sqs:GetQueueAttributes'], Resource: ['arn:aws:sqs:*:*:jobs'] }];
    expect(roleOf(synth((cluster) => new Keda(cluster, 'x', { statements })))).toMatchObject({ service_account: 'keda-operator' });
  });
});

describe('Karpenter', () => {
  test('is told of what ends its nodes by a queue that only EventBridge fills', () => {
    const result = synth((cluster) => new Karpenter(cluster, 'x'));
    const queue = result.resource('aws_sqs_queue');
    expect(queue.body).toMatchObject({ name: 'test-dev-main-karpenter', sqs_managed_sse_enabled: true });
    const events = result.resources.filter(({ address }) => address.startsWith('aws_cloudwatch_event_rule.'));
    expect(events.map(({ body }) => JSON.parse(String(body['event_pattern']))['detail-type'][0]).sort()).toEqual([
      'AWS Health Event',
      'EC2 Capacity Reservation Instance Interruption Warning',
      'EC2 Instance Rebalance Recommendation',
      'EC2 Instance State-change Notification',
      'EC2 Spot Instance Interruption Warning',
    ]);
    const policy = JSON.parse(String(result.resource('aws_sqs_queue_policy').body['policy']));
    expect(policy.Statement).toMatchObject([
      { Effect: 'Allow', Principal: { Service: ['events.amazonaws.com'] }, Action: 'sqs:SendMessage' },
      { Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
    ]);
    expect(policy.Statement[0].Condition.ArnEquals['aws:SourceArn']).toHaveLength(5);
    expect(valuesOf(result, 'x').settings).toEqual({
      clusterName: 'acme-dev',
      interruptionQueue: '${var.cluster_main_aws_sqs_queue_x_interruptions_name}',
    });
    const none = synth((cluster) => new Karpenter(cluster, 'x', { interruptions: false }));
    expect(none.resources.filter(({ address }) => address.includes('sqs'))).toEqual([]);
  });

  test('may only pass the roles of nodes that it is given, each once', () => {
    const result = synth((cluster) => {
      const karpenter = new Karpenter(cluster, 'x', { nodeRoles: ['arn:aws:iam::111122223333:role/a'] });
      karpenter.allowNodeRole('arn:aws:iam::111122223333:role/b');
      karpenter.allowNodeRole('arn:aws:iam::111122223333:role/a');
    });
    const passed = policyOf(result).filter((one) => one.Action.includes('iam:PassRole'));
    expect(passed.map((one) => one.Resource)).toEqual([['arn:aws:iam::111122223333:role/a'], ['arn:aws:iam::111122223333:role/b']]);
    expect(passed[0]?.Condition).toBeDefined();
    expect(policyOf(synth((cluster) => new Karpenter(cluster, 'x'))).some((one) => one.Action.includes('iam:PassRole'))).toBe(false);
  });

  test('has its definitions from a chart of their own, so that an upgrade renews them', () => {
    const result = synth((cluster) => new Karpenter(cluster, 'x'));
    expect(release(result, 'x_crds')).toMatchObject({ chart: 'karpenter-crd', version: release(result, 'x')['version'] });
    expect(release(result, 'x')).toMatchObject({ skip_crds: true, depends_on: expect.arrayContaining(['helm_release.x_crds']) });
  });
});

describe('values of add-ons', () => {
  test('of Kueue are a configuration of its controller', () => {
    const yaml = valuesOf(
      synth((cluster) => new Kueue(cluster, 'x', { frameworks: ['batch/job'], podsReadyTimeoutSeconds: 300 })),
    ).managerConfig;
    expect(yaml.controllerManagerConfigYaml).toContain('integrations:\n  frameworks:\n    - batch/job\n');
    expect(yaml.controllerManagerConfigYaml).toContain('waitForPodsReady:\n  timeout: 300s\n');
  });

  test('of Prometheus keep its metrics on a disk, within it, and take every monitor of the cluster', () => {
    const { prometheusSpec: spec } = valuesOf(
      synth((cluster) => new KubePrometheusStack(cluster, 'x', { storageGiB: 100, storageClass: 'gp3' })),
    ).prometheus;
    expect(spec).toMatchObject({ retention: '15d', retentionSize: '85GiB', serviceMonitorSelectorNilUsesHelmValues: false });
    expect(spec.storageSpec.volumeClaimTemplate.spec).toMatchObject({
      storageClassName: 'gp3',
      resources: { requests: { storage: '100Gi' } },
    });
  });

  test('of the GPU operator leave driver and toolkit to the AMI', () => {
    const values = valuesOf(synth((cluster) => new GpuOperator(cluster, 'x', { values: { toolkit: { enabled: true } } })));
    expect(values).toMatchObject({ driver: { enabled: false }, toolkit: { enabled: true } });
  });

  test('of KServe are five charts in order with models of language', () => {
    const result = synth((cluster) => new KServe(cluster, 'x', { llm: true, runtimes: true, gateway: 'edge/main' }));
    const charts = result.resources
      .filter(({ address }) => address.startsWith('helm_release.'))
      .map(({ body }) => [body['chart'], body['depends_on']]);
    expect(charts).toEqual([
      ['kserve-resources', ['helm_release.x_crds']],
      ['kserve-crd', undefined],
      ['kserve-llmisvc-resources', ['helm_release.x', 'helm_release.x_llm-crds']],
      ['kserve-llmisvc-crd', ['helm_release.x_crds']],
      ['kserve-runtime-configs', ['helm_release.x']],
    ]);
    expect(valuesOf(result, 'x').kserve.controller).toMatchObject({
      deploymentMode: 'Standard',
      gateway: { ingressGateway: { kserveGateway: 'edge/main' } },
    });
  });

  test('of External Secrets give the store that secrets of the program use', () => {
    const result = synth((cluster) => {
      new ExternalSecrets(cluster, 'x');
      Secret.fromSecretsManager(cluster, 'token', { secretId: 'test/dev/token' });
    });
    expect(result.errors).toEqual([]);
    expect(result.object('ClusterSecretStore')).toMatchObject({
      metadata: { name: 'aws-secrets-manager' },
      spec: { provider: { aws: { service: 'SecretsManager', region: 'eu-central-1' } } },
    });
  });
});

describe('add-ons that depend on each other', () => {
  test('and on what is in the cluster are in units of their own, without the help of a Unit', () => {
    const result = synth((cluster) => {
      const gatewayApi = new GatewayApi(cluster, 'gateway-api', { manifests: ['examples/inference-platform/vendor/gateway-api'] });
      new AwsLoadBalancerController(cluster, 'load-balancers', { dependsOn: [gatewayApi] });
      new ExternalSecrets(cluster, 'external-secrets');
      const monitoring = new Namespace(cluster, 'monitoring', { podSecurity: 'privileged' });
      Secret.fromSecretsManager(monitoring, 'grafana', { secretId: 'acme/dev/grafana' });
      new KubePrometheusStack(cluster, 'prometheus', {
        createNamespace: false,
        grafana: { adminSecret: 'grafana' },
        dependsOn: [monitoring],
      });
    });
    expect(result.errors).toEqual([]);
    const edges = new Map([...result.content.units].map(([key, unit]) => [key, unit.dependsOn.map((edge) => edge.unit)]));
    expect(edges.get('dev/terraform.monitoring-main')).toContain('dev/kubernetes.main.monitoring');
    expect(edges.get('dev/kubernetes.main.monitoring')).toContain('dev/terraform.addons-main');
    expect(edges.get('dev/terraform.addons-main')).toContain('dev/kubernetes.main.gateway-api');
  });

  test('are applied in order, without a cycle of units', () => {
    const result = synth((cluster) => {
      const certManager = new CertManager(cluster, 'cert-manager', { zones: ['Z1'] });
      new KServe(cluster, 'kserve', { dependsOn: [certManager] });
      new Karpenter(cluster, 'karpenter', { dependsOn: [certManager] });
      new ExternalSecrets(cluster, 'external-secrets', { dependsOn: [certManager] });
    });
    expect(result.errors).toEqual([]);
    expect(release(result, 'kserve')['depends_on']).toContain('helm_release.cert-manager');
    const edges = [...result.content.units].map(([key, unit]) => [key, unit.dependsOn.map((edge) => edge.unit)]);
    expect(edges).toEqual([
      ['dev/kubernetes.main.secret-stores', ['dev/terraform.addons-main', 'dev/terraform.cluster-main']],
      ['dev/terraform.addons-main', ['dev/terraform.cluster-main']],
      ['dev/terraform.cluster-main', []],
    ]);
  });
});

describe('add-ons with wrong props', () => {
  test.each([
    [(cluster: Cluster) => new ExternalDns(cluster, 'x', {} as never), 'prop zones is missing'],
    [(cluster: Cluster) => new ExternalDns(cluster, 'x', { zones: [], domains: ['a.example'] }), 'a list of at least 1'],
    [(cluster: Cluster) => new CertManager(cluster, 'x', { replicas: 0 }), 'at least 1'],
    [(cluster: Cluster) => new Kueue(cluster, 'x', { frameworks: ['Batch Job'] }), 'must be a framework of Kueue'],
    [(cluster: Cluster) => new KServe(cluster, 'x', { gateway: 'main' }), 'namespace/name'],
    [(cluster: Cluster) => new GpuOperator(cluster, 'x', { migStrategy: 'both' as never }), 'one of none, single, mixed'],
    [(cluster: Cluster) => new ExternalSecrets(cluster, 'x', { secrets: ['*'] }), 'letters, digits'],
    [(cluster: Cluster) => new KubePrometheusStack(cluster, 'x', { delivery: 'helm' as never }), 'one of release, chart'],
    [(cluster: Cluster) => new Karpenter(cluster, 'x', { version: '1.x' }), 'a single version'],
  ])('are told', (build, words) => {
    const [error] = synth(build).errors;
    expect(error?.code).toBe('KS1001');
    expect(error?.message).toContain(words.replace(/^must be /, ''));
  });

  test('a rendered stack of Prometheus needs the Secret of its alerts', () => {
    const result = synth((cluster) => new KubePrometheusStack(cluster, 'x', { delivery: 'chart' }));
    expect(result.errors.map((error) => [error.code, error.details.message])).toEqual([
      ['KS1001', 'prop alertmanagerSecret is missing, which a rendered chart needs'],
      ['KS9002', expect.stringContaining('kube-prometheus-stack')],
    ]);
  });

  test('outside a cluster', () => {
    expect(() => synthTree((platform) => void new MetricsServer(new Environment(platform, 'dev'), 'x'))).toThrow(
      /KS1003.*outside a cluster/,
    );
  });
});
