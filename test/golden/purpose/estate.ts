import { addressPath } from '../../../lib/assembly/address.ts';
import type { AssemblyContent, KubernetesObject } from '../../../lib/assembly/content.ts';
import { stackFilePath } from '../../../lib/assembly/paths.ts';
import { environmentOf } from '../../../lib/assembly/unit-key.ts';

/** A resource of an environment. */
export interface Resource {
  /** `<env>/<unit id>`. */
  readonly unit: string;
  /** `aws_s3_bucket.pictures`. */
  readonly address: string;
  readonly type: string;
  readonly body: Body;
}

// biome-ignore lint/suspicious/noExplicitAny: bodies are data of a hundred types, which the checks read as they stand
export type Body = Readonly<Record<string, any>>;

/** What is left of an environment when the resources of one type are gone: references to them lead nowhere. */
export class Estate {
  readonly resources: readonly Resource[];
  readonly objects: readonly KubernetesObject[];
  readonly #content: AssemblyContent;
  readonly #byAddress: ReadonlyMap<string, Resource>;

  private constructor(content: AssemblyContent, resources: readonly Resource[], objects: readonly KubernetesObject[]) {
    this.#content = content;
    this.resources = resources;
    this.objects = objects;
    this.#byAddress = new Map(resources.map((resource) => [`${resource.unit} ${resource.address}`, resource]));
  }

  static of(content: AssemblyContent, environment: string): Estate {
    const resources = [...content.units].flatMap(([unit, file]): Resource[] => {
      if (file.plane !== 'terraform' || environmentOf(unit) !== environment) return [];
      const stack = JSON.parse(content.files.get(stackFilePath(environment, file.stack)) ?? '{}') as Body;
      return file.resources
        .filter(({ address }) => !address.startsWith('data.'))
        .map(({ address }) => {
          const body = addressPath(address).reduce<Body>((value, key) => value[key], stack);
          return { unit, address, type: address.split('.')[0] ?? '', body };
        });
    });
    const objects = [...content.objects].filter(([path]) => path.startsWith(`${environment}/`)).map(([, object]) => object);
    return new Estate(content, resources, objects);
  }

  /** Types of its resources. */
  get types(): readonly string[] {
    return [...new Set(this.resources.map(({ type }) => type))].sort();
  }

  without(type: string): Estate {
    return new Estate(
      this.#content,
      this.resources.filter((resource) => resource.type !== type),
      this.objects,
    );
  }

  /** Bodies of a type. */
  all(type: string): readonly Body[] {
    return this.of(type).map(({ body }) => body);
  }

  of(type: string): readonly Resource[] {
    return this.resources.filter((resource) => resource.type === type);
  }

  /** Objects of a kind. */
  kind(kind: string): readonly Body[] {
    return this.objects.filter((object) => object.kind === kind);
  }

  /** The resources of a type that a value of a resource refers to, also through variables, in its own unit or another one. */
  targets(from: Resource, value: unknown, type: string): readonly Resource[] {
    return [...new Set(this.#follow(from.unit, JSON.stringify(value ?? null)))].filter((target) => target.type === type);
  }

  /** The one resource of a type that a value refers to. */
  target(from: Resource, value: unknown, type: string): Resource | undefined {
    return this.targets(from, value, type)[0];
  }

  /** The resource that a field of an object is filled from. */
  source(kind: string, name: string, pointer: string, type: string): Resource | undefined {
    for (const file of this.#content.units.values())
      for (const { target, pointer: at, parts } of file.bindings) {
        const [, ofKind, , ofName] = target.split('/');
        if (ofKind !== kind || ofName !== name || at !== pointer) continue;
        for (const part of parts) {
          if (typeof part === 'string') continue;
          const found = this.#output(part.unit, part.output).find((resource) => resource.type === type);
          if (found && this.resources.includes(found)) return found;
        }
      }
    return undefined;
  }

  #follow(unit: string, text: string): readonly Resource[] {
    const direct = [...text.matchAll(/\b((?:aws|helm)_[a-z0-9_]+\.[A-Za-z0-9_-]+)/g)].flatMap(
      ([, address]) => this.#byAddress.get(`${unit} ${address}`) ?? [],
    );
    const bindings = this.#content.units.get(unit)?.bindings ?? [];
    const others = [...text.matchAll(/\bvar\.[A-Za-z0-9_-]+/g)].flatMap(([variable]) =>
      bindings
        .filter(({ target }) => target === variable)
        .flatMap(({ parts }) => parts.flatMap((part) => (typeof part === 'string' ? [] : this.#output(part.unit, part.output)))),
    );
    return [...direct, ...others];
  }

  #output(unit: string, output: string): readonly Resource[] {
    const file = this.#content.units.get(unit);
    if (file?.plane !== 'terraform') return [];
    const stack = JSON.parse(this.#content.files.get(stackFilePath(environmentOf(unit), file.stack)) ?? '{}') as {
      output?: Record<string, { value: unknown }>;
    };
    return this.#follow(unit, JSON.stringify(stack.output?.[output]?.value ?? null));
  }
}

/** What a type of resource is there for, and how that is seen. */
export type Purposes = Readonly<Record<string, readonly [what: string, holds: (estate: Estate) => boolean]>>;

/** Whether there are some, and all of them are so. */
export function each<T>(list: readonly T[], holds: (item: T) => boolean): boolean {
  return list.length > 0 && list.every(holds);
}

/** Statements of a policy that is given as text. */
export function statements(policy: unknown): readonly Body[] {
  return (JSON.parse(String(policy ?? '{}')) as { Statement?: Body[] }).Statement ?? [];
}

/** Whether a role may be taken by a service, and by nobody else. */
export function trusts(role: Resource | undefined, service: string): boolean {
  return each(
    statements(role?.body['assume_role_policy']),
    ({ Principal }) => JSON.stringify(Principal) === JSON.stringify({ Service: service }),
  );
}

/** Whether a list in a body has at least these. */
export function has(list: readonly unknown[] | undefined, ...wanted: readonly unknown[]): boolean {
  return wanted.every((one) => list?.includes(one));
}
