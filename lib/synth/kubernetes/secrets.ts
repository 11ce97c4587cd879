import type { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { KubernetesObject } from '../../assembly/content.ts';
import { credentialIn } from '../../facts/credentials.ts';
import type { SynthContext } from '../assemble/context.ts';
import { hasMarker } from '../reference/markers.ts';
import { isCdktfText } from '../terraform/tokens.ts';

/** Reports KS4008 for a value in a Secret. The value itself is never in the message. */
export function reportSecretValues(context: SynthContext, object: ApiObject, manifest: KubernetesObject): void {
  if (manifest.kind !== 'Secret' || manifest.apiVersion !== 'v1') return;
  for (const field of ['data', 'stringData']) {
    for (const [key, value] of Object.entries((manifest[field] ?? {}) as Record<string, unknown>)) {
      if (typeof value === 'string' && (hasMarker(value) || isCdktfText(value))) continue;
      context.error(object, 'KS4008', `the Secret ${manifest.metadata.name} holds a value in ${field}.${key}`);
    }
  }
}

/** Reports KS4008 for a text anywhere in an output that has the form of a credential. */
export function reportCredentials(context: SynthContext, construct: IConstruct, output: unknown): void {
  const visit = (value: unknown, pointer: string): void => {
    if (typeof value === 'string') {
      const found = credentialIn(value);
      if (found) context.error(construct, 'KS4008', `${pointer} looks like ${found}`);
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, entry] of Object.entries(value)) visit(entry, `${pointer}/${key}`);
    }
  };
  visit(output, '');
}
