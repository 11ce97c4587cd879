import { join } from 'node:path';
import { type ResolvedUnit, resolveUnit } from '../../apply/resolve/resolve-unit.ts';
import { resolvedAssembly } from '../../apply/resolve/resolved-assembly.ts';
import { RunSession } from '../../apply/run/session.ts';
import { environmentOf } from '../../assembly/unit-key.ts';
import { checkAssembly, type WriteReport, writeAssembly } from '../../assembly/writer.ts';
import { KeelsonError, KeelsonErrors } from '../../core/errors.ts';
import { commitDirectory } from '../git/commit.ts';
import { type EnvironmentOptions, openEnvironment } from './environment.ts';

/** What is resolved, and where to. */
export interface ResolveOptions extends EnvironmentOptions {
  /** Directory to write. @default - `resolved/<env>` beside the output */
  readonly to?: string;
  /** Whether objects that hold secret values are left out, for another hand to make them. @default false */
  readonly leaveOutSecrets?: boolean;
  /** Only compares; writes nothing. @default false */
  readonly check?: boolean;
  /** Commits what changed, in the repository of the directory. @default false */
  readonly commit?: boolean;
}

/** What was written. */
export interface ResolveOutcome {
  readonly environment: string;
  readonly directory: string;
  /** Values that were filled in. */
  readonly units: number;
  /** Files that changed, or that would. */
  readonly changed: readonly string[];
  readonly unchanged: number;
  /** Objects that were left out for a secret value, with the values' names. */
  readonly leftOut: Readonly<Record<string, readonly string[]>>;
  /** The commit. @default - nothing changed, or none was asked for */
  readonly commit?: string;
}

/**
 * Writes the Kubernetes units of an environment with every bound value in its place, so that Flux, Argo CD or kubectl can take them.
 * Values of Terraform come from its releases, those of Kubernetes from the cluster. No secret value is ever written: what holds one is
 * named (KS8075), and left out when that is asked for. Throws KS8013, KS8019, KS8075, and what a writer does.
 */
export async function resolveOutput(options: ResolveOptions): Promise<ResolveOutcome> {
  const opened = openEnvironment(options);
  const { environment } = opened;
  const { assembly } = opened.run;
  const session = new RunSession(opened.run, true);
  const resolved = new Map<string, ResolvedUnit>();
  try {
    for (const [unit, file] of assembly.units) {
      if (file.plane !== 'kubernetes' || environmentOf(unit) !== environment) continue;
      const find = (other: string, output: string) => session.outputs.find(other, output);
      resolved.set(unit, await resolveUnit({ unit, file, units: assembly.units, read: assembly.object, find }));
    }
  } finally {
    opened.close();
  }
  const secrets = [...resolved].flatMap(([unit, { secret }]) => [...secret].map(([id, names]) => ({ unit, id, names })));
  const problems = [...resolved.values()].flatMap((one) => one.problems);
  if (options.leaveOutSecrets !== true)
    for (const { id, names } of secrets)
      problems.push(new KeelsonError('KS8075', { object: id, message: `${names.join(', ')} is secret, and may stand in no file` }));
  if (problems.length > 0) throw new KeelsonErrors(problems);
  const content = resolvedAssembly(assembly, environment, new Map([...resolved].map(([unit, { objects }]) => [unit, objects])));
  const directory = options.to ?? join(options.directory, '..', 'resolved', environment);
  const outcome = {
    environment,
    directory,
    units: resolved.size,
    leftOut: Object.fromEntries(secrets.map(({ id, names }) => [id, names])),
  };
  if (options.check) {
    const { missing, changed, stray } = checkAssembly(content, { directory });
    const different = [...missing, ...changed, ...stray].sort();
    return { ...outcome, changed: different, unchanged: content.files.size - missing.length - changed.length };
  }
  const { written, deleted, unchanged }: WriteReport = writeAssembly(content, { directory });
  const commit = options.commit ? commitDirectory(directory, `Resolve ${assembly.manifest.platform} ${environment}`) : undefined;
  return { ...outcome, changed: [...written, ...deleted].sort(), unchanged, ...(commit !== undefined && { commit }) };
}
