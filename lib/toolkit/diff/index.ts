export { diffAssemblies } from './diff-assemblies.ts';
export { type DiffOptions, diffOutput } from './diff-output.ts';
export * from './types.ts';
