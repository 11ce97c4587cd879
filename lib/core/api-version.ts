/** The group of an apiVersion; empty for the core one, `v1`. */
export function apiGroup(apiVersion: string): string {
  return apiVersion.slice(0, Math.max(0, apiVersion.indexOf('/')));
}
