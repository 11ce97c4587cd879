import { KeelsonError } from '../../core/errors.ts';
import type { Tool } from './tools.ts';

/** The error for a program that can't be had (KS8102). */
export function missing(tool: Tool, message: string, cause?: unknown): KeelsonError {
  return new KeelsonError('KS8102', { object: `${tool.name} ${tool.version}`, message, cause });
}
