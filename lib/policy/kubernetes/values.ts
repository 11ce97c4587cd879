import { nearestWord } from '../../core/nearest.ts';
import { isQuantity } from '../../facts/kubernetes/quantity.ts';
import type { Schema } from '../../facts/kubernetes/schema.ts';
import { below, type ObjectCheck, type ObjectIssue, show } from './issue.ts';
import { checkList } from './lists.ts';
import { checkLabelSelector, checkObjectMeta } from './metadata.ts';
import { checkScalar } from './scalars.ts';
import { checkBound, hasType, isIntOrString, reportType } from './types.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Checks a value and all below it against its schema: types, required and unknown fields, limits, and keys of lists. */
export function checkValue(check: ObjectCheck, value: unknown, declared: Schema, pointer: string): void {
  const schema = check.schemas.resolve(declared);
  const binding = check.bindings.get(pointer);
  if (binding) checkBound(check, binding.type, schema, pointer);
  else if (value === null) checkNull(check, schema, pointer);
  else if (schema === check.schemas.quantity) checkQuantity(check, value, pointer);
  else if (isIntOrString(check, schema)) {
    if (typeof value !== 'string' && !Number.isInteger(value)) reportType(check, value, schema, pointer);
    else {
      checkScalar(check, value as string | number, schema, pointer);
      for (const part of schema.allOf ?? []) checkValue(check, value, part, pointer);
    }
  } else if (schema.type !== undefined && !hasType(value, schema.type)) reportType(check, value, schema, pointer);
  else {
    if (Array.isArray(value)) checkEntries(check, value, schema, pointer);
    else if (typeof value === 'object') checkFields(check, value as Fields, schema, pointer);
    else checkScalar(check, value as string | number | boolean, schema, pointer);
    checkAlternatives(check, value, schema, pointer);
  }
}

/** The API server reads null in a built-in kind as an absent field; in a custom resource it is a value. */
function checkNull(check: ObjectCheck, schema: Schema, pointer: string): void {
  if (check.custom && !schema.nullable && schema.type !== undefined) reportType(check, null, schema, pointer);
}

function checkQuantity(check: ObjectCheck, value: unknown, pointer: string): void {
  if (isQuantity(value)) return;
  check.report({ code: 'KS5005', pointer, message: `${show(value)} is not a quantity`, fix: 'give a quantity such as 500m, 2 or 1.5Gi' });
}

function checkEntries(check: ObjectCheck, list: readonly unknown[], schema: Schema, pointer: string): void {
  checkList(check, list, schema, pointer);
  const { items } = schema;
  if (items) for (const [index, entry] of list.entries()) checkValue(check, entry, items, below(pointer, index));
}

function checkFields(check: ObjectCheck, fields: Fields, schema: Schema, pointer: string): void {
  const { properties = {}, additionalProperties, minProperties = 0, maxProperties = Number.POSITIVE_INFINITY } = schema;
  const names = Object.keys(fields);
  for (const name of schema.required ?? []) {
    if (Object.hasOwn(fields, name) && fields[name] !== null) continue;
    const where = pointer === '' ? '' : ` in ${pointer}`;
    check.report({ code: 'KS5004', pointer, message: `the field ${name} is missing${where}`, fix: `add ${name}` });
  }
  if (names.length < minProperties || names.length > maxProperties) {
    const limit = names.length > maxProperties ? `at most ${maxProperties}` : `at least ${minProperties}`;
    check.report({ code: 'KS5005', pointer, message: `there are ${names.length} fields`, fix: `give ${limit}` });
  }
  for (const name of names) {
    const at = below(pointer, name);
    const known = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (known) checkValue(check, fields[name], known, at);
    else if (typeof additionalProperties === 'object') checkValue(check, fields[name], additionalProperties, at);
    else if (!takesAnyField(check, schema, name)) reportUnknown(check, name, Object.keys(properties), at);
  }
  if (schema === check.schemas.objectMeta) checkObjectMeta(check, fields, pointer);
  if (schema === check.schemas.labelSelector) checkLabelSelector(check, fields, pointer);
}

/** Whether an object takes a field that its schema does not name. */
function takesAnyField(check: ObjectCheck, schema: Schema, name: string): boolean {
  if (schema['x-kubernetes-preserve-unknown-fields'] || schema.additionalProperties === true) return true;
  if (schema['x-kubernetes-embedded-resource'] && ['apiVersion', 'kind', 'metadata'].includes(name)) return true;
  // In the OpenAPI document an object without fields is free content, in a definition it is empty.
  return !check.custom && schema.properties === undefined;
}

function checkAlternatives(check: ObjectCheck, value: unknown, schema: Schema, pointer: string): void {
  const { allOf = [], anyOf, oneOf, not } = schema;
  for (const part of allOf) checkValue(onlyLimits(check, check.report), value, part, pointer);
  const matches = (part: Schema): boolean => {
    let valid = true;
    checkValue(
      onlyLimits(check, () => {
        valid = false;
      }),
      value,
      part,
      pointer,
    );
    return valid;
  };
  const wrong = (words: string): void =>
    check.report({ code: 'KS5005', pointer, message: `${show(value)} ${words}`, fix: 'see the definition of the kind' });
  if (anyOf && !anyOf.some(matches)) wrong('fits none of the forms that the schema allows');
  if (oneOf && oneOf.filter(matches).length !== 1) wrong('must fit exactly one of the forms that the schema allows');
  if (not && matches(not)) wrong('has a form that the schema forbids');
}

/** The same check for a part of `allOf` and the like: the fields are declared beside it, so none of them is unknown there. */
function onlyLimits(check: ObjectCheck, report: (issue: ObjectIssue) => void): ObjectCheck {
  return { ...check, report: (issue) => issue.code !== 'KS5002' && report(issue) };
}

function reportUnknown(check: ObjectCheck, name: string, known: readonly string[], pointer: string): void {
  const near = nearestWord(name, known);
  const parent = pointer.slice(0, pointer.lastIndexOf('/'));
  const message = `there is no field ${name}${parent === '' ? '' : ` in ${parent}`}`;
  const fix = near === undefined ? 'remove it, or put it where it belongs' : `did you mean ${near}?`;
  check.report({ code: 'KS5002', pointer, message, fix });
}
