export type { AssemblyContent, KubernetesObject } from '../assembly/content.ts';
export { type AssemblySource, directorySource, readAssembly } from '../assembly/reader.ts';
export { type BootstrapOptions, type BootstrapReport, bootstrapFiles, type CiOptions, writeBootstrap } from './bootstrap/bootstrap.ts';
export {
  type Action,
  type AssemblyDiff,
  type Change,
  type ConstructChanges,
  type DiffOptions,
  diffAssemblies,
  diffOutput,
  type FieldChange,
  type RenameHint,
  type Summary,
} from './diff/index.ts';
export { allCodes, explain } from './explain/explain.ts';
export { drawGraph, type GraphOptions } from './graph/graph.ts';
export { drawPicture } from './graph/svg/index.ts';
export { type InitOptions, type InitReport, initProject } from './init/init.ts';
export { type IoEvents, type IoHost, type IoLevel, type IoMessage, silentHost } from './io-host.ts';
export type { ImagesReport } from './lock/images/lock-images.ts';
export { type LockOptions, type LockOutcome, lockProgram } from './lock/lock.ts';
export type { ChartsReport } from './lock/lock-charts.ts';
export { findProgram, type Program, type ProgramOptions } from './program/find.ts';
export { type SandboxStatus, sandboxDown, sandboxKubeconfig, sandboxStatuses } from './sandbox/existing.ts';
export { type SandboxReport, type SandboxUpOptions, sandboxUp } from './sandbox/up.ts';
export { type SimulateOptions, type SimulateReport, simulate } from './simulate/simulate.ts';
export { isCurrent, type SynthOptions, type SynthOutcome, synthProgram } from './synth/synth.ts';
export {
  type Checked,
  type Finding,
  type ValidateOptions,
  type ValidationResult,
  validateAssembly,
  validateContent,
} from './validate/index.ts';
