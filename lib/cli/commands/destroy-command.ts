import { type CommandDefinition, OUTPUT } from '../command.ts';
import { PLANNED, UNITS } from './options.ts';
import { withPlanFile } from './plan-file.ts';

/** `destroy`. */
export const destroyCommand: CommandDefinition = {
  name: 'destroy',
  summary: 'remove all that an environment has: what Kubernetes made in the cloud first, then what Terraform made',
  options: [
    ...PLANNED.filter(({ flags }) => !/^--(cluster|sandbox) /.test(flags)),
    ...UNITS.filter(({ flags }) => !/^--(target|refresh)/.test(flags)),
    { flags: '--confirm <environment>', description: "the environment's name, once more; without it nothing is destroyed" },
    { flags: '--timeout <seconds>', description: 'how long load balancers, volumes and nodes may take to go', fallback: '600' },
    OUTPUT,
  ],
  examples: [
    ['destroy --env dev', 'what would go, in which plane; nothing is destroyed'],
    ['destroy --env prod --policy policy.yaml --out plan.json', 'for keelson approve, where the policy says who approves'],
    ['destroy --env dev --confirm dev', 'load balancers, volumes and nodes, the Kubernetes units, then the Terraform units in reverse'],
  ],
  load: async () => withPlanFile((await import('./destroy.ts')).run),
};
