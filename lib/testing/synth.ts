import { KeelsonError } from '../core/errors.ts';
import { currentHost, type SynthHost, setHost } from '../synth/host.ts';
import { Platform } from '../synth/platform.ts';
import { isOutsideLibraries } from '../synth/positions.ts';
import type { SynthResult } from '../synth/result.ts';
import { Synthesised } from './synthesised.ts';

/** How a test runs a program. */
export interface SynthOptions {
  /** Folder of the program, for its locks and manifests; usually `import.meta.dirname`. @default - the current folder */
  readonly root?: string;
}

/**
 * Runs a whole program in memory: nothing is written.
 * @param load imports the program, such as `() => import('./main.ts')`; a module runs once, so call this once per test file
 * @throws the program's errors, all of them in one message
 */
export async function synthProgram(load: () => Promise<unknown>, options: SynthOptions = {}): Promise<Synthesised> {
  const run = new Run(options.root);
  try {
    await load();
  } finally {
    run.end();
  }
  return run.result('the program never called platform.synth(), or was already imported by this test file');
}

/**
 * Builds a tree and synthesises it in memory, for tests of one construct.
 * @param build creates constructs in the platform; `platform.synth()` is called for it
 * @param name name of the platform
 */
export function synthTree(build: (platform: Platform) => void, options: SynthOptions & { readonly name?: string } = {}): Synthesised {
  const run = new Run(options.root);
  try {
    const platform = new Platform(options.name ?? 'test');
    build(platform);
    platform.synth();
  } finally {
    run.end();
  }
  return run.result('platform.synth() gave no result');
}

/** A host that keeps the result, for the time of one run. */
class Run {
  readonly #previous = currentHost();
  #result: SynthResult | undefined;

  constructor(root: string = process.cwd()) {
    const host: SynthHost = {
      appRoot: root,
      debug: false,
      isUserFile: isOutsideLibraries,
      mapSource: (file, line, column) => ({ file: file.slice(file.lastIndexOf('/') + 1), line, column }),
      finish: (result) => {
        this.#result = result;
      },
    };
    setHost(host);
  }

  end(): void {
    setHost(this.#previous);
  }

  result(missing: string): Synthesised {
    if (!this.#result) throw new KeelsonError('KS1017', { message: missing });
    return new Synthesised(this.#result);
  }
}
