import { ApiObject, ApiObjectMetadataDefinition, Duration } from 'cdk8s';
import type {
  Deployment,
  DeploymentProps,
  PodSelectorConfig,
  ScalingTarget,
  ServiceAccount,
  SubjectConfiguration,
  Volume,
} from 'cdk8s-plus-28';
import { finishWith } from '../../../synth/kubernetes/finish.ts';
import { selectorLabels } from '../../../synth/labels.ts';
import { podSecurityContext } from '../../platform/security-context.ts';
import type { AppProps } from '../app-props.ts';
import { initContainers, mainContainer, sidecars } from '../containers.ts';
import { podAnnotations } from '../pod.ts';
import { plusContainer } from './container.ts';
import { finishDeployment } from './finish-deployment.ts';
import { loadCdk8sPlus } from './lazy.ts';
import type { PlusTarget } from './target.ts';
import { asTexts } from './values.ts';

/** What the Deployment of an application is made of. */
export interface DeploymentParts {
  readonly serviceAccount: ServiceAccount;
  readonly volumes: ReadonlyMap<string, Volume>;
  /** Whether the pods have the token of their ServiceAccount; asked when the object is written. */
  readonly hasToken: () => boolean;
}

/** The Deployment of an application. Its selector is that of every workload, so that a move never replaces it. */
export function createDeployment(app: PlusTarget, props: AppProps, { serviceAccount, volumes, hasToken }: DeploymentParts): Deployment {
  const { ContainerRestartPolicy, LabelSelector } = loadCdk8sPlus();
  const { security, terminationGraceSeconds: grace } = props;
  const labels = selectorLabels(app);
  // Sidecars come first, so that a container that runs to its end can use them.
  const [besides, first] = [sidecars(props), initContainers(props)];
  const main = mainContainer(props, app.name);
  const { runAsNonRoot, runAsUser: user, runAsGroup: group, fsGroup } = podSecurityContext(security) as Record<string, number | undefined>;
  const deployment = new (appDeployment())(app, 'deployment', {
    metadata: { name: app.name },
    podMetadata: { labels: { ...props.podLabels, ...labels }, annotations: asTexts(podAnnotations(app, props)) },
    select: false,
    replicas: props.replicas ?? 1,
    serviceAccount,
    securityContext: { ensureNonRoot: runAsNonRoot !== undefined, user, group, fsGroup },
    ...(grace !== undefined && { terminationGracePeriod: Duration.seconds(grace) }),
    initContainers: [
      ...besides.map((one) => ({ ...plusContainer(one, volumes, security), restartPolicy: ContainerRestartPolicy.ALWAYS })),
      ...first.map((one) => plusContainer(one, volumes, security)),
    ],
    containers: [plusContainer(main, volumes, security)],
    volumes: [...volumes.values()],
  });
  deployment.select(LabelSelector.of({ labels }));
  const written = { props, name: app.name, labels, main, before: [...besides, ...first], hasToken };
  finishWith(ApiObject.of(deployment), (output, plain) => finishDeployment(output, plain, written));
  return deployment;
}

type AppDeployment = new (app: PlusTarget, id: string, props: DeploymentProps) => Deployment;
let made: AppDeployment | undefined;

/** The class of it, made once cdk8s-plus is loaded: as selector, peer, subject and target of an autoscaler it is its application. */
function appDeployment(): AppDeployment {
  const plus = loadCdk8sPlus();
  made ??= class extends plus.Deployment {
    readonly #app: PlusTarget;
    readonly #props: DeploymentProps;
    #podMetadata: ApiObjectMetadataDefinition | undefined;

    constructor(app: PlusTarget, id: string, props: DeploymentProps) {
      super(app, id, props);
      this.#app = app;
      this.#props = props;
    }

    /** Without the label by which cdk8s-plus selects pods: it is a hash of the path. */
    override get podMetadata(): ApiObjectMetadataDefinition {
      this.#podMetadata ??= new ApiObjectMetadataDefinition({ ...this.#props.podMetadata, apiObject: this.apiObject });
      return this.#podMetadata;
    }

    override toPodSelectorConfig(): PodSelectorConfig {
      return this.#app.toPodSelectorConfig();
    }

    override toSubjectConfiguration(): SubjectConfiguration {
      return this.#app.toSubjectConfiguration();
    }

    override markHasAutoscaler(): void {
      this.#app.markHasAutoscaler();
    }

    override toScalingTarget(): ScalingTarget {
      return this.#app.toScalingTarget();
    }
  };
  return made;
}
