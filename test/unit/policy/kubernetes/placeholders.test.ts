import { describe, expect, test } from 'vitest';
import type { BoundFields } from '../../../../lib/policy/kubernetes/validate-object.ts';
import { CONTAINER, container, issuesOf } from './objects.ts';

describe('placeholders', () => {
  const bound = (pointer: string, type: 'string' | 'number' | 'list' | 'any'): BoundFields => new Map([[pointer, { type, parts: [] }]]);

  test('count as the type of their binding', () => {
    const port = '/spec/template/spec/containers/0/ports/0/containerPort';
    const object = container({ ports: [{ containerPort: '<keelson:terraform.data.port>' }] });
    expect(issuesOf(object)[0]).toContain('is not a whole number');
    expect(issuesOf(object, bound(port, 'number'))).toEqual([]);
    expect(issuesOf(object, bound(port, 'any'))).toEqual([]);
    expect(issuesOf(object, bound(port, 'string'))).toEqual([
      `KS5003 ${port}: a reference to a string stands where the schema wants a whole number; use a reference of that type`,
    ]);
  });

  test('may stand for a quantity, a list or a limited text', () => {
    const object = container({
      args: '<keelson:terraform.data.args>',
      imagePullPolicy: '<keelson:a.b>',
      resources: { limits: { cpu: '<keelson:a.c>' } },
    });
    const bindings: BoundFields = new Map([
      ...bound(`${CONTAINER}/args`, 'list'),
      ...bound(`${CONTAINER}/imagePullPolicy`, 'string'),
      ...bound(`${CONTAINER}/resources/limits/cpu`, 'number'),
    ]);
    expect(issuesOf(object, bindings)).toEqual([]);
    expect(
      issuesOf(object)
        .map((issue) => issue.slice(0, 6))
        .sort(),
    ).toEqual(['KS5003', 'KS5005', 'KS5005']);
  });
});
