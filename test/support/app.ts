import { App } from '../../lib/constructs/app/app.ts';
import type { AppProps } from '../../lib/constructs/app/app-props.ts';
import { Namespace } from '../../lib/constructs/platform/namespace.ts';
import { type Synthesised, synthTree } from '../../lib/testing/index.ts';
import { validateContent } from '../../lib/toolkit/validate/index.ts';
import { devCluster } from './tree.ts';

export const IMAGE = 'example.com/web:1.2';

/** Runs a program with the namespace `shop` in the cluster dev/main. */
export function inShop(build: (shop: Namespace) => void): Synthesised {
  return synthTree((platform) => build(new Namespace(devCluster(platform).cluster, 'shop')));
}

/** The application `web` in the namespace `shop`, held against the schemas of Kubernetes when it has no errors. */
export function synthApp(props: Partial<AppProps> & Readonly<Record<string, unknown>> = {}): Synthesised {
  const result = inShop((shop) => void new App(shop, 'web', { image: IMAGE, ...props } as AppProps));
  if (result.errors.length === 0) {
    const findings = validateContent(result.content).findings.map(({ path, pointer, message }) => `${path} ${pointer}: ${message}`);
    if (findings.length > 0) throw new Error(findings.join('\n'));
  }
  return result;
}

/** Messages of a run, without code, path and line. */
export function problems(result: Synthesised): string[] {
  return result.errors.map(({ details }) => `${details.message}; ${details.fix}`);
}

interface Pod {
  readonly [field: string]: unknown;
  readonly containers: readonly Readonly<Record<string, unknown>>[];
  readonly initContainers?: readonly Readonly<Record<string, unknown>>[];
}

/** Parts of the Deployment of a run with one application. */
export function deploymentOf(result: Synthesised): {
  readonly spec: Readonly<Record<string, unknown>>;
  readonly metadata: { readonly labels: Readonly<Record<string, string>>; readonly annotations?: Readonly<Record<string, string>> };
  readonly pod: Pod;
  readonly container: Readonly<Record<string, unknown>>;
} {
  const spec = result.object('Deployment')['spec'] as { template: { metadata: { labels: Record<string, string> }; spec: Pod } };
  const { metadata, spec: pod } = spec.template;
  return { spec: spec as unknown as Record<string, unknown>, metadata, pod, container: pod.containers[0] ?? {} };
}
