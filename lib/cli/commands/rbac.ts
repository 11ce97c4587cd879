import { KeelsonError } from '../../core/errors.ts';
import { approvalsYaml } from '../../toolkit/apply/approve.ts';
import { type RightsSubject, rightsYaml } from '../../toolkit/apply/rbac.ts';
import type { CommandRun } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { targetOf } from './target-input.ts';

/** keelson rbac. */
export const run: CommandRun = async (input) => {
  if (input.options['approvals'] === true) {
    const file = input.options['policy'];
    input.output.text(approvalsYaml(typeof file === 'string' ? { policy: file } : {}));
    return EXIT.done;
  }
  const { directory, environment, cluster, policy, perNamespace } = targetOf(input);
  const yaml = rightsYaml({
    directory,
    subject: subjectOf(input.options),
    ...(environment !== undefined && { environment }),
    ...(cluster !== undefined && { cluster }),
    ...(policy !== undefined && { policy }),
    ...(perNamespace && { perNamespace }),
  });
  input.output.text(yaml);
  return EXIT.done;
};

function subjectOf(options: Readonly<Record<string, unknown>>): RightsSubject {
  const { group, user, serviceAccount } = options;
  const given = [group, user, serviceAccount].filter((one) => typeof one === 'string');
  if (given.length !== 1)
    throw new KeelsonError('KS8032', {
      message: given.length === 0 ? 'nothing says who gets the rights' : 'more than one says who gets the rights',
      fix: 'give one of --group, --user and --service-account',
    });
  if (typeof group === 'string') return { kind: 'Group', name: group };
  if (typeof user === 'string') return { kind: 'User', name: user };
  const [namespace, name, ...more] = String(serviceAccount).split('/');
  if (!namespace || !name || more.length > 0)
    throw new KeelsonError('KS8032', {
      message: `--service-account is ${JSON.stringify(serviceAccount)}`,
      fix: 'give it as <namespace>/<name>',
    });
  return { kind: 'ServiceAccount', namespace, name };
}
