import type { ApiObject } from 'cdk8s';
import type { KubernetesObject } from '../../assembly/content.ts';
import { nameProblem } from '../../facts/kubernetes/names.ts';
import type { SynthContext } from '../assemble/context.ts';
import { hasMarker } from '../reference/markers.ts';
import { isCdktfText } from '../terraform/tokens.ts';

/** Reports KS1009 for a name that no API server takes. A reference in its place is another error. */
export function checkObjectName(context: SynthContext, object: ApiObject, manifest: KubernetesObject): void {
  const { name } = manifest.metadata;
  if (typeof name === 'string' && (hasMarker(name) || isCdktfText(name))) return;
  const problem = typeof name === 'string' ? nameProblem(manifest.apiVersion, manifest.kind, name) : 'must be a text';
  if (problem) context.error(object, 'KS1009', `the name ${JSON.stringify(name)} of the ${manifest.kind} ${problem}`);
}
