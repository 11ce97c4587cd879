import { ingressAddress, serviceAddress } from './addresses.ts';
import type { Followed } from './follow.ts';
import { acceptedClass, programmedGateway } from './gateways.ts';
import { releasedVolume, volumeFor } from './volumes.ts';

/** What a cloud would do for a cluster, and nobody does here. */
export const STAND_INS: readonly Followed[] = [
  { path: '/api/v1/persistentvolumeclaims', react: volumeFor },
  { path: '/api/v1/persistentvolumes', react: releasedVolume },
  { path: '/api/v1/services', react: serviceAddress },
  { path: '/apis/networking.k8s.io/v1/ingresses', react: ingressAddress },
  { path: '/apis/gateway.networking.k8s.io/v1/gatewayclasses', react: acceptedClass },
  { path: '/apis/gateway.networking.k8s.io/v1/gateways', react: programmedGateway },
];
