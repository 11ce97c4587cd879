import type { Progress } from '../../../toolkit/sandbox/up.ts';

/** A line for someone who waits for a build. */
export function toldProgress({ tool, version, state, estimateSeconds }: Progress): string {
  if (state === 'built') return `built ${tool} ${version}`;
  return `building ${tool} ${version} with Go, once: about ${estimateSeconds} s on 2 cores with nothing cached`;
}
