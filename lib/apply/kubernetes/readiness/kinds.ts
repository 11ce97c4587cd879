import { byCondition } from './by-condition.ts';
import { claim } from './claim.ts';
import { daemonSet } from './daemon-set.ts';
import { definition } from './definition.ts';
import { deployment } from './deployment.ts';
import { ingress } from './ingress.ts';
import { job } from './job.ts';
import { namespace } from './namespace.ts';
import { pod } from './pod.ts';
import { rayCluster, rayJob } from './ray.ts';
import type { ReadinessOf } from './readiness.ts';
import { replicaSet } from './replica-set.ts';
import { rollout } from './rollout.ts';
import { route } from './route.ts';
import { service } from './service.ts';
import { statefulSet } from './stateful-set.ts';

const isReady = byCondition({ ready: ['Ready'], sentence: 'it is ready' });

/** How each kind tells that it is ready, by `group/Kind`. Kinds that are done once they are there are not in it. */
export const READINESS: Readonly<Record<string, ReadinessOf>> = {
  '/Namespace': namespace,
  '/PersistentVolumeClaim': claim,
  '/Pod': pod,
  '/ReplicationController': replicaSet,
  '/Service': service,
  'apiextensions.k8s.io/CustomResourceDefinition': definition,
  'apiregistration.k8s.io/APIService': byCondition({ ready: ['Available'], sentence: 'it answers' }),
  'apps/DaemonSet': daemonSet,
  'apps/Deployment': deployment,
  'apps/ReplicaSet': replicaSet,
  'apps/StatefulSet': statefulSet,
  'batch/Job': job,
  'networking.k8s.io/Ingress': ingress,

  // argoproj/argo-rollouts
  'argoproj.io/Rollout': rollout,
  // cert-manager/cert-manager pkg/apis/certmanager/v1
  'cert-manager.io/Certificate': isReady,
  'cert-manager.io/ClusterIssuer': isReady,
  'cert-manager.io/Issuer': isReady,
  // external-secrets/external-secrets apis/externalsecrets/v1
  'external-secrets.io/ClusterExternalSecret': isReady,
  'external-secrets.io/ClusterSecretStore': isReady,
  'external-secrets.io/ExternalSecret': isReady,
  'external-secrets.io/PushSecret': isReady,
  'external-secrets.io/SecretStore': isReady,
  // kubernetes-sigs/gateway-api apis/v1
  'gateway.networking.k8s.io/Gateway': byCondition({ ready: ['Accepted', 'Programmed'], sentence: 'it takes requests' }),
  'gateway.networking.k8s.io/GatewayClass': byCondition({ ready: ['Accepted'], sentence: 'its controller took it' }),
  'gateway.networking.k8s.io/GRPCRoute': route,
  'gateway.networking.k8s.io/HTTPRoute': route,
  'gateway.networking.k8s.io/TCPRoute': route,
  'gateway.networking.k8s.io/TLSRoute': route,
  // kubernetes-sigs/jobset api/jobset/v1alpha2
  'jobset.x-k8s.io/JobSet': byCondition({ ready: ['Completed'], failed: ['Failed'], sentence: 'it ran to its end' }),
  // aws/karpenter-provider-aws and kubernetes-sigs/karpenter pkg/apis/v1
  'karpenter.k8s.aws/EC2NodeClass': isReady,
  'karpenter.sh/NodeClaim': isReady,
  'karpenter.sh/NodePool': isReady,
  // kedacore/keda apis/keda/v1alpha1
  'keda.sh/ScaledJob': isReady,
  'keda.sh/ScaledObject': isReady,
  // kubernetes-sigs/kueue apis/kueue
  'kueue.x-k8s.io/AdmissionCheck': byCondition({ ready: ['Active'], sentence: 'it is active' }),
  'kueue.x-k8s.io/ClusterQueue': byCondition({ ready: ['Active'], sentence: 'it is active' }),
  'kueue.x-k8s.io/LocalQueue': byCondition({ ready: ['Active'], sentence: 'it is active' }),
  // kubernetes-sigs/lws api/leaderworkerset/v1
  'leaderworkerset.x-k8s.io/LeaderWorkerSet': byCondition({ ready: ['Available'], sentence: 'all its groups are available' }),
  // ray-project/kuberay
  'ray.io/RayCluster': rayCluster,
  'ray.io/RayJob': rayJob,
  'ray.io/RayService': byCondition({ ready: ['Ready'], sentence: 'it serves' }),
  // kserve/kserve pkg/apis/serving/v1beta1 and v1alpha1
  'serving.kserve.io/InferenceService': isReady,
  'serving.kserve.io/LLMInferenceService': isReady,
};
