import type { KubernetesObject } from '../../../assembly/content.ts';
import type { ApiRequest, ApiResponse, Connection, Impersonation } from '../client/connection.ts';
import { type Resource, resourcePath } from '../client/discovery.ts';
import { FIELD_MANAGER } from '../objects/own-fields.ts';

/** How an object is applied. */
export interface PatchOptions {
  /** Takes over fields that other managers have. @default false */
  readonly force?: boolean;
  /** Asks only what would happen. @default false */
  readonly dryRun?: boolean;
  /** @default 'keelson' */
  readonly manager?: string;
  readonly impersonate?: Impersonation | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Server-side apply of one object, with unknown and duplicate fields refused. */
export function patch(
  connection: Connection,
  resource: Resource,
  manifest: KubernetesObject,
  options: PatchOptions = {},
): Promise<ApiResponse> {
  return connection.request(patchRequest(resource, manifest, options));
}

/** The request that {@link patch} sends. */
export function patchRequest(resource: Resource, manifest: KubernetesObject, options: PatchOptions = {}): ApiRequest {
  return {
    method: 'PATCH',
    path: resourcePath(resource, manifest.metadata.namespace, manifest.metadata.name),
    query: {
      fieldManager: options.manager ?? FIELD_MANAGER,
      fieldValidation: 'Strict',
      force: options.force === true ? true : undefined,
      dryRun: options.dryRun ? 'All' : undefined,
    },
    body: JSON.stringify(manifest),
    contentType: 'application/apply-patch+yaml',
    ...(options.impersonate && { impersonate: options.impersonate }),
    ...(options.signal && { signal: options.signal }),
  };
}
