export { matchers } from './matchers.ts';
export { assemblySerializer } from './serializer.ts';
export { type SynthOptions, synthProgram, synthTree } from './synth.ts';
export { Synthesised } from './synthesised.ts';
