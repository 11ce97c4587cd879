import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { KeelsonError } from '../../core/errors.ts';
import { type BootstrapOptions, checkOptions } from './options.ts';
import { settingsFile } from './settings.ts';
import { trustOf } from './trust.ts';

export type { BootstrapOptions, CiOptions } from './options.ts';

/** What was written. */
export interface BootstrapReport {
  /** Absolute. */
  readonly directory: string;
  /** Relative to the directory, sorted. */
  readonly files: readonly string[];
}

/**
 * Writes the Terraform that must exist before all else, as a directory that is the user's from then on: the bucket of the
 * states, its key, the identity provider of CI and the roles that plan and apply. Throws KS0011 for a wrong option, KS0016
 * when the folder holds other files.
 */
export function writeBootstrap(options: BootstrapOptions): BootstrapReport {
  const files = bootstrapFiles(options);
  const directory = resolve(options.directory ?? join('bootstrap', options.environment));
  const present = existsSync(directory) ? readdirSync(directory) : [];
  const [other] = present.filter(
    (name) => files.get(name) === undefined || readFileSync(join(directory, name), 'utf8') !== files.get(name),
  );
  if (other !== undefined) throw new KeelsonError('KS0016', { object: directory, message: `it holds ${other}, which would be lost` });
  mkdirSync(directory, { recursive: true });
  for (const [name, text] of files) writeFileSync(join(directory, name), text);
  return { directory, files: [...files.keys()].sort() };
}

/** The files by name. Throws KS0011. */
export function bootstrapFiles(options: BootstrapOptions): ReadonlyMap<string, string> {
  const checked = checkOptions(options);
  const { platform, environment, account, bucket, units, applyPolicies, ci } = checked;
  const trust = trustOf(ci as Required<typeof ci>);
  const words: Readonly<Record<string, string>> = {
    PLATFORM: platform,
    ENVIRONMENT: environment,
    ACCOUNT: account,
    BUCKET: bucket,
    ISSUER: trust.issuer,
    PAIRS: units.length === 0 ? 'all Terraform units' : `${units.join(', ')} and all other units`,
    TRUST: [
      ...trust.plan.map((subject) => `| plan | \`${subject}\` |`),
      ...trust.apply.map((subject) => `| apply | \`${subject}\` |`),
    ].join('\n'),
    POLICIES: applyPolicies.map((arn) => `\`${arn}\``).join(', '),
    GUARD: guard(checked),
  };
  const templates = fileURLToPath(new URL('./templates', import.meta.url));
  const files = new Map([['settings.tf', settingsFile(checked, trust)]]);
  for (const name of readdirSync(templates)) {
    const template = readFileSync(join(templates, name), 'utf8');
    files.set(
      name.replace(/^_/, '.'),
      template.replace(/__([A-Z]+)__/g, (whole, word: string) => words[word] ?? whole),
    );
  }
  return files;
}

/** What the user has to set up on the side of CI, so that the binding of the apply role means something. */
function guard({ ci, environment }: ReturnType<typeof checkOptions>): string {
  if (ci.host === 'gitlab') return `Protect the branch \`${ci.branch}\`: whoever can push to it can apply to ${environment}.`;
  if (ci.githubEnvironment === false)
    return `Protect the branch \`${ci.branch}\` by a ruleset: whoever can push to it can apply to ${environment}.`;
  return `Give the GitHub environment \`${ci.githubEnvironment}\` required reviewers, and let only \`${ci.branch}\` deploy to it: whoever can deploy to it can apply to ${environment}.`;
}
