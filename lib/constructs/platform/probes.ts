import { z } from 'zod';
import { portName, portNumber, type Shape, seconds } from './schemas.ts';

/** When a probe runs, and how often it must fail or succeed. What is not given is left to Kubernetes. */
export interface ProbeTimings {
  /** Seconds from the start of the container to the first probe. @default 0 */
  readonly initialDelaySeconds?: number;
  /** Seconds from one probe to the next, at least 1. @default 10 */
  readonly periodSeconds?: number;
  /** Seconds after which a probe without an answer has failed, at least 1. @default 1 */
  readonly timeoutSeconds?: number;
  /** Successes in a row that end a failure, at least 1; liveness and startup take only 1. @default 1 */
  readonly successThreshold?: number;
  /** Failures in a row that count as one, at least 1. @default 3 */
  readonly failureThreshold?: number;
}

/** An HTTP GET that must answer with 200 to 399. */
export interface HttpProbe extends ProbeTimings {
  /** Path, with a leading `/`. */
  readonly http: string;
  /** Number or name of the port. @default - the first port of the workload */
  readonly port?: number | string;
  /** Headers of the request. @default - Kubernetes' own */
  readonly headers?: Readonly<Record<string, string>>;
  /** `HTTPS` does not check the certificate. @default 'HTTP' */
  readonly scheme?: 'HTTP' | 'HTTPS';
}

/** A call of the standard gRPC health service. */
export interface GrpcProbe extends ProbeTimings {
  /** Number of the port. */
  readonly grpc: number;
  /** Service that is asked for. @default - the server as a whole */
  readonly service?: string;
}

/** A TCP connection that must open. */
export interface TcpProbe extends ProbeTimings {
  /** Number or name of the port. */
  readonly tcp: number | string;
}

/** A command in the container that must end with 0. */
export interface ExecProbe extends ProbeTimings {
  /** The command and its arguments; no shell. */
  readonly exec: readonly string[];
}

/** How Kubernetes finds out whether a container works. */
export type Probe = HttpProbe | GrpcProbe | TcpProbe | ExecProbe;

/** A probe in Kubernetes' form. */
export type KubeProbe = Readonly<Record<string, unknown>>;

const timings = {
  initialDelaySeconds: seconds().optional(),
  periodSeconds: seconds(1).optional(),
  timeoutSeconds: seconds(1).optional(),
  successThreshold: z.int().min(1).optional(),
  failureThreshold: z.int().min(1).optional(),
} satisfies Shape<ProbeTimings>;

const port = z.union([portNumber, portName]);

const kinds = {
  http: z.strictObject({
    ...timings,
    http: z.string().regex(/^\//, 'must be a path that begins with /'),
    port: port.optional(),
    headers: z.record(z.string().min(1), z.string()).optional(),
    scheme: z.enum(['HTTP', 'HTTPS']).optional(),
  } satisfies Shape<HttpProbe>),
  grpc: z.strictObject({ ...timings, grpc: portNumber, service: z.string().optional() } satisfies Shape<GrpcProbe>),
  tcp: z.strictObject({ ...timings, tcp: port } satisfies Shape<TcpProbe>),
  exec: z.strictObject({ ...timings, exec: z.array(z.string()).min(1) } satisfies Shape<ExecProbe>),
};

/** Checks a {@link Probe}: one of http, grpc, tcp and exec. */
export const probeSchema: z.ZodType<Probe> = z.union([kinds.http, kinds.grpc, kinds.tcp, kinds.exec]);

/**
 * A probe in Kubernetes' form, with the timings that were given and no others.
 * @param port port of an HTTP probe that names none
 */
export function kubeProbe(probe: Probe, port: number | undefined): KubeProbe {
  const { initialDelaySeconds, periodSeconds, timeoutSeconds, successThreshold, failureThreshold } = probe;
  const given = Object.entries({ initialDelaySeconds, periodSeconds, timeoutSeconds, successThreshold, failureThreshold });
  return { ...Object.fromEntries(given.filter(([, value]) => value !== undefined)), ...action(probe, port) };
}

function action(probe: Probe, port: number | undefined): KubeProbe {
  if ('grpc' in probe) return { grpc: { port: probe.grpc, ...(probe.service !== undefined && { service: probe.service }) } };
  if ('tcp' in probe) return { tcpSocket: { port: probe.tcp } };
  if ('exec' in probe) return { exec: { command: probe.exec } };
  const headers = Object.entries(probe.headers ?? {}).map(([name, value]) => ({ name, value }));
  return {
    httpGet: {
      path: probe.http,
      port: probe.port ?? port,
      ...(probe.scheme && { scheme: probe.scheme }),
      ...(headers.length > 0 && { httpHeaders: headers }),
    },
  };
}
