import type { Construct } from 'constructs';
import { z } from 'zod';
import { once } from '../../../core/once.ts';
import { parseProps } from '../../../synth/props.ts';
import { hostName, type Shape } from '../schemas.ts';
import { ChartAddon, type ChartAddonProps, chartAddonShape, kindsOf, otherKinds } from './chart-addon.ts';

/** Props of a {@link KServe}. */
export interface KServeProps extends ChartAddonProps {
  /** How InferenceServices run: as Deployments, or by Knative, which must be there. @default 'Standard' */
  readonly deploymentMode?: 'Standard' | 'Knative';
  /** Gateway of Gateway API that InferenceServices are reached by, as `namespace/name`. @default - none: no route is made */
  readonly gateway?: string;
  /** Domain that names of InferenceServices are in. @default - the chart's, example.com */
  readonly domain?: string;
  /** Runs LLMInferenceServices too; they need LeaderWorkerSet and the Inference Extension of Gateway API. @default false */
  readonly llm?: boolean;
  /** Brings the serving runtimes of the project. @default false */
  readonly runtimes?: boolean;
}

const schema = once(() =>
  z.strictObject({
    ...chartAddonShape(),
    deploymentMode: z.enum(['Standard', 'Knative']).optional(),
    gateway: z
      .string()
      .regex(/^[a-z0-9-]+\/[a-z0-9-]+$/, 'must be namespace/name')
      .optional(),
    domain: hostName.optional(),
    llm: z.boolean().optional(),
    runtimes: z.boolean().optional(),
  } satisfies Shape<KServeProps>),
);

/**
 * KServe: InferenceServices and, with `llm`, LLMInferenceServices. Its webhooks take their certificates from cert-manager, which
 * must be there: name it in `dependsOn`. It is two to five charts of one version, each after the one before.
 */
export class KServe extends ChartAddon {
  /** Reports KS1001 for a wrong prop. Throws KS1003 outside a cluster. */
  constructor(scope: Construct, id: string, props: KServeProps = {}) {
    super(scope, id, props, 'kserve');
    if (!parseProps(this, schema(), props)) return;
    this.begin('restricted');
    const { deploymentMode = 'Standard', gateway, domain, llm = false, runtimes = false } = props;
    const controller = {
      deploymentMode,
      gateway: {
        domain,
        disableIngressCreation: deploymentMode === 'Standard' && gateway === undefined,
        disableIstioVirtualHost: deploymentMode === 'Standard',
        ingressGateway: gateway === undefined ? undefined : { enableGatewayApi: true, kserveGateway: gateway },
      },
    };
    const definitions = this.deliver(
      {
        chart: 'kserve-crd',
        values: {},
        provides: [
          ...kindsOf('serving.kserve.io').filter((entry) => typeof entry === 'string' || !/LLM|LocalModel/.test(entry.kind)),
          ...otherKinds('serving.kserve.io/v1alpha1', 'Namespaced', 'TrainedModel'),
          ...otherKinds('serving.kserve.io/v1alpha1', 'Cluster', 'ClusterStorageContainer'),
        ],
      },
      'crds',
    );
    const main = this.deliver({ chart: 'kserve-resources', values: { kserve: { controller } } });
    main.node.addDependency(definitions);
    if (llm) {
      const llmDefinitions = this.deliver(
        {
          chart: 'kserve-llmisvc-crd',
          values: {},
          // The release leaves it out by itself when another one has it.
          omit: ['CustomResourceDefinition/clusterstoragecontainers.serving.kserve.io'],
          provides: kindsOf('serving.kserve.io').filter((entry) => typeof entry !== 'string' && entry.kind.includes('LLM')),
        },
        'llm-crds',
      );
      llmDefinitions.node.addDependency(definitions);
      // What both charts hold, the first one brings.
      const llmController = this.deliver(
        { chart: 'kserve-llmisvc-resources', values: { kserve: { createSharedResources: false } } },
        'llm',
      );
      llmController.node.addDependency(main, llmDefinitions);
    }
    if (!runtimes) return;
    const values = { kserve: { servingruntime: { enabled: true }, llmisvcConfigs: { enabled: llm } } };
    const configs = this.deliver({ chart: 'kserve-runtime-configs', values }, 'runtimes');
    configs.node.addDependency(main);
  }
}
