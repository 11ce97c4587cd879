import type { Binding } from '../../assembly/schema.ts';
import { apiGroup } from '../../core/api-version.ts';
import { nearestWord } from '../../core/nearest.ts';
import { checkAgreement } from './agreement.ts';
import { withDefaults } from './defaults.ts';
import { type ObjectCheck, type ObjectIssue, show } from './issue.ts';
import { checkIdentity, checkObjectMeta } from './metadata.ts';
import type { KindSchema, SchemaSet } from './schema-set.ts';
import { checkValue } from './values.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A field of an object that is filled when the applier runs. */
export type BoundFields = ReadonlyMap<string, Pick<Binding, 'type' | 'parts'>>;

const NO_BINDINGS: BoundFields = new Map();

/**
 * Everything that is wrong with one object: kind, fields, types, limits, keys of lists, names, labels and what contradicts.
 * A placeholder at a bound pointer counts as a value of the binding's type. Rules in CEL (`x-kubernetes-validations`) and
 * admission webhooks are left to the API server.
 */
export function validateObject(object: Fields, schemas: SchemaSet, bindings: BoundFields = NO_BINDINGS): readonly ObjectIssue[] {
  const issues: ObjectIssue[] = [];
  const report = (issue: ObjectIssue): void => {
    issues.push(issue);
  };
  const { apiVersion, kind } = object;
  for (const field of ['apiVersion', 'kind'] as const) {
    if (typeof object[field] !== 'string' || object[field] === '')
      report({ code: 'KS5004', pointer: '', message: `${field} is ${show(object[field])}`, fix: `give ${field}` });
  }
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || issues.length > 0) return issues;
  if (kind.endsWith('List') && Array.isArray(object['items'])) {
    report({
      code: 'KS5011',
      pointer: '/items',
      message: `the manifest is a ${kind} of ${object['items'].length} objects`,
      fix: 'write each object to a manifest of its own',
    });
    return issues;
  }
  const found = schemas.find(apiVersion, kind);
  const check: ObjectCheck = { schemas, bindings, custom: found?.custom ?? true, report };
  const metadata = isFields(object['metadata']) ? object['metadata'] : {};
  if (!isFields(object['metadata']))
    report({ code: 'KS5004', pointer: '', message: `metadata is ${show(object['metadata'])}`, fix: 'give metadata with a name' });
  else if (metadata['name'] === undefined && metadata['generateName'] === undefined)
    report({ code: 'KS5004', pointer: '/metadata', message: 'the object has no name', fix: 'give metadata.name' });
  checkIdentity(check, apiVersion, kind, metadata);
  if (!found) {
    report(unknownKind(schemas, apiVersion, kind));
    checkObjectMeta(check, metadata, '/metadata');
    return issues;
  }
  if (!found.stored)
    report({
      code: 'KS5001',
      pointer: '/kind',
      message: `a ${kind} is a request that the API server answers and does not keep`,
      fix: 'remove it',
    });
  checkScope(check, found, kind, metadata);
  checkBody(check, object, found);
  checkAgreement(check, `${apiVersion}/${kind}`, object);
  return issues;
}

/** `apiVersion`, `kind` and `metadata` of a custom resource are those of any object, whatever its definition says of them. */
function checkBody(check: ObjectCheck, object: Fields, { custom, schema }: KindSchema): void {
  if (!custom) {
    checkValue(check, object, schema, '');
    return;
  }
  const { apiVersion: _apiVersion, kind: _kind, metadata, ...content } = object;
  const { apiVersion: _v, kind: _k, metadata: _m, ...properties } = schema.properties ?? {};
  const required = schema.required?.filter((field) => field !== 'apiVersion' && field !== 'kind' && field !== 'metadata');
  const body = { ...schema, type: 'object' as const, properties, ...(required && { required }) };
  checkValue(check, withDefaults(content, body), body, '');
  if (metadata !== undefined) checkValue({ ...check, custom: false }, metadata, check.schemas.objectMeta, '/metadata');
}

function checkScope(check: ObjectCheck, found: KindSchema, kind: string, metadata: Fields): void {
  const { namespace } = metadata;
  if (found.scope === 'Cluster' && namespace !== undefined) {
    check.report({
      code: 'KS5008',
      pointer: '/metadata/namespace',
      message: `a ${kind} has no namespace, and this one is in ${show(namespace)}`,
      fix: 'remove metadata.namespace',
    });
  } else if (found.scope === 'Namespaced' && (namespace === undefined || namespace === '')) {
    check.report({
      code: 'KS5008',
      pointer: '/metadata',
      message: `a ${kind} lives in a namespace, and this one has none`,
      fix: 'give metadata.namespace',
    });
  }
}

function unknownKind(schemas: SchemaSet, apiVersion: string, kind: string): ObjectIssue {
  const group = apiGroup(apiVersion);
  const versions = schemas.versionsOf(group, kind);
  const message = `there is no ${kind} in ${apiVersion}`;
  if (versions.length > 0) return { code: 'KS5001', pointer: '/apiVersion', message, fix: `use ${versions.join(' or ')}` };
  // The group of a custom resource is a domain, so one without a dot can only be Kubernetes' own.
  if (!group.includes('.') || schemas.hasGroup(group)) {
    const elsewhere = schemas.kinds.filter((known) => known.endsWith(`/${kind}`));
    const near = elsewhere.at(-1) ?? nearestWord(`${apiVersion}/${kind}`, schemas.kinds);
    return { code: 'KS5001', pointer: '/kind', message, fix: near === undefined ? 'correct apiVersion and kind' : `did you mean ${near}?` };
  }
  const fix = `put the definition of ${kind} into the folder crds beside the program`;
  return { code: 'KS5010', severity: 'warning', pointer: '/kind', message: `no schema of ${apiVersion}/${kind} is known`, fix };
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
