import { findInstance } from '../gpus/instances.ts';

/**
 * `m7g`, `c8gn`, `im4gn`: letters, generation, processor family, options.
 * Source: Amazon EC2 Instance Types Guide, "Instance type naming conventions".
 */
const NAME = /^(?!mac)([a-z]+)(\d+)([a-z]*)(?:-[a-z0-9]+)*\.[a-z0-9-]+$/;
/** `u-6tb1.metal`: high memory, the one family of another form. */
const HIGH_MEMORY = /^u-\d+tb\d+\.[a-z0-9]+$/;

/**
 * Architecture of an instance type: of the table where it is there, else by its name, in which `g` behind the generation stands
 * for Graviton. Undefined for a text that is no instance type, and for one of the table whose architecture is unknown.
 */
export function instanceArch(name: string): 'amd64' | 'arm64' | undefined {
  const known = findInstance(name);
  if (known) return known.arch;
  if (HIGH_MEMORY.test(name)) return 'amd64';
  const [, letters = '', , options = ''] = NAME.exec(name) ?? [];
  if (letters === '') return undefined;
  return letters === 'a' || options.startsWith('g') ? 'arm64' : 'amd64';
}
