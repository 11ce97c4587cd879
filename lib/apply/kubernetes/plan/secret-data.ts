import type { KubernetesObject } from '../../../assembly/content.ts';

/**
 * A Secret with its stringData moved into data, and any other object as it is. The API server merges stringData into data without
 * keeping who set which key, so a key removed from stringData would stay in data for ever.
 */
export function secretDataOnly(manifest: KubernetesObject): KubernetesObject {
  if (manifest.kind !== 'Secret' || manifest.apiVersion !== 'v1' || manifest.stringData === undefined) return manifest;
  const { stringData, data, ...rest } = manifest as KubernetesObject & {
    data?: Record<string, unknown>;
    stringData: Record<string, unknown>;
  };
  const encoded = Object.entries(stringData ?? {}).map(([key, value]) => [
    key,
    typeof value === 'string' ? Buffer.from(value).toString('base64') : value,
  ]);
  return { ...rest, data: { ...data, ...Object.fromEntries(encoded) } };
}
