import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A program of the control plane. */
export type ToolName = 'etcd' | 'kube-apiserver' | 'kube-controller-manager' | 'kube-scheduler' | 'kwok';

/** A program, and what it is built from. */
export interface Tool {
  readonly name: ToolName;
  readonly version: string;
  /** Folder under `build` whose go.mod pins it. */
  readonly module: string;
  /** Go package of its main function. */
  readonly package: string;
  /** Values that the linker sets. */
  readonly values: readonly string[];
  /** Seconds that a build takes on 2 cores with nothing cached, for the estimate. */
  readonly seconds: number;
}

/** Version of Kubernetes that a sandbox runs. */
export const KUBERNETES_VERSION = '1.36.2';

const [major, minor] = KUBERNETES_VERSION.split('.');
const kubernetes = (name: ToolName, seconds: number): Tool => ({
  name,
  version: KUBERNETES_VERSION,
  module: 'kubernetes',
  package: `k8s.io/kubernetes/cmd/${name}`,
  values: [
    `k8s.io/component-base/version.gitVersion=v${KUBERNETES_VERSION}`,
    `k8s.io/component-base/version.gitMajor=${major}`,
    `k8s.io/component-base/version.gitMinor=${minor}`,
  ],
  seconds,
});

/** Every program of a sandbox, in the order in which they are built: what shares packages stands together. */
export const TOOLS: readonly Tool[] = [
  { name: 'etcd', version: '3.6.14', module: 'etcd', package: 'go.etcd.io/etcd/server/v3', values: [], seconds: 32 },
  kubernetes('kube-apiserver', 300),
  kubernetes('kube-controller-manager', 78),
  kubernetes('kube-scheduler', 7),
  { name: 'kwok', version: '0.8.0', module: 'kwok', package: 'sigs.k8s.io/kwok/cmd/kwok', values: [], seconds: 102 },
];

/** Folder of a tool's go.mod and go.sum. */
export function moduleFolder({ module }: Tool): string {
  return join(fileURLToPath(new URL('../build/', import.meta.url)), module);
}

/** A digest of everything that a build depends on but the compiler. */
export function buildDigest(tool: Tool): string {
  const hash = createHash('sha256').update(JSON.stringify([tool.package, tool.values]));
  for (const file of ['go.mod', 'go.sum']) hash.update(readFileSync(join(moduleFolder(tool), file)));
  return hash.digest('hex').slice(0, 16);
}
