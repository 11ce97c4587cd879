import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { apiGroup } from '../../../core/api-version.ts';
import { markPrerequisite } from '../../../synth/depends-on.ts';
import { reportError } from '../../../synth/state.ts';

/**
 * Adds an object as it is. Reports KS1001 for one without apiVersion, kind or name, KS1002 for one that is there already.
 * @param source what the object stands in, for messages
 * @param namespace of an object that is in none
 */
export function addObject(addon: Construct, source: string, object: Record<string, unknown>, namespace: string | undefined): void {
  const { apiVersion, kind, metadata, ...body } = object;
  const { name, ...rest } = (metadata ?? {}) as { name?: unknown; namespace?: string };
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || typeof name !== 'string') {
    reportError(addon, 'KS1001', `an object of ${source} has no apiVersion, kind or metadata.name`, { fix: 'correct the file' });
    return;
  }
  const space = rest.namespace ?? namespace;
  const plain = [kind, space, name].filter((part) => part !== undefined).join('.');
  const first = addon.node.tryFindChild(plain) as ApiObject | undefined;
  const id = first && groupOf(first.apiVersion) !== groupOf(apiVersion) ? `${plain}.${groupOf(apiVersion)}` : plain;
  if (addon.node.tryFindChild(id)) {
    const where = space === undefined ? '' : ` in the namespace ${space}`;
    reportError(addon, 'KS1002', `the ${kind} ${name}${where} stands twice in the files, again in ${source}`, {
      fix: 'remove one of the two',
    });
    return;
  }
  const full = { ...rest, name, ...(space !== undefined && { namespace: space }) };
  const made = new ApiObject(addon, id, { apiVersion, kind, metadata: full, ...body });
  // Definitions and namespaces wait for nothing: else two add-ons, one of which depends on the other, would be a cycle of units.
  if (kind === 'CustomResourceDefinition' || kind === 'Namespace') markPrerequisite(made);
}

function groupOf(apiVersion: string): string {
  return apiGroup(apiVersion) || 'core';
}
