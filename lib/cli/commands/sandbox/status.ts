import { type SandboxStatus, sandboxStatuses } from '../../../toolkit/sandbox/existing.ts';
import type { CommandRun } from '../../command.ts';
import { EXIT } from '../../exit-codes.ts';
import type { Output } from '../../output.ts';

/** keelson sandbox status: 5 when a program of one has ended. */
export const run: CommandRun = async ({ options, output }) => {
  const statuses = await sandboxStatuses(typeof options['name'] === 'string' ? options['name'] : undefined);
  if (options['output'] === 'json') output.json({ sandboxes: statuses });
  else if (statuses.length === 0) output.line('there is no sandbox; start one: keelson sandbox up');
  else for (const status of statuses) tell(status, output);
  return statuses.every((status) => status.running) ? EXIT.done : EXIT.partlyDone;
};

function tell({ name, running, server, kubeconfig, programs, pools, pods, failures }: SandboxStatus, output: Output): void {
  const what = running
    ? 'runs'
    : `does not run whole; keelson sandbox up${name === 'default' ? '' : ` --name ${name}`} starts what has ended`;
  output.line(`${running ? output.style('green', '✔') : output.style('red', '✘')} sandbox ${name} ${what}`);
  output.line(`  server      ${server}`);
  output.line(`  kubeconfig  ${kubeconfig}`);
  for (const program of programs) output.line(`  ${program.name.padEnd(23)}  ${program.state.padEnd(7)}  ${program.log}`);
  for (const { pool, nodes, ready } of pools ?? []) output.line(`  nodes of ${pool || 'no pool'}: ${ready} of ${nodes} ready`);
  for (const { namespace, pods: all, ready } of pods ?? []) output.line(`  pods in ${namespace}: ${ready} of ${all} ready`);
  for (const [of, failure] of Object.entries(failures)) output.line(`  pods of ${of} fail on demand: ${failure}`);
}
