import { apiGroup } from '../../core/api-version.ts';
import type { CustomResourceDefinition } from '../../facts/crds/load.ts';
import { builtinKinds, type KindScope } from '../../facts/kubernetes/kinds.ts';
import type { KubernetesSchemas } from '../../facts/kubernetes/openapi/load.ts';
import type { Schema } from '../../facts/kubernetes/schema.ts';

/** The schema of a kind. */
export interface KindSchema {
  readonly scope: KindScope;
  readonly schema: Schema;
  /** A custom resource: fields that its schema does not name are dropped by the API server. */
  readonly custom: boolean;
  /** False for a request that the API server answers and does not keep. */
  readonly stored: boolean;
}

const COMPONENTS = '#/components/schemas/';
const META = 'io.k8s.apimachinery.pkg.apis.meta.v1.';

/** The schemas that an assembly is checked against: the built-in kinds, and custom resource definitions. */
export class SchemaSet {
  /** Schema of `metadata`. */
  readonly objectMeta: Schema;
  readonly labelSelector: Schema;
  readonly quantity: Schema;
  readonly intOrString: Schema;
  readonly #schemas: Readonly<Record<string, Schema>>;
  readonly #kinds = new Map<string, KindSchema>();
  /** Versions by `group/Kind`. */
  readonly #versions = new Map<string, string[]>();

  /**
   * @param kubernetes the OpenAPI document
   * @param definitions custom resource definitions; of two for one kind, the later one counts
   */
  constructor(kubernetes: KubernetesSchemas, definitions: Iterable<CustomResourceDefinition> = []) {
    this.#schemas = kubernetes.schemas;
    this.objectMeta = this.#component(`${META}ObjectMeta`);
    this.labelSelector = this.#component(`${META}LabelSelector`);
    this.quantity = this.#component('io.k8s.apimachinery.pkg.api.resource.Quantity');
    this.intOrString = this.#component('io.k8s.apimachinery.pkg.util.intstr.IntOrString');
    const documented = new Map<string, Schema>();
    for (const schema of Object.values(kubernetes.schemas)) {
      for (const { group, version, kind } of schema['x-kubernetes-group-version-kind'] ?? []) {
        documented.set(`${group === '' ? '' : `${group}/`}${version}/${kind}`, schema);
      }
    }
    for (const { apiVersion, kind, scope, stored } of builtinKinds) {
      const schema = documented.get(`${apiVersion}/${kind}`);
      if (schema) this.#add(apiVersion, kind, { scope, schema, custom: false, stored });
    }
    for (const definition of definitions) this.#define(definition);
  }

  /** The schema of a kind; undefined when nothing defines it. */
  find(apiVersion: string, kind: string): KindSchema | undefined {
    return this.#kinds.get(`${apiVersion}/${kind}`);
  }

  /** Every known `apiVersion` of a kind in a group. */
  versionsOf(group: string, kind: string): readonly string[] {
    return this.#versions.get(`${group}/${kind}`) ?? [];
  }

  /** Every known kind, as `apiVersion/Kind`. */
  get kinds(): readonly string[] {
    return [...this.#kinds.keys()];
  }

  /** Whether some kind of the group is known. */
  hasGroup(group: string): boolean {
    return [...this.#versions.keys()].some((key) => key.slice(0, key.lastIndexOf('/')) === group);
  }

  /** The schema behind a reference: `$ref` alone, or wrapped in `allOf` beside a default, as the OpenAPI document writes it. */
  resolve(schema: Schema): Schema {
    if (schema.$ref !== undefined) return this.resolve(this.#component(schema.$ref.slice(COMPONENTS.length)));
    const [only] = schema.allOf ?? [];
    return schema.allOf?.length === 1 && only?.$ref !== undefined ? this.resolve(only) : schema;
  }

  #component(name: string): Schema {
    return this.#schemas[name] ?? {};
  }

  #add(apiVersion: string, kind: string, schema: KindSchema): void {
    this.#kinds.set(`${apiVersion}/${kind}`, schema);
    const group = apiGroup(apiVersion);
    const versions = this.#versions.get(`${group}/${kind}`) ?? [];
    if (!versions.includes(apiVersion)) this.#versions.set(`${group}/${kind}`, [...versions, apiVersion]);
  }

  #define({ spec }: CustomResourceDefinition): void {
    for (const { name, served, schema } of spec.versions) {
      const content = schema?.openAPIV3Schema;
      if (served && content)
        this.#add(`${spec.group}/${name}`, spec.names.kind, { scope: spec.scope, schema: content, custom: true, stored: true });
    }
  }
}
