import { once } from '../../core/once.ts';
import { generalFamilies } from './general-instance-table.ts';
import { instanceArch } from './instance-arch.ts';

/** An instance type of AWS without accelerators. */
export interface GeneralInstance {
  /** Such as `m7i.xlarge`. */
  readonly name: string;
  /** Such as `m7i`. */
  readonly family: string;
  /** Letters of the family, such as `m`. */
  readonly category: string;
  /** Number of the family, such as 7. */
  readonly generation: number;
  readonly arch: 'amd64' | 'arm64' | undefined;
  readonly vcpus: number;
  readonly memoryMib: number;
  /** What pods can have, thousandths of a CPU. */
  readonly allocatableCpuMillis: number;
  /** What pods can have, MiB. */
  readonly allocatableMemoryMib: number;
}

/** All that are known, by family. */
export const generalInstances = once((): readonly GeneralInstance[] =>
  Object.entries(generalFamilies).flatMap(([family, sizes]) => sizes.split(', ').map((size) => read(family, size))),
);

/** An instance type by its name; undefined for one that is not known, and for one with accelerators. */
export function findGeneralInstance(name: string): GeneralInstance | undefined {
  const [family = '', size = ''] = name.split('.');
  const found = generalFamilies[family]?.split(', ').find((one) => one.startsWith(`${size} `));
  return found === undefined ? undefined : read(family, found);
}

function read(family: string, text: string): GeneralInstance {
  const [size, ...amounts] = text.split(' ');
  const [vcpus = 0, memoryMib = 0, allocatableCpuMillis = 0, allocatableMemoryMib = 0] = amounts.map(Number);
  const [, category = '', generation] = /^([a-z]+)(\d+)/.exec(family) ?? [];
  const name = `${family}.${size}`;
  const arch = instanceArch(name);
  return { name, family, category, generation: Number(generation), arch, vcpus, memoryMib, allocatableCpuMillis, allocatableMemoryMib };
}
