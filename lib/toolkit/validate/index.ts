export type { Finding } from '../../policy/finding.ts';
export type { Checked } from './checked.ts';
export { type ValidateOptions, validateAssembly } from './validate-assembly.ts';
export { type ValidationResult, validateContent } from './validate-content.ts';
