import { z } from 'zod';
import { envSchema, envSourceSchema } from '../platform/env.ts';
import { imageSchema } from '../platform/image.ts';
import { peersSchema } from '../platform/peers.ts';
import { probeSchema } from '../platform/probes.ts';
import { resourceSchema } from '../platform/resources.ts';
import {
  aliasList,
  constructs,
  dnsLabel,
  hostName,
  kubernetesObject,
  labels,
  objectName,
  portName,
  portNumber,
  type Shape,
  seconds,
  text,
  texts,
} from '../platform/schemas.ts';
import { securitySchema } from '../platform/security-context.ts';
import { spreadSchema } from '../platform/spread.ts';
import { mountSchema, volumesSchema } from '../platform/volumes.ts';
import { checkApp } from './app-checks.ts';
import type { AppProps } from './app-props.ts';
import type { InitContainerProps, PortProps, SidecarProps } from './container-props.ts';
import { filesSchema } from './files.ts';
import type { IngressProps, RouteProps } from './network-props.ts';
import type { AutoscaleProps, RolloutProps } from './scaling-props.ts';

const port = z.strictObject({
  name: portName,
  port: portNumber,
  servicePort: portNumber.optional(),
  protocol: z.enum(['TCP', 'UDP', 'SCTP']).optional(),
} satisfies Shape<PortProps>);

const container = {
  name: dnsLabel,
  image: imageSchema,
  command: z.array(z.string()).optional(),
  args: z.array(text).optional(),
  env: envSchema.optional(),
  resources: resourceSchema.optional(),
  mounts: z.record(dnsLabel, mountSchema).optional(),
} satisfies Shape<InitContainerProps>;
const sidecar = z.strictObject({
  ...container,
  ports: z.array(port.omit({ servicePort: true })).optional(),
  readiness: probeSchema.optional(),
  liveness: probeSchema.optional(),
  startup: probeSchema.optional(),
} satisfies Shape<SidecarProps>);

const percent = z.int().min(1).max(100);
const autoscale = z
  .strictObject({
    min: z.int().min(1),
    max: z.int().min(1),
    cpuPercent: percent.optional(),
    memoryPercent: percent.optional(),
    scaleDownSeconds: z.int().min(0).max(3600).optional(),
  } satisfies Shape<AutoscaleProps>)
  .superRefine(({ min, max }, context) => {
    if (min > max) context.addIssue({ code: 'custom', path: ['min'], message: `at most max, which is ${max}` });
  });

/** A number of pods, absolute or as a percentage. */
const share = z.union([z.int().min(0), z.string().regex(/^\d{1,3}%$/, "a number, or a percentage such as '25%'")]);
const isZero = (value: number | string | undefined): boolean => value !== undefined && Number.parseInt(String(value), 10) === 0;
const rollout = z
  .strictObject({ maxSurge: share.optional(), maxUnavailable: share.optional() } satisfies Shape<RolloutProps>)
  .refine(({ maxSurge, maxUnavailable }) => !(isZero(maxSurge) && isZero(maxUnavailable)), {
    path: ['maxSurge'],
    message: 'more than 0 when maxUnavailable is 0: no pod could be replaced',
  });

const path = z.string().regex(/^\//, 'must be a path that begins with /').optional();
const ingress = z.strictObject({
  host: hostName,
  path,
  port: portName.optional(),
  className: objectName.optional(),
  tlsSecret: objectName.optional(),
  annotations: texts.optional(),
} satisfies Shape<IngressProps>);
const route = z.strictObject({
  hosts: z.array(hostName).min(1),
  gateway: objectName,
  gatewayNamespace: dnsLabel.optional(),
  path,
  port: portName.optional(),
} satisfies Shape<RouteProps>);

/** Checks {@link AppProps}. */
export const appSchema = z
  .strictObject({
    image: imageSchema,
    port: portNumber.optional(),
    ports: z.array(port).min(1).optional(),
    command: z.array(z.string()).optional(),
    args: z.array(text).optional(),
    env: envSchema.optional(),
    envFrom: z.array(envSourceSchema).optional(),
    files: filesSchema.optional(),
    replicas: z.int().min(0).optional(),
    autoscale: autoscale.optional(),
    resources: resourceSchema.optional(),
    readiness: z.union([z.literal(false), probeSchema]).optional(),
    liveness: probeSchema.optional(),
    startup: probeSchema.optional(),
    initContainers: z.array(z.strictObject(container)).optional(),
    sidecars: z.array(sidecar).optional(),
    volumes: volumesSchema.optional(),
    security: securitySchema.optional(),
    spread: spreadSchema.optional(),
    maxUnavailable: share.optional(),
    allowFrom: z.union([z.literal('cluster'), peersSchema]).optional(),
    allowTo: peersSchema.optional(),
    serviceType: z.enum(['ClusterIP', 'LoadBalancer']).optional(),
    serviceAnnotations: texts.optional(),
    ingress: ingress.optional(),
    route: route.optional(),
    terminationGraceSeconds: seconds().optional(),
    preStopSeconds: seconds(1).optional(),
    recreate: z.boolean().optional(),
    rollout: rollout.optional(),
    nodeSelector: labels.optional(),
    tolerations: z.array(kubernetesObject).optional(),
    affinity: kubernetesObject.optional(),
    priorityClass: objectName.optional(),
    imagePullSecrets: z.array(objectName).optional(),
    serviceAccountAnnotations: texts.optional(),
    podLabels: labels.optional(),
    podAnnotations: texts.optional(),
    name: dnsLabel.optional(),
    dependsOn: constructs.optional(),
    aliases: aliasList.optional(),
  } satisfies Shape<AppProps>)
  .superRefine((props, context) =>
    checkApp(props as AppProps, (path, message) => void context.addIssue({ code: 'custom', path, message })),
  );
