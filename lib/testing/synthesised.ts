import { addressPath } from '../assembly/address.ts';
import type { AssemblyContent, KubernetesObject } from '../assembly/content.ts';
import { stackFilePath } from '../assembly/paths.ts';
import type { Binding } from '../assembly/schema.ts';
import { environmentOf } from '../assembly/unit-key.ts';
import { type KeelsonError, KeelsonErrors } from '../core/errors.ts';
import type { SynthResult } from '../synth/result.ts';

/** A Terraform resource as it stands in `cdk.tf.json`. */
export interface TerraformResourceView {
  /** `<env>/<unit id>`. */
  readonly unit: string;
  /** `aws_s3_bucket.pictures`, `data.aws_caller_identity.current`. */
  readonly address: string;
  /** Attributes, with references as expressions of Terraform. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** What a program became, to be looked into by tests. */
export class Synthesised {
  /** Errors of the run; when there is one, everything else throws them. */
  readonly errors: readonly KeelsonError[];
  readonly warnings: readonly KeelsonError[];
  readonly #content: AssemblyContent | undefined;

  constructor(result: SynthResult) {
    this.errors = result.errors;
    this.warnings = result.warnings;
    this.#content = result.content;
  }

  /** The whole assembly. Throws the run's errors when there is none. */
  get content(): AssemblyContent {
    if (!this.#content) throw new KeelsonErrors(this.errors);
    return this.#content;
  }

  /** Every file of the output by path, with `/`. */
  get files(): ReadonlyMap<string, string> {
    return this.content.files;
  }

  /** All Kubernetes objects, in the order of their paths. */
  get objects(): readonly KubernetesObject[] {
    return [...this.content.objects.values()];
  }

  /** All Terraform resources and data sources. */
  get resources(): readonly TerraformResourceView[] {
    const found: TerraformResourceView[] = [];
    for (const [unit, file] of this.content.units) {
      if (file.plane !== 'terraform') continue;
      const stack = JSON.parse(this.content.files.get(stackFilePath(environmentOf(unit), file.stack)) ?? '{}') as Record<string, unknown>;
      for (const { address } of file.resources) {
        const path = addressPath(address);
        const body = path.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], stack);
        found.push({ unit, address, body: (body ?? {}) as Record<string, unknown> });
      }
    }
    return found;
  }

  /** All bindings, with the unit that they are in. */
  get bindings(): readonly (Binding & { readonly in: string })[] {
    return [...this.content.units].flatMap(([unit, file]) => file.bindings.map((binding) => ({ in: unit, ...binding })));
  }

  /** Objects of a kind, and of a name and namespace when given. */
  find(kind: string, name?: string, namespace?: string): readonly KubernetesObject[] {
    return this.objects.filter(
      (object) =>
        object.kind === kind &&
        (name === undefined || object.metadata.name === name) &&
        (namespace === undefined || object.metadata.namespace === namespace),
    );
  }

  /** The one object of a kind and name. Throws a RangeError when there is none, or more than one. */
  object(kind: string, name?: string, namespace?: string): KubernetesObject {
    const found = this.find(kind, name, namespace);
    const [only] = found;
    if (found.length !== 1 || !only)
      throw new RangeError(
        `${found.length} objects are a ${kind}${name === undefined ? '' : ` ${name}`}${namespace === undefined ? '' : ` in ${namespace}`}`,
      );
    return only;
  }

  /** The one resource of a type and, when given, id. Throws a RangeError when there is none, or more than one. */
  resource(type: string, id?: string): TerraformResourceView {
    const found = this.resources.filter(({ address }) => (id === undefined ? address.startsWith(`${type}.`) : address === `${type}.${id}`));
    const [only] = found;
    if (found.length !== 1 || !only) throw new RangeError(`${found.length} resources are ${type}${id === undefined ? '' : `.${id}`}`);
    return only;
  }
}
