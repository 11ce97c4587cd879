import { relative } from 'node:path';
import { KeelsonError } from '../../core/errors.ts';
import { type BootstrapOptions, type CiOptions, writeBootstrap } from '../../toolkit/bootstrap/bootstrap.ts';
import type { CommandRun } from '../command.ts';
import { EXIT } from '../exit-codes.ts';

/** keelson bootstrap. */
export const run: CommandRun = async ({ arguments: [environment = ''], options, output }) => {
  const text = (name: string): string | undefined => (typeof options[name] === 'string' ? options[name] : undefined);
  const required = (name: string, example: string): string => {
    const value = text(name);
    if (value === undefined) throw new KeelsonError('KS0011', { message: `--${name} is missing`, fix: `give --${name} ${example}` });
    return value;
  };
  const list = (name: string): readonly string[] | undefined =>
    text(name)
      ?.split(',')
      .map((part) => part.trim());
  const [bucket, units, applyPolicies, directory] = [text('bucket'), list('units'), list('applyPolicies'), text('out')];
  const given: BootstrapOptions = {
    environment,
    platform: required('platform', 'acme'),
    account: required('account', '123456789012'),
    region: required('region', 'eu-central-1'),
    ci: ciOf(text),
    ...(bucket !== undefined && { bucket }),
    ...(units && { units }),
    ...(applyPolicies && { applyPolicies }),
    ...(directory !== undefined && { directory }),
    existingIssuer: options['existingOidc'] === true,
  };
  const report = writeBootstrap(given);
  const folder = relative(process.cwd(), report.directory) || '.';
  if (options['output'] === 'json') {
    output.json(report);
    return EXIT.done;
  }
  output.done(`what ${environment} needs before all else, in ${folder}`);
  for (const file of report.files) output.line(`  ${file}`);
  output.line(`next: as an administrator of the account, terraform -chdir=${folder} init && terraform -chdir=${folder} apply`);
  output.line(`then: move its state into the bucket and give its outputs to the program, as ${folder}/README.md says`);
  return EXIT.done;
};

function ciOf(text: (name: string) => string | undefined): CiOptions {
  const [github, gitlab] = [text('github'), text('gitlab')];
  if ((github === undefined) === (gitlab === undefined))
    throw new KeelsonError('KS0011', {
      message: 'CI runs on GitHub or on GitLab, and neither or both are given',
      fix: 'give --github owner/name or --gitlab group/project',
    });
  const [branch, gitlabUrl, applyFrom] = [text('branch'), text('gitlabUrl'), text('applyFrom')];
  return {
    host: github === undefined ? 'gitlab' : 'github',
    repository: github ?? gitlab ?? '',
    ...(branch !== undefined && { branch }),
    ...(gitlabUrl !== undefined && { gitlabUrl }),
    ...(applyFrom !== undefined && { githubEnvironment: applyFrom === 'branch' ? false : applyFrom.replace(/^environment:/, '') }),
  };
}
