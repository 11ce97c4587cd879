import { type ApiObject, resolve } from 'cdk8s';

type Json = Record<string, unknown>;

/**
 * Completes what a library wrote of an object. `plain` turns references and tokens in a value into the texts that stand for
 * them, as the library's own serialisation does.
 */
export type Finish = (output: Json, plain: <T>(value: T) => T) => Json;

const FINISH = Symbol.for('keelson.finish');
type Holder = ApiObject & { [FINISH]?: Finish };

/** Lets a construct of Keelson say what its library can't, after that has written the object and before any patch of a program. */
export function finishWith(object: ApiObject, finish: Finish): void {
  Object.defineProperty(object, FINISH, { value: finish });
}

/** The output of an object, completed by its construct. */
export function finished(object: ApiObject, output: Json): Json {
  const finish = (object as Holder)[FINISH];
  return finish ? finish(output, (value) => withoutNull(resolve([], value, object))) : output;
}

/** cdk8s leaves out the fields of an object that are null. */
function withoutNull<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutNull) as T;
  const fields = Object.entries(value).filter(([, field]) => field !== null && field !== undefined);
  return Object.fromEntries(fields.map(([name, field]) => [name, withoutNull(field)])) as T;
}
