import { Synthesised } from './synthesised.ts';

/**
 * Snapshot serializer for vitest and jest: `expect.addSnapshotSerializer(assemblySerializer)`. A whole assembly is shown as
 * its files, both planes and the units with their references, so a changed snapshot reads like the pull request will.
 */
export const assemblySerializer = {
  test(value: unknown): boolean {
    return value instanceof Synthesised;
  },
  serialize(value: Synthesised): string {
    return [...value.files]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([path, text]) => `# ${path}\n${text}`)
      .join('\n');
  },
};
