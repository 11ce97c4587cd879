import { readFileSync } from 'node:fs';
import type { KindScope } from '../kubernetes/kinds.ts';
import type { Schema } from '../kubernetes/schema.ts';
import { carriedKinds } from './kinds.ts';

/** A custom resource definition, as far as validation reads it. */
export interface CustomResourceDefinition {
  readonly apiVersion: 'apiextensions.k8s.io/v1';
  readonly kind: 'CustomResourceDefinition';
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string; readonly plural: string };
    readonly scope: KindScope;
    readonly versions: readonly {
      readonly name: string;
      readonly served: boolean;
      readonly schema?: { readonly openAPIV3Schema?: Schema };
    }[];
  };
}

/** Reads the carried definition of a kind, such as `gateway.networking.k8s.io` and `HTTPRoute`; undefined when none is carried. */
export function loadCarriedDefinition(group: string, kind: string): CustomResourceDefinition | undefined {
  const row = carriedKinds.find((entry) => entry.group === group && entry.kind === kind);
  if (!row) return undefined;
  return JSON.parse(readFileSync(new URL(`./${group}_${row.plural}.json`, import.meta.url), 'utf8')) as CustomResourceDefinition;
}
