import { type ApiObject, resolve } from 'cdk8s';

type Json = Record<string, unknown>;

/**
 * Completes what a library wrote of an object. `plain` turns references and tokens in a value into the texts that stand for
 * them, as the library's own serialisation does.
 */
export type Finish = (output: Json, plain: <T>(value: T) => T) => Json;

/** Completes an object once every other of its cluster is written. `users` gives the namespaces whose objects name a Service's host. */
export type FinishLast = (output: Json, users: (service: string, namespace: string) => readonly string[]) => Json;

const FINISH = Symbol.for('keelson.finish');
const FINISH_LAST = Symbol.for('keelson.finishLast');
type Holder = ApiObject & { [FINISH]?: Finish; [FINISH_LAST]?: FinishLast };

/** Lets a construct of Keelson say what its library can't, after that has written the object and before any patch of a program. */
export function finishWith(object: ApiObject, finish: Finish): void {
  Object.defineProperty(object, FINISH, { value: finish });
}

/** As {@link finishWith}, for an object that depends on what the others say. */
export function finishLast(object: ApiObject, finish: FinishLast): void {
  Object.defineProperty(object, FINISH_LAST, { value: finish });
}

/** Whether an object is written after the others. */
export function isLast(object: ApiObject): boolean {
  return FINISH_LAST in object;
}

/** The output of an object, completed by its construct. */
export function finished(object: ApiObject, output: Json, users: Parameters<FinishLast>[1]): Json {
  const last = (object as Holder)[FINISH_LAST];
  if (last) return last(output, users);
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
