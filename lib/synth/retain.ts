import type { IConstruct } from 'constructs';
import { Environment } from './environment.ts';
import { errorAt, type PlatformState, stateOf } from './state.ts';

/** What to let go of. */
export interface RetainOptions {
  /** Type of the Terraform resource, such as `aws_s3_bucket`. */
  readonly type: string;
  /** Name of the Terraform unit whose state has it, such as `network`. @default - the unit that the path has today, `data` where nothing on it is left */
  readonly unit?: string;
  /** AWS region of the resource. @default - the environment's region */
  readonly region?: string;
}

/** One resource that left the program and stays alive. */
export interface Retained extends RetainOptions {
  readonly scope: IConstruct;
  readonly path: string;
}

const RETAINED = Symbol.for('keelson.retained');

/**
 * Lets go of a resource that is no longer in the program: Terraform forgets it in place of destroying it, by a `removed` block.
 * Once that was applied, the call can go. Reports KS6006 at synth when the program still has the resource.
 * @param scope the environment, or a construct in it
 * @param path construct path that the resource had, without the platform, as the unit file lists it: `prod/pictures/Resource`
 */
export function retain(scope: IConstruct, path: string, options: RetainOptions): void {
  const environment = Environment.of(scope);
  const [first, ...rest] = path.split('/');
  if (first !== environment.name || rest.length === 0 || rest.includes(''))
    throw errorAt(scope, 'KS1001', `${JSON.stringify(path)} is no path of a resource in ${environment.name}`, {
      fix: `give the whole path, such as '${environment.name}/pictures/Resource'`,
    });
  if (!/^[a-z][a-z0-9]*_[a-z0-9_]+$/.test(options?.type ?? ''))
    throw errorAt(scope, 'KS1001', `the type ${JSON.stringify(options?.type)} is no type of a Terraform resource`, {
      fix: "give one, such as type: 'aws_s3_bucket'",
    });
  if (options.unit !== undefined && !/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(options.unit))
    throw errorAt(scope, 'KS1001', `the unit ${JSON.stringify(options.unit)} is no name of one`, {
      fix: "give a name, such as unit: 'network'",
    });
  retained(stateOf(scope)).push({ scope, path, ...options });
}

/** Everything that a platform's program lets go of. */
export function retained(state: PlatformState): Retained[] {
  return state.adapter<Retained[]>(RETAINED, () => []);
}
