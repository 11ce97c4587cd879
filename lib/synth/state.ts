import type { IConstruct } from 'constructs';
import { KeelsonError, type SourceLocation } from '../core/errors.ts';
import { constructPath } from './construct-path.ts';

/** What one platform gathers while its program runs; held by the Platform, so two platforms in one process share nothing. */
export class PlatformState {
  /** Problems found so far; reported together at the end. */
  readonly errors: KeelsonError[] = [];
  readonly warnings: KeelsonError[] = [];
  /** Where constructs were created: raw positions, mapped to the user's source only when they are needed. */
  readonly positions = new WeakMap<IConstruct, RawPosition>();
  /** What adapters keep for this platform, by adapter. */
  readonly adapters = new Map<symbol, unknown>();
  synthesised = false;

  readonly mapSource: (position: RawPosition) => SourceLocation;

  constructor(mapSource: (position: RawPosition) => SourceLocation) {
    this.mapSource = mapSource;
  }

  /** What `key` holds, made at its first use. */
  adapter<T>(key: symbol, make: () => T): T {
    let value = this.adapters.get(key);
    if (value === undefined) {
      value = make();
      this.adapters.set(key, value);
    }
    return value as T;
  }
}

/** A position in the code that ran, before source maps. */
export interface RawPosition {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

const STATE = Symbol.for('keelson.platformState');
type Holder = { [STATE]?: PlatformState };

/** Attaches the state to the root of a tree. */
export function attachState(root: IConstruct, state: PlatformState): void {
  Object.defineProperty(root, STATE, { value: state });
}

/** The state of the platform that a construct is in, if it is in one. */
export function tryStateOf(construct: IConstruct): PlatformState | undefined {
  return (construct.node.root as IConstruct & Holder)[STATE];
}

/** The state of the platform that a construct is in. Throws KS1003 outside a platform. */
export function stateOf(construct: IConstruct): PlatformState {
  const state = tryStateOf(construct);
  if (!state) throw new KeelsonError('KS1003', { path: construct.node.path, message: 'the construct is not inside a Platform' });
  return state;
}

/** Where a construct was created: itself or the nearest scope that the user's own code created. */
export function sourceOf(construct: IConstruct): SourceLocation | undefined {
  const state = tryStateOf(construct);
  if (!state) return undefined;
  for (let scope: IConstruct | undefined = construct; scope; scope = scope.node.scope) {
    const position = state.positions.get(scope);
    if (position) return state.mapSource(position);
  }
  return undefined;
}

/** Makes an error about a construct, with its path and source line. */
export function errorAt(
  construct: IConstruct,
  code: KeelsonError['code'],
  message: string,
  more: { fix?: string; cause?: unknown } = {},
): KeelsonError {
  const source = sourceOf(construct);
  return new KeelsonError(code, { path: constructPath(construct), ...(source && { source }), message, ...more });
}

/** Records an error about a construct; the run goes on, and fails at its end. */
export function reportError(
  construct: IConstruct,
  code: KeelsonError['code'],
  message: string,
  more: { fix?: string; cause?: unknown } = {},
): void {
  stateOf(construct).errors.push(errorAt(construct, code, message, more));
}
