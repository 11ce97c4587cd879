import type { Binding, UnitFile } from '../../../assembly/schema.ts';

/** Whether a binding gives a secret value: by its own word, by the output's, or since a Secret holds it. */
export function isSensitive(units: ReadonlyMap<string, UnitFile>, binding: Binding): boolean {
  return (
    binding.sensitive === true ||
    binding.parts.some((part) => {
      if (typeof part === 'string') return false;
      const output = units.get(part.unit)?.outputs[part.output];
      return output?.sensitive === true || output?.from?.object.startsWith('/Secret/') === true;
    })
  );
}
