import type { ApiObject } from 'cdk8s';
import type { KubernetesObject } from '../../assembly/content.ts';
import type { SynthContext } from '../assemble/context.ts';
import { hasMarker } from '../reference/markers.ts';
import { isCdktfText } from '../terraform/tokens.ts';

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;
/** Kinds whose names are labels of DNS, not subdomains. Source: Kubernetes, "Object Names and IDs". */
const LABEL_KINDS: ReadonlySet<string> = new Set(['Service', 'Namespace']);
/** Kinds whose names are path segments: `system:reader` is one. Source: the same. */
const PATH_KINDS: ReadonlySet<string> = new Set(['Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding']);

/** Reports KS1009 for a name that no API server takes. */
export function checkObjectName(context: SynthContext, object: ApiObject, manifest: KubernetesObject): void {
  const { name } = manifest.metadata;
  const at = `the name ${JSON.stringify(name)} of the ${manifest.kind}`;
  const problem = typeof name === 'string' ? nameProblem(manifest.kind, name) : 'is no text';
  if (problem) context.error(object, 'KS1009', `${at} ${problem}`);
}

function nameProblem(kind: string, name: string): string | undefined {
  if (hasMarker(name) || isCdktfText(name)) return undefined;
  if (PATH_KINDS.has(kind)) return name === '' || name === '.' || name === '..' || /[/%]/.test(name) ? 'is not a path segment' : undefined;
  const limit = LABEL_KINDS.has(kind) ? 63 : 253;
  if (name.length > limit) return `has ${name.length} characters, ${limit} are allowed`;
  return (LABEL_KINDS.has(kind) ? LABEL : SUBDOMAIN).test(name) ? undefined : 'is not valid';
}
