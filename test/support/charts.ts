import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTarGzip } from 'nanotar';
import { onTestFinished } from 'vitest';

/** Files of a chart, by path in it. */
export type ChartFiles = Readonly<Record<string, string>>;

/** A chart of a controller with a definition, a Deployment, a ConfigMap and a test hook. */
export const GREETER: ChartFiles = {
  'values.yaml': 'greeting: hello\nreplicas: 1\ntoken: ""\nextra: {}\n',
  'values.schema.json': JSON.stringify({
    type: 'object',
    properties: { replicas: { type: 'integer', minimum: 0 }, greeting: { type: 'string' } },
  }),
  'crds/greetings.yaml': `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: greetings.greeter.example.com }
spec:
  group: greeter.example.com
  scope: Namespaced
  names: { kind: Greeting, plural: greetings, singular: greeting, listKind: GreetingList }
  versions:
    - { name: v1, served: true, storage: true, schema: { openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true } } }
`,
  'templates/deployment.yaml': `
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}
  labels: { app.kubernetes.io/managed-by: {{ .Release.Service }}, helm.sh/chart: greeter }
spec:
  replicas: {{ .Values.replicas }}
  selector: { matchLabels: { app: greeter } }
  template:
    metadata: { labels: { app: greeter } }
    spec:
      containers:
        - name: greeter
          image: example.com/greeter:1
          args: [{{ .Values.greeting | quote }}]
          env: [{ name: KUBERNETES, value: {{ .Capabilities.KubeVersion.Version | quote }} }]
`,
  'templates/config.yaml': `
apiVersion: v1
kind: ConfigMap
metadata: { name: {{ .Release.Name }} }
data:
  namespace: {{ .Release.Namespace }}
  greeting: {{ .Values.greeting | quote }}
  {{- with .Values.upper }}
  upper: {{ upper . | quote }}
  {{- end }}
  {{- with .Values.encoded }}
  encoded: {{ b64enc . | quote }}
  {{- end }}
  {{- if .Capabilities.APIVersions.Has "other.example.com/v1" }}
  other: "true"
  {{- end }}
`,
  'templates/tests/ask.yaml': `
apiVersion: v1
kind: Pod
metadata: { name: ask, annotations: { helm.sh/hook: test } }
spec: { containers: [{ name: ask, image: example.com/ask:1 }] }
`,
};

/** The archive of a chart, the same bytes each time. */
export async function packChart(name: string, version: string, files: ChartFiles = GREETER): Promise<Uint8Array> {
  const all = { 'Chart.yaml': `apiVersion: v2\nname: ${name}\nversion: ${version}\n`, ...files };
  return createTarGzip(Object.entries(all).map(([path, data]) => ({ name: `${name}/${path}`, data, attrs: { mtime: 0 } })));
}

/** Hexadecimal SHA-256. */
export function hex(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** A server on this machine that ends with the test; what it was asked is in `asked`. */
export async function serve(handler: RequestListener): Promise<{ readonly port: number; readonly asked: string[] }> {
  const asked: string[] = [];
  const server: Server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    handler(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, asked };
}

/** What a repository of charts holds and how it behaves. */
export interface RepositoryOptions {
  readonly charts: readonly { readonly name: string; readonly version: string; readonly archive: Uint8Array }[];
  /** User and password that it wants. */
  readonly credentials?: string;
  /** Digest that its index says, in place of the right one. */
  readonly digest?: string;
  /** Sends to another path for each archive. */
  readonly redirect?: boolean;
}

/** A chart repository over HTTP. */
export function httpRepository({ charts, credentials, digest, redirect }: RepositoryOptions) {
  return serve((request, response) => {
    if (!allowed(request, response, credentials)) return;
    const path = request.url ?? '';
    if (path === '/index.yaml') {
      const entries = Object.fromEntries(
        charts.map(({ name, version, archive }) => [
          name,
          [{ apiVersion: 'v2', name, version, digest: digest ?? hex(archive), urls: [`archives/${name}-${version}.tgz`] }],
        ]),
      );
      response.end(JSON.stringify({ apiVersion: 'v1', entries }));
      return;
    }
    if (redirect && path.startsWith('/archives/')) {
      response.writeHead(302, { location: path.replace('/archives/', '/moved/') }).end();
      return;
    }
    const chart = charts.find(({ name, version }) => path.endsWith(`/${name}-${version}.tgz`));
    if (chart) response.end(chart.archive);
    else response.writeHead(404).end();
  });
}

/**
 * The part of an OCI registry that a pull uses: manifests and blobs, under `charts/<name>`.
 * Source: OCI distribution specification, "Pull".
 */
export function ociRegistry({ charts, credentials, redirect }: RepositoryOptions) {
  const blobs = new Map<string, { readonly type: string; readonly content: Uint8Array }>();
  const tags = new Map<string, string>();
  const put = (type: string, content: Uint8Array): { mediaType: string; digest: string; size: number } => {
    const digest = `sha256:${hex(content)}`;
    blobs.set(digest, { type, content });
    return { mediaType: type, digest, size: content.length };
  };
  for (const { name, version, archive } of charts) {
    const config = put('application/vnd.cncf.helm.config.v1+json', Buffer.from(JSON.stringify({ name, version, apiVersion: 'v2' })));
    const layer = put('application/vnd.cncf.helm.chart.content.v1.tar+gzip', archive);
    const type = 'application/vnd.oci.image.manifest.v1+json';
    const manifest = put(type, Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: type, config, layers: [layer] })));
    tags.set(`charts/${name}:${version}`, manifest.digest);
  }
  return serve((request, response) => {
    if (!allowed(request, response, credentials)) return;
    const path = request.url ?? '';
    if (path === '/v2/') return void response.end('{}');
    const [, name, kind, reference = ''] = /^\/v2\/(.+)\/(manifests|blobs|moved)\/([^/]+)$/.exec(path) ?? [];
    const blob = blobs.get(tags.get(`${name}:${reference}`) ?? reference);
    if (redirect && kind === 'blobs') {
      response.writeHead(307, { location: path.replace('/blobs/', '/moved/') }).end();
      return;
    }
    if (!blob) return void response.writeHead(404).end(JSON.stringify({ errors: [{ code: 'MANIFEST_UNKNOWN', message: 'unknown' }] }));
    response.setHeader('content-type', kind === 'manifests' ? blob.type : 'application/octet-stream');
    response.setHeader('docker-content-digest', `sha256:${hex(blob.content)}`);
    response.setHeader('content-length', blob.content.length);
    response.end(request.method === 'HEAD' ? undefined : blob.content);
  });
}

function allowed(request: IncomingMessage, response: ServerResponse, credentials: string | undefined): boolean {
  if (credentials === undefined || request.headers.authorization === `Basic ${Buffer.from(credentials).toString('base64')}`) return true;
  response.writeHead(401, { 'www-authenticate': 'Basic realm="charts"' }).end();
  return false;
}
