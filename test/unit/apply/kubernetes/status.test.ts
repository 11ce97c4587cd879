import { expect, it } from 'vitest';
import { parseStatus } from '../../../../lib/apply/kubernetes/client/status.ts';

const status = (message: string, causes: readonly object[]) =>
  parseStatus(422, JSON.stringify({ kind: 'Status', code: 422, reason: 'Invalid', message, details: { causes } }));
const invalid = (field: string, message: string) => ({ reason: 'FieldValueInvalid', field, message });

it.each([
  ['v1.LabelSelector{MatchLabels:map[string]string{"app":"s3cret"}}: field is immutable', '(left out): field is immutable'],
  ['{"containers":[{"env":[{"name":"A","value":"s3cret: }"}]}]}: field is immutable', '(left out): field is immutable'],
  ['[]core.EnvVar{core.EnvVar{Name:"A", Value:"s3cret"}}: must be one', '(left out): must be one'],
  ['map[string]string{"a":"s3cret"}: too long', '(left out): too long'],
  ['v1.Whatever{A:"s3cret"}', '(left out)'],
])('of a wrong value %s only what is wrong with it is told', (value, told) => {
  const field = 'spec.selector';
  const { message, causes } = status(`Deployment.apps "x" is invalid: ${field}: Invalid value: ${value}`, [
    invalid(field, `Invalid value: ${value}`),
  ]);
  expect([message, causes[0]?.message]).toEqual([
    `Deployment.apps "x" is invalid: ${field}: Invalid value: ${told}`,
    `Invalid value: ${told}`,
  ]);
});

it('a short wrong value is told', () => {
  const cause = {
    reason: 'FieldValueNotSupported',
    field: 'spec.type',
    message: 'Unsupported value: "ClusterIPSS": supported values: "A"',
  };
  expect(status('Service "x" is invalid: spec.type: …', [cause]).message).toBe(
    'Service "x" is invalid: spec.type: Unsupported value: "ClusterIPSS": supported values: "A"',
  );
});

it('of many causes the first are told, and how many more there are', () => {
  const causes = Array.from({ length: 7 }, (_, i) => invalid(`spec.a[${i}]`, 'Invalid value: 0: must be more'));
  expect(status('Thing "x" is invalid: [and so on]', causes).message).toBe(
    `Thing "x" is invalid: ${[0, 1, 2, 3, 4].map((i) => `spec.a[${i}]: Invalid value: 0: must be more`).join(', ')}, and 2 more`,
  );
});
