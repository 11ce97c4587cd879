import type { KindName } from '../../../synth/external.ts';
import { otherKinds } from './chart-addon.ts';

/** Kinds of Node Feature Discovery. Source: NVIDIA/gpu-operator deployments/gpu-operator/charts/node-feature-discovery/crds (tag v26.7.0) */
export const NODE_FEATURE_KINDS: readonly KindName[] = [
  ...otherKinds('nfd.k8s-sigs.io/v1alpha1', 'Namespaced', 'NodeFeature', 'NodeFeatureGroup'),
  ...otherKinds('nfd.k8s-sigs.io/v1alpha1', 'Cluster', 'NodeFeatureRule'),
];
