import type { ApiObject } from 'cdk8s';
import type { KubernetesObject } from '../../assembly/content.ts';
import { hasMarker } from '../reference/markers.ts';
import type { SynthContext } from '../assemble/context.ts';

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
  if (typeof name !== 'string') return context.error(object, 'KS1009', `${at} is no text`);
  if (hasMarker(name) || name.includes('TfToken[')) return;
  if (PATH_KINDS.has(manifest.kind)) {
    if (name === '.' || name === '..' || /[/%]/.test(name) || name === '') context.error(object, 'KS1009', `${at} is not a path segment`);
    return;
  }
  const limit = LABEL_KINDS.has(manifest.kind) ? 63 : 253;
  if (name.length > limit) return context.error(object, 'KS1009', `${at} has ${name.length} characters, ${limit} are allowed`);
  if (!(LABEL_KINDS.has(manifest.kind) ? LABEL : SUBDOMAIN).test(name)) context.error(object, 'KS1009', `${at} is not valid`);
}
