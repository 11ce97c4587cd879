import { instanceArch } from '../../../facts/aws/instance-arch.ts';
import { findInstance } from '../../../facts/gpus/instances.ts';
import type { PoolProblem } from './problem.ts';

/** What is wrong with the instance types of a pool without GPUs (KS6040). @param arch @default - either */
export function checkTypes(types: readonly string[], arch?: 'amd64' | 'arm64'): PoolProblem[] {
  return types.flatMap((name): PoolProblem[] => {
    const accelerator = findInstance(name)?.accelerator;
    const own = instanceArch(name);
    if (accelerator !== undefined)
      return [
        { code: 'KS6040', message: `${name} has ${accelerator}, and the pool is for nodes without`, fix: 'use a GpuNodePool for it' },
      ];
    if (own === undefined)
      return [{ code: 'KS6040', message: `${JSON.stringify(name)} is no instance type`, fix: 'give one, such as m7i.xlarge' }];
    if (arch !== undefined && own !== arch)
      return [
        { code: 'KS6040', message: `${name} is ${own}, and the pool is ${arch}`, fix: `give arch: '${own}', or types that are ${arch}` },
      ];
    return [];
  });
}
