import { labelValueProblem, nameProblem, qualifiedNameProblem } from '../../facts/kubernetes/names.ts';
import { below, type ObjectCheck, show } from './issue.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Source: k8s.io/apimachinery v0.36.2 pkg/api/validation/objectmeta.go, TotalAnnotationSizeLimitB. */
const ANNOTATION_BYTES = 256 * 1024;
/** Fields that only the server sets; an apply that sets them is refused, or bound to one state of the object. */
const SERVER_FIELDS = ['uid', 'resourceVersion', 'generation', 'managedFields', 'deletionTimestamp', 'selfLink'] as const;

/** Checks the labels and annotations of metadata, of an object or of a pod template. */
export function checkObjectMeta(check: ObjectCheck, metadata: Fields | undefined, pointer: string): void {
  const labels = fieldsOf(metadata?.['labels']);
  checkLabels(check, labels, below(pointer, 'labels'), 'label');
  const annotations = fieldsOf(metadata?.['annotations']);
  let bytes = 0;
  for (const [key, value] of Object.entries(annotations)) {
    // The API server compares annotation keys in lower case only, so capital letters in the prefix are allowed.
    checkKey(check, key.toLowerCase(), below(below(pointer, 'annotations'), key), 'annotation');
    bytes += Buffer.byteLength(key) + (typeof value === 'string' ? Buffer.byteLength(value) : 0);
  }
  if (bytes > ANNOTATION_BYTES) {
    check.report({
      code: 'KS5007',
      pointer: below(pointer, 'annotations'),
      message: `the annotations have ${bytes} bytes, and ${ANNOTATION_BYTES} are allowed`,
      fix: 'move large values to a ConfigMap',
    });
  }
}

/** Checks the labels that a selector compares. */
export function checkLabelSelector(check: ObjectCheck, selector: Fields, pointer: string): void {
  checkLabels(check, fieldsOf(selector['matchLabels']), below(pointer, 'matchLabels'), 'label');
  const expressions = Array.isArray(selector['matchExpressions']) ? selector['matchExpressions'] : [];
  for (const [index, expression] of expressions.entries()) {
    const { key, operator, values } = fieldsOf(expression);
    const at = below(below(pointer, 'matchExpressions'), index);
    if (typeof key === 'string' && !check.bindings.has(below(at, 'key'))) checkKey(check, key, below(at, 'key'), 'label');
    const wantsValues = operator === 'In' || operator === 'NotIn';
    const count = Array.isArray(values) ? values.length : 0;
    if (typeof operator === 'string' && wantsValues !== count > 0) {
      check.report({
        code: 'KS5009',
        pointer: at,
        message: `the operator ${operator} has ${count} values`,
        fix: wantsValues ? 'give at least one value' : 'remove the values, or use In or NotIn',
      });
    }
  }
}

/** Checks the name of an object by the rule of its kind, and that the server's own fields are not set. */
export function checkIdentity(check: ObjectCheck, apiVersion: string, kind: string, metadata: Fields): void {
  const { name } = metadata;
  if (typeof name === 'string' && !check.bindings.has('/metadata/name')) {
    const problem = nameProblem(apiVersion, kind, name);
    if (problem)
      check.report({ code: 'KS5007', pointer: '/metadata/name', message: `the name ${show(name)} ${problem}`, fix: 'give another name' });
  } else if (metadata['generateName'] !== undefined) {
    check.report({
      code: 'KS5004',
      pointer: '/metadata',
      message: 'the object has generateName and no name, so each apply would make another one',
      fix: 'give a name',
    });
  }
  for (const field of SERVER_FIELDS) {
    if (metadata[field] !== undefined && metadata[field] !== null) {
      check.report({ code: 'KS5005', pointer: below('/metadata', field), message: `${field} is set by the API server`, fix: 'remove it' });
    }
  }
}

function checkLabels(check: ObjectCheck, labels: Fields, pointer: string, what: string): void {
  for (const [key, value] of Object.entries(labels)) {
    const at = below(pointer, key);
    checkKey(check, key, at, what);
    if (typeof value !== 'string' || check.bindings.has(at)) continue;
    const problem = labelValueProblem(value);
    if (problem)
      check.report({
        code: 'KS5007',
        pointer: at,
        message: `the value ${show(value)} of the label ${key} ${problem}`,
        fix: 'give another value, or use an annotation',
      });
  }
}

function checkKey(check: ObjectCheck, key: string, pointer: string, what: string): void {
  const problem = qualifiedNameProblem(key);
  if (problem) check.report({ code: 'KS5007', pointer, message: `the ${what} key ${show(key)} ${problem}`, fix: 'give another key' });
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}
