import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Construct, type IConstruct } from 'constructs';
import { writeAssembly } from '../assembly/writer.ts';
import { KeelsonError, KeelsonErrors } from '../core/errors.ts';
import { loadFlags } from './flags.ts';
import { currentHost } from './host.ts';
import { installKubernetesAdapter, useTokenEncoder } from './kubernetes/adapter.ts';
import { testKubernetesAdapter } from './kubernetes/self-test.ts';
import { appRoot } from './locks.ts';
import { recordPositions, userPosition } from './positions.ts';
import type { SynthResult } from './result.ts';
import { attachState, PlatformState, type RawPosition } from './state.ts';
import { synthesize } from './synthesize.ts';
import { isTerraformPrototype } from './terraform/adapter.ts';
import { isAssetPrototype } from './terraform/carry/assets.ts';
import { testTerraformAdapter } from './terraform/self-test.ts';
import { encodeResolvable } from './terraform/tokens.ts';
import { CDKTF_VERSION } from './terraform/version.ts';
import { writeUpstream } from './upstream.ts';

/**
 * The root of a program: one per repository. Environments are created in it, and `synth()` at the end turns the tree into
 * the assembly.
 */
export class Platform extends Construct {
  /** Name of the platform; the default namespace of its objects, and part of every unit's key. */
  readonly name: string;
  readonly #state: PlatformState;

  /**
   * @param name lower case letters, digits and `-`, at most 40 characters. Throws KS1009 for any other, and KS0015 for
   * construct libraries of other versions than Keelson can work with.
   */
  constructor(name: string) {
    super(undefined as unknown as Construct, '');
    if (typeof name !== 'string' || !/^[a-z]([-a-z0-9]{0,38}[a-z0-9])?$/.test(name)) {
      throw new KeelsonError('KS1009', {
        message: `${JSON.stringify(name)} is no name for a platform`,
        fix: 'give up to 40 lower case letters, digits and -',
      });
    }
    this.name = name;
    this.#state = new PlatformState(mapPosition);
    attachState(this, this.#state);
    const position = userPosition();
    if (position) this.#state.positions.set(this, position);
    loadFlags(this);
    this.#primeContext();
    if (installKubernetesAdapter(this)) testKubernetesAdapter();
    recordPositions((construct) => {
      if (isTerraformPrototype(construct) || isAssetPrototype(construct)) useTerraform();
    });
    useTokenEncoder(this.#state, encodeResolvable);
    currentHost()?.begin?.({ errors: this.#state.errors });
  }

  /** The platform that a construct is in. Throws KS1003 when it is in none. */
  static of(construct: IConstruct): Platform {
    const { root } = construct.node;
    if (root instanceof Platform) return root;
    throw new KeelsonError('KS1003', { path: construct.node.path, message: 'the construct is not inside a Platform' });
  }

  /**
   * Turns the tree into the assembly; called once, at the end of the program. Under the command line the result goes there.
   * By itself (`node main.js`) it writes `deploy` beside the program and throws {@link KeelsonErrors} when something is wrong.
   */
  synth(): void {
    const host = currentHost();
    if (this.#state.synthesised) {
      const position = userPosition();
      this.#state.errors.push(
        new KeelsonError('KS1010', { ...(position && { source: mapPosition(position) }), message: 'platform.synth() was called twice' }),
      );
    }
    this.#state.synthesised = true;
    const result = synthesize(this, this.#state, host?.digests);
    if (host) host.finish(result);
    else writeResult(result);
  }

  /** What `cdktf synth --context` and cdktf itself look for in the tree. */
  #primeContext(): void {
    const context = process.env['CDKTF_CONTEXT_JSON'];
    if (context)
      for (const [key, value] of Object.entries(JSON.parse(context) as Record<string, unknown>)) this.node.setContext(key, value);
    this.node.setContext('cdktfVersion', CDKTF_VERSION);
    // The folder that relative paths of assets start from: the program's, as for every other file that it names.
    this.node.setContext('cdktfJsonPath', join(appRoot(), 'cdktf.json'));
    this.node.setContext('@cdktf/disable_stack_trace_in_metadata', true);
  }
}

let usesTerraform = false;

/** Prepares cdktf when the first construct of it is created. */
function useTerraform(): void {
  if (usesTerraform) return;
  usesTerraform = true;
  testTerraformAdapter();
}

/** Writes a result where nothing else takes it: the output folder, or where an upstream CLI looks for it. */
function writeResult(result: SynthResult): void {
  if (!result.content) throw result.errors.length === 1 ? (result.errors[0] as KeelsonError) : new KeelsonErrors(result.errors);
  if (!writeUpstream(result.content, process.env)) writeAssembly(result.content, { directory: join(appRoot(), 'deploy') });
}

function mapPosition({ file, line, column }: RawPosition): { file: string; line: number; column: number } {
  const host = currentHost();
  if (host) return { column, ...host.mapSource(file, line, column) };
  const path = file.startsWith('file:') ? fileURLToPath(file) : file;
  const short = relative(appRoot(), path);
  return { file: short.startsWith('..') ? path.slice(path.lastIndexOf('/') + 1) : short, line, column };
}
