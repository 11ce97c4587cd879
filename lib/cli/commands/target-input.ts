import { KeelsonError } from '../../core/errors.ts';
import type { EnvironmentOptions } from '../../toolkit/apply/environment.ts';
import type { TargetOptions } from '../../toolkit/apply/target.ts';
import { findProgram } from '../../toolkit/program/find.ts';
import type { CommandInput } from '../command.ts';

/** What the options of `plan` and `apply` say. Ctrl-C ends the run through the signal. */
export function targetOf({ options }: CommandInput): TargetOptions & { readonly allowDeletes?: number } {
  const text = (name: string): string | undefined => (typeof options[name] === 'string' ? options[name] : undefined);
  const [program, out] = [text('program'), text('out')];
  const found = findProgram({ ...(program !== undefined && { program }), ...(out !== undefined && { out }) });
  const [environment, cluster, kubeconfig, context, policy] = ['env', 'cluster', 'kubeconfig', 'context', 'policy'].map(text);
  const sandbox = options['sandbox'] === true ? 'default' : text('sandbox');
  const allowDeletes = numberOf('--allow-deletes', text('allowDeletes'));
  return {
    directory: found.output,
    repository: found.appRoot,
    ...(environment !== undefined && { environment }),
    ...(cluster !== undefined && { cluster }),
    ...(kubeconfig !== undefined && { kubeconfig }),
    ...(context !== undefined && { context }),
    ...(policy !== undefined && { policy }),
    ...(sandbox !== undefined && { sandbox }),
    ...(options['perNamespace'] === true && { perNamespace: true }),
    ...(allowDeletes !== undefined && { allowDeletes }),
  };
}

/** Which units of the environment, and what runs those of Terraform. */
export function terraformOf({
  options,
}: CommandInput): Pick<
  EnvironmentOptions,
  'targets' | 'terraform' | 'refresh' | 'atOnce' | 'store' | 'planFile' | 'leaseTimeoutSeconds' | 'reviewed'
> {
  const targets = typeof options['target'] === 'string' ? options['target'].split(',').filter(Boolean) : [];
  const leaseTimeoutSeconds = numberOf(
    '--lease-timeout',
    typeof options['leaseTimeout'] === 'string' ? options['leaseTimeout'] : undefined,
  );
  const reviewed = typeof options['reviewed'] === 'string' ? options['reviewed'].split(',').filter(Boolean) : [];
  const atOnce = numberOf('--parallel', typeof options['parallel'] === 'string' ? options['parallel'] : undefined);
  return {
    ...(targets.length > 0 && { targets }),
    ...(reviewed.length > 0 && { reviewed }),
    ...(typeof options['terraform'] === 'string' && { terraform: options['terraform'] }),
    ...(typeof options['store'] === 'string' && { store: options['store'] }),
    ...(leaseTimeoutSeconds !== undefined && { leaseTimeoutSeconds }),
    ...(atOnce !== undefined && { atOnce: Math.max(1, atOnce) }),
    ...(options['refresh'] === true && { refresh: true }),
    ...(typeof options['planFile'] === 'string' && { planFile: options['planFile'] }),
  };
}

/** What `--timeout` says. Throws KS0011 for what is no number of seconds. */
export function timeoutOf({ options }: CommandInput): { readonly timeoutSeconds?: number } {
  const timeoutSeconds = numberOf('--timeout', typeof options['timeout'] === 'string' ? options['timeout'] : undefined);
  return timeoutSeconds === undefined ? {} : { timeoutSeconds };
}

/** A whole number of 0 or more. Throws KS0011 for another text. */
export function numberOf(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text)) return Number(text);
  throw new KeelsonError('KS0011', {
    message: `${option} is ${JSON.stringify(text)}, and must be a whole number, 0 or more`,
    fix: `give it as ${option} 10`,
  });
}
