import { findProgram } from '../../../toolkit/program/find.ts';
import { sandboxUp } from '../../../toolkit/sandbox/up.ts';
import type { CommandRun } from '../../command.ts';
import { EXIT } from '../../exit-codes.ts';
import { interruptible } from '../../interrupt.ts';
import { homePath } from '../../render/home-path.ts';
import { ToolProgress } from './progress.ts';

/** keelson sandbox up. */
export const run: CommandRun = async ({ options, output }) => {
  const text = (name: string): string | undefined => (typeof options[name] === 'string' ? options[name] : undefined);
  const [name, environment, cluster, program, out, crds, failures] = ['name', 'env', 'cluster', 'program', 'out', 'crds', 'failure'].map(
    text,
  );
  const found =
    environment === undefined && cluster === undefined && program === undefined && out === undefined
      ? undefined
      : findProgram({ ...(program !== undefined && { program }), ...(out !== undefined && { out }) });
  const { signal } = interruptible(output);
  output.progress('starting the control plane');
  const tools = new ToolProgress(output);
  const report = await sandboxUp({
    ...(name !== undefined && { name }),
    ...(options['webhooks'] === true && { webhooks: true }),
    ...(failures !== undefined && { failures }),
    ...(found && {
      declared: {
        directory: found.output,
        root: found.appRoot,
        ...(environment !== undefined && { environment }),
        ...(cluster !== undefined && { cluster }),
        ...(crds !== undefined && { crds: [crds] }),
      },
    }),
    ...(!found && crds !== undefined && { own: { root: process.cwd(), crds: [crds] } }),
    signal,
    notify: tools.take,
  }).finally(() => tools.stop());
  if (options['output'] === 'json') {
    output.json(report);
    return EXIT.done;
  }
  const { nodes, definitions, unknownKinds, unmatchedFailures, kubeconfig } = report;
  for (const kind of unknownKinds)
    output.detail(`no definition of ${kind} is carried: name a file with --crds, or its objects will be refused`);
  for (const pods of unmatchedFailures)
    output.detail(`no pod goes by ${pods} yet: it fails when it comes; is that the name of its workload?`);
  const of = report.environment === undefined ? '' : `, as ${report.environment}/${report.cluster}`;
  output.done(`sandbox ${report.name} runs${of}`);
  output.line(
    `  nodes: ${Object.entries(nodes)
      .map(([pool, count]) => `${count} ${pool}`)
      .join(', ')}`,
  );
  if (definitions.length > 0) output.line(`  kinds: ${definitions.length} definitions`);
  output.line(`  kubeconfig: ${homePath(kubeconfig)}`);
  return EXIT.done;
};
