import type {
  Container,
  INetworkPolicyPeer,
  IPodSelector,
  IScalable,
  ISubject,
  PodSelectorConfig,
  ScalingTarget,
  SubjectConfiguration,
} from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { selectorLabels } from '../../../synth/labels.ts';
import { loadCdk8sPlus } from './lazy.ts';

/** What constructs of cdk8s-plus take where they take a Deployment: as selector, network peer, subject of a role and target of an autoscaler. */
export abstract class PlusTarget extends Construct implements IPodSelector, INetworkPolicyPeer, ISubject, IScalable {
  abstract readonly name: string;
  abstract readonly namespace: string;
  abstract readonly serviceAccountName: string;
  #autoscaled = false;

  /** Called when the pods need the token of their ServiceAccount. */
  abstract mountServiceAccountToken(): void;

  /** The number of replicas that was asked for, if one was. @internal */
  abstract readonly fixedReplicas: number | undefined;

  /** The containers of the pods, without init containers; cdk8s-plus reads their ports and resources. */
  abstract readonly containers: Container[];

  /** The pods, for a selector of cdk8s-plus. */
  toPodSelectorConfig(): PodSelectorConfig {
    const labelSelector = loadCdk8sPlus().LabelSelector.of({ labels: selectorLabels(this) });
    return { labelSelector, namespaces: { names: [this.namespace] } };
  }

  /** The pods, for a selector of cdk8s-plus. */
  toPodSelector(): IPodSelector {
    return this;
  }

  /** The pods, as a peer of a NetworkPolicy of cdk8s-plus. */
  toNetworkPolicyPeerConfig(): { readonly podSelector: PodSelectorConfig } {
    return { podSelector: this.toPodSelectorConfig() };
  }

  /** The ServiceAccount, as a subject of a RoleBinding of cdk8s-plus; its token is then mounted. */
  toSubjectConfiguration(): SubjectConfiguration {
    this.mountServiceAccountToken();
    return { apiGroup: '', kind: 'ServiceAccount', name: this.serviceAccountName, namespace: this.namespace };
  }

  /** Whether an autoscaler owns the number of replicas. */
  get hasAutoscaler(): boolean {
    return this.#autoscaled;
  }

  /** Leaves the number of replicas to an autoscaler. */
  markHasAutoscaler(): void {
    this.#autoscaled = true;
  }

  /** The Deployment, as the target of an autoscaler of cdk8s-plus. */
  toScalingTarget(): ScalingTarget {
    const { name, containers, fixedReplicas: replicas } = this;
    return { kind: 'Deployment', apiVersion: 'apps/v1', name, containers, ...(replicas !== undefined && { replicas }) };
  }
}
