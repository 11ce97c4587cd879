import { findInstance, findInstances, type InstanceType } from '../../facts/gpus/instances.ts';
import type { GpuModel } from '../../facts/gpus/models.ts';
import { efaLayout } from '../platform/pools/efa-layout.ts';
import type { PoolProblem } from '../platform/pools/problem.ts';

/** What the instances of a pool must have. */
export interface InstanceDemand {
  readonly gpu: GpuModel;
  /** GPUs of one node, exactly. */
  readonly gpusPerNode: number;
  /** Memory of one node at least, GiB. */
  readonly minMemoryGiB?: number;
  /** vCPUs of one node at least. */
  readonly minVcpus?: number;
  /** The only types that may be named. */
  readonly instanceTypes?: readonly string[];
  /** Whether each needs EFA, and all the same. */
  readonly efa: boolean;
}

/** Instance types that have all of it, smallest first. What no source says of a type counts as missing. */
export function selectInstances(demand: InstanceDemand): {
  readonly instances: readonly InstanceType[];
  readonly problems: readonly PoolProblem[];
} {
  const { gpu, gpusPerNode, instanceTypes: named, minMemoryGiB = 0, minVcpus = 0, efa } = demand;
  const failed = (code: PoolProblem['code'], message: string, fix: string) => ({ instances: [], problems: [{ code, message, fix }] });
  const what = `${gpusPerNode} x ${gpu}`;
  const ofModel = findInstances({ gpu });
  const wrong = named?.find((name) => !ofModel.some((row) => row.name === name && row.count === gpusPerNode));
  if (wrong !== undefined)
    return failed('KS6040', `${wrong} ${describe(wrong)}, and ${what} are wanted`, `name types with ${what}, or none`);
  const withGpus = ofModel.filter(({ name, count }) => count === gpusPerNode && (named?.includes(name) ?? true));
  if (withGpus.length === 0) {
    if (ofModel.length === 0) return failed('KS6040', `no instance type with ${gpu} is offered for new pools`, 'give another GPU model');
    return failed('KS6040', `no instance type has ${what}`, `${gpu} come as ${offers(ofModel)}`);
  }
  const large = withGpus.filter(({ ramGib = 0, vcpus = 0 }) => ramGib >= minMemoryGiB && vcpus >= minVcpus);
  if (large.length === 0) {
    const sizes = withGpus.map(({ name, vcpus, ramGib }) => `${name} (${vcpus ?? 'unknown'} vCPUs, ${ramGib ?? 'unknown'} GiB)`).join(', ');
    const wanted = [...(minVcpus > 0 ? [`${minVcpus} vCPUs`] : []), ...(minMemoryGiB > 0 ? [`${minMemoryGiB} GiB`] : [])].join(' and ');
    return failed('KS6040', `no instance type with ${what} has ${wanted}`, `there are ${sizes}`);
  }
  if (!efa) return { instances: large, problems: [] };
  const without = large.filter((row) => efaLayout(row) === undefined);
  const able = large.filter((row) => efaLayout(row) !== undefined);
  if (able.length === 0 || (named && without.length > 0)) {
    const names = without.map(({ name, efaInterfaces }) => `${name}${efaInterfaces === undefined ? ' (unknown)' : ''}`).join(', ');
    const others = ofModel.filter((row) => efaLayout(row) !== undefined);
    const fix =
      others.length === 0
        ? `no instance type with ${gpu} is known to have it`
        : `of ${gpu} it is on ${others.map(({ name, count }) => `${name} (${count})`).join(', ')}`;
    return failed('KS6041', `EFA is wanted, and is not on ${names}`, fix);
  }
  const layouts = new Set(able.map(({ efaInterfaces, networkCards }) => `${efaInterfaces}/${networkCards}`));
  if (layouts.size > 1) {
    const each = able.map(({ name, efaInterfaces }) => `${name} (${efaInterfaces})`).join(', ');
    return failed(
      'KS6041',
      `the instance types have unlike numbers of EFA interfaces: ${each}`,
      'name one, or those with the same number, in instanceTypes',
    );
  }
  return { instances: able, problems: [] };
}

function describe(name: string): string {
  const row = findInstance(name);
  if (!row) return 'is no instance type with GPUs';
  if (row.retired) return 'is not offered for new pools';
  return row.accelerator === undefined || row.count === undefined
    ? 'has no whole GPU that is known'
    : `has ${row.count} x ${row.accelerator}`;
}

function offers(rows: readonly InstanceType[]): string {
  const counts = [...new Set(rows.map(({ count }) => count))];
  return counts
    .map(
      (count) =>
        `${count} (${rows
          .filter((row) => row.count === count)
          .map(({ name }) => name)
          .join(', ')})`,
    )
    .join(' and ');
}
