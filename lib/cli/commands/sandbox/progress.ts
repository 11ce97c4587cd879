import type { Progress } from '../../../toolkit/sandbox/up.ts';

/** A line for someone who waits for programs of the sandbox. */
export function toldProgress({ tool, version, state, estimateSeconds, reason }: Progress): string {
  if (state === 'building') return `building ${tool} ${version} with Go, once: about ${estimateSeconds} s on 2 cores with nothing cached`;
  return `${state} ${tool} ${version}${reason === undefined ? '' : `: ${reason}`}`;
}
