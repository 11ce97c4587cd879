import type { IConfigMap, IPersistentVolumeClaim, ISecret } from 'cdk8s-plus-28';
import { isReference, type Referable } from '../../../synth/reference/reference.ts';

/** A text for cdk8s-plus, whose props take no references. */
export function asText(value: Referable<string>): string {
  return isReference(value) ? value.asString() : value;
}

/** Texts by name, as {@link asText}. */
export function asTexts(values: Readonly<Record<string, Referable<string>>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, asText(value)]));
}

/** An object that is known by its name. cdk8s-plus reads nothing else of it, and its own imports would each be a construct of the tree. */
export function named(name: string): IConfigMap & ISecret & IPersistentVolumeClaim {
  return { name } as IConfigMap & ISecret & IPersistentVolumeClaim;
}
