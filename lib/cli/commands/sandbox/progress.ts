import type { Progress } from '../../../toolkit/sandbox/up.ts';
import type { Output } from '../../output.ts';

/** Tells someone who waits for programs of the sandbox: a line for each and, on a terminal, the seconds that it takes. */
export class ToolProgress {
  readonly #output: Output;
  #timer: NodeJS.Timeout | undefined;

  constructor(output: Output) {
    this.#output = output;
  }

  readonly take = (progress: Progress): void => {
    this.stop();
    this.#output.detail(told(progress));
    const { tool, version, state, estimateSeconds } = progress;
    if (state !== 'building' && state !== 'downloading') return;
    const began = performance.now();
    const limit = state === 'building' ? ` of about ${estimateSeconds}` : '';
    const draw = (): void => this.#output.progress(`  ${tool} ${version}: ${Math.floor((performance.now() - began) / 1000)}${limit} s`);
    draw();
    this.#timer = setInterval(draw, 1000);
  };

  /** No more of it is shown. */
  stop(): void {
    clearInterval(this.#timer);
  }
}

function told({ tool, version, state, estimateSeconds, reason }: Progress): string {
  if (state === 'building') return `building ${tool} ${version} with Go, once: about ${estimateSeconds} s on 2 cores with nothing cached`;
  return `${state} ${tool} ${version}${reason === undefined ? '' : `: ${reason}`}`;
}
