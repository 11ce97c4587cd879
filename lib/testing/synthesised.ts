import { addressPath } from '../assembly/address.ts';
import type { AssemblyContent, KubernetesObject } from '../assembly/content.ts';
import { stackFilePath, unitFilePath } from '../assembly/paths.ts';
import type { Binding, UnitFile } from '../assembly/schema.ts';
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
  readonly #result: SynthResult;
  /** Units that this view shows; undefined shows all. */
  readonly #units: ReadonlySet<string> | undefined;

  constructor(result: SynthResult, units?: ReadonlySet<string>) {
    this.errors = result.errors;
    this.warnings = result.warnings;
    this.#result = result;
    this.#units = units;
  }

  /**
   * The same without what is elsewhere: `in('prod').object('Deployment', 'web')` in a program with several environments.
   * @param where an environment, `prod`; one plane of it, `prod/terraform`; a cluster, `prod/kubernetes.main`; or a unit,
   *   `prod/kubernetes.main.shop`. Throws a RangeError when there is no unit in it.
   */
  in(where: string): Synthesised {
    const units = [...this.content.units.keys()].filter(
      (unit) => this.#shows(unit) && (unit === where || unit.startsWith(`${where}/`) || unit.startsWith(`${where}.`)),
    );
    if (units.length === 0) throw new RangeError(`no unit is in ${where}; there are ${[...this.content.units.keys()].join(', ')}`);
    return new Synthesised(this.#result, new Set(units));
  }

  /** The whole assembly, of a view too. Throws the run's errors when there is none. */
  get content(): AssemblyContent {
    if (!this.#result.content) throw new KeelsonErrors(this.errors);
    return this.#result.content;
  }

  /** Every file of the output by path, with `/`; of a view those of its units. */
  get files(): ReadonlyMap<string, string> {
    const { files, units } = this.content;
    if (!this.#units) return files;
    const shown = [...units].filter(([unit]) => this.#shows(unit)).map(([unit, file]) => filesOf(unit, file));
    return new Map([...files].filter(([path]) => shown.some((isOf) => isOf(path))));
  }

  /** All Kubernetes objects, in the order of their paths. */
  get objects(): readonly KubernetesObject[] {
    const { units, objects } = this.content;
    if (!this.#units) return [...objects.values()];
    const shown = new Set([...units].flatMap(([unit, file]) => (this.#shows(unit) ? objectPaths(file) : [])));
    return [...objects].flatMap(([path, object]) => (shown.has(path) ? [object] : []));
  }

  /** All Terraform resources and data sources. */
  get resources(): readonly TerraformResourceView[] {
    const found: TerraformResourceView[] = [];
    for (const [unit, file] of this.content.units) {
      if (file.plane !== 'terraform' || !this.#shows(unit)) continue;
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
    return [...this.content.units].flatMap(([unit, file]) =>
      this.#shows(unit) ? file.bindings.map((binding) => ({ in: unit, ...binding })) : [],
    );
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

  #shows(unit: string): boolean {
    return this.#units?.has(unit) ?? true;
  }
}

function objectPaths(file: UnitFile): readonly string[] {
  return file.plane === 'kubernetes' ? file.objects.map((object) => object.file) : [];
}

/** Tells the files of a unit: its own, its manifests, and what is in the folder of its stack. */
function filesOf(unit: string, file: UnitFile): (path: string) => boolean {
  const paths = new Set([unitFilePath(environmentOf(unit), unit.slice(unit.indexOf('/') + 1)), ...objectPaths(file)]);
  const folder = file.plane === 'terraform' ? stackFilePath(environmentOf(unit), file.stack).replace(/[^/]*$/, '') : undefined;
  return (path) => paths.has(path) || (folder !== undefined && path.startsWith(folder));
}
