import { readFileSync } from 'node:fs';
import type { Schema } from '../schema.ts';

/** The OpenAPI document of Kubernetes, without descriptions. */
export interface KubernetesSchemas {
  /** Version of the API server that published it. */
  readonly kubernetesVersion: string;
  /** By name, such as `io.k8s.api.apps.v1.Deployment`. */
  readonly schemas: Readonly<Record<string, Schema>>;
  readonly source: string;
}

let loaded: KubernetesSchemas | undefined;

/** Reads the carried OpenAPI document, 260 kB; once a process. Only validation needs it, synth doesn't. */
export function loadKubernetesSchemas(): KubernetesSchemas {
  loaded ??= JSON.parse(readFileSync(new URL('./kubernetes-1.36.json', import.meta.url), 'utf8')) as KubernetesSchemas;
  return loaded;
}
