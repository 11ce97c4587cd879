import { z } from 'zod';
import { envSchema, envSourceSchema } from '../platform/env.ts';
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
import type { AllowFrom, AppProps, AutoscaleProps, IngressProps, InitContainerProps, PortProps, RouteProps } from './app-props.ts';

const port = z.strictObject({
  name: portName,
  port: portNumber,
  servicePort: portNumber.optional(),
  protocol: z.enum(['TCP', 'UDP', 'SCTP']).optional(),
} satisfies Shape<PortProps>);

const initContainer = z.strictObject({
  name: dnsLabel,
  image: text,
  command: z.array(z.string()).optional(),
  args: z.array(text).optional(),
  env: envSchema.optional(),
  resources: resourceSchema.optional(),
  mounts: z.record(dnsLabel, mountSchema).optional(),
} satisfies Shape<InitContainerProps>);

const percent = z.int().min(1).max(100);
const autoscale = z
  .strictObject({
    min: z.int().min(1),
    max: z.int().min(1),
    cpuPercent: percent.optional(),
    memoryPercent: percent.optional(),
    scaleDownSeconds: seconds().optional(),
  } satisfies Shape<AutoscaleProps>)
  .superRefine(({ min, max }, context) => {
    if (min > max) context.addIssue({ code: 'custom', path: ['min'], message: `at most max, which is ${max}` });
  });

const path = z.string().regex(/^\//, 'must be a path that begins with /').optional();
const ingress = z.strictObject({
  host: hostName,
  path,
  className: objectName.optional(),
  tlsSecret: objectName.optional(),
  annotations: texts.optional(),
} satisfies Shape<IngressProps>);
const route = z.strictObject({
  hosts: z.array(hostName).min(1),
  gateway: objectName,
  gatewayNamespace: dnsLabel.optional(),
  path,
} satisfies Shape<RouteProps>);
const allowFrom = z.strictObject({
  namespaces: z.array(dnsLabel).optional(),
  cidrs: z.array(z.string().regex(/^[0-9a-f.:]+\/\d+$/, 'must be a CIDR, such as 10.0.0.0/8')).optional(),
} satisfies Shape<AllowFrom>);

/** Checks {@link AppProps}. */
export const appSchema = z
  .strictObject({
    image: text,
    port: portNumber.optional(),
    ports: z.array(port).min(1).optional(),
    command: z.array(z.string()).optional(),
    args: z.array(text).optional(),
    env: envSchema.optional(),
    envFrom: z.array(envSourceSchema).optional(),
    files: z.record(z.string().regex(/^\/([^/]+\/)+[^/]+$/, 'must be the absolute path of a file in a folder'), text).optional(),
    replicas: z.int().min(1).optional(),
    autoscale: autoscale.optional(),
    resources: resourceSchema.optional(),
    readiness: probeSchema.optional(),
    liveness: probeSchema.optional(),
    startup: probeSchema.optional(),
    initContainers: z.array(initContainer).optional(),
    volumes: volumesSchema.optional(),
    security: securitySchema.optional(),
    spread: spreadSchema.optional(),
    maxUnavailable: z.union([z.int().min(0), z.string().regex(/^\d{1,3}%$/, 'must be a number or a percentage')]).optional(),
    allowFrom: z.union([z.literal('cluster'), allowFrom]).optional(),
    serviceType: z.enum(['ClusterIP', 'LoadBalancer']).optional(),
    ingress: ingress.optional(),
    route: route.optional(),
    terminationGraceSeconds: seconds().optional(),
    preStopSeconds: seconds(1).optional(),
    recreate: z.boolean().optional(),
    nodeSelector: labels.optional(),
    tolerations: z.array(kubernetesObject).optional(),
    priorityClass: objectName.optional(),
    podLabels: labels.optional(),
    podAnnotations: texts.optional(),
    name: dnsLabel.optional(),
    dependsOn: constructs.optional(),
    aliases: aliasList.optional(),
  } satisfies Shape<AppProps>)
  .superRefine((props, context) => {
    const fail = (path: string, message: string): void => void context.addIssue({ code: 'custom', path: [path], message });
    if (props.port !== undefined && props.ports !== undefined) fail('port', 'absent when ports is given');
    if (props.replicas !== undefined && props.autoscale !== undefined)
      fail('replicas', 'absent when autoscale is given, which owns the number');
    if ((props.ingress || props.route) && props.port === undefined && props.ports === undefined)
      fail(props.ingress ? 'ingress' : 'route', 'absent for an application without a port');
    const names = (props.ports ?? []).map(({ name }) => name);
    if (new Set(names).size < names.length) fail('ports', 'a list in which every name is another');
  });
