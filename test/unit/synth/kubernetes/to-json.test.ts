import { ApiObject, JsonPatch, Lazy } from 'cdk8s';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { Cluster } from '../../../../lib/constructs/platform/cluster.ts';
import { Environment } from '../../../../lib/synth/environment.ts';
import { objectJson } from '../../../../lib/synth/kubernetes/to-json.ts';
import { Platform } from '../../../../lib/synth/platform.ts';
import { property } from '../../../support/property.ts';

const cluster = Cluster.existing(new Environment(new Platform('acme'), 'dev'), 'main', { version: '1.36' });
let count = 0;
const make = (fields: Record<string, unknown>): ApiObject => {
  count += 1;
  return new ApiObject(cluster, `object-${count}`, { apiVersion: 'v1', kind: 'ConfigMap', ...fields });
};

describe('the JSON of an object', () => {
  it('is what cdk8s gives, key by key', () => {
    class Odd {
      readonly a = 1;
    }
    const leaf = fc.oneof(
      fc.string(),
      fc.double(),
      fc.boolean(),
      fc.constantFrom(null, undefined, [], {}),
      fc.constantFrom<unknown>(
        Lazy.any({ produce: () => ({ made: 'late' }) }),
        { resolve: () => 'token' },
        { value: 7 },
        new Odd(),
        () => 1,
        Object.create(null),
        { constructor: 'x' },
      ),
    );
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4, withCrossShrink: true },
        leaf,
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('1', '10', 'b', 'a', '__proto__')), tie('value'), { maxKeys: 4 }),
      ),
    }));
    const labels = fc.dictionary(fc.string(), fc.string());
    const metadata = fc
      .tuple(fc.dictionary(fc.constantFrom('generateName', 'extra', 'annotations', 'finalizers'), value), labels)
      .map(([attributes, own]) => ({ ...attributes, annotations: {}, finalizers: ['x'], labels: own }));
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('data', 'spec', 'aaa', 'kind'), value), metadata, labels, (fields, meta, more) => {
        const object = make({ ...fields, metadata: meta });
        for (const [key, label] of Object.entries(more)) object.metadata.addLabel(key, label);
        object.metadata.add('added', meta.labels);
        expect(text(() => objectJson(object))).toBe(text(() => object.toJson()));
      }),
      property(300),
    );
  });

  it('is copied once where all is plain data', () => {
    const object = make({ data: { b: '1', a: '2' } });
    const toJson = vi.spyOn(ApiObject.prototype, 'toJson');
    expect(Object.keys(objectJson(object)['data'] as object)).toEqual(['a', 'b']);
    expect(toJson).not.toHaveBeenCalled();
    toJson.mockRestore();
  });

  it('has the patches of cdk8s, and comes from a toJson of its own where the class has one', () => {
    const patched = make({ data: { a: '1' } });
    patched.addJsonPatch(JsonPatch.replace('/data/a', '2'));
    expect(objectJson(patched)['data']).toEqual({ a: '2' });
    class Own extends ApiObject {
      override toJson(): unknown {
        return { own: true };
      }
    }
    expect(objectJson(new Own(cluster, 'own', { apiVersion: 'v1', kind: 'ConfigMap' }))).toEqual({ own: true });
  });
});

/** The JSON with its order of keys, or the message of the failure. */
function text(run: () => unknown): string {
  try {
    return JSON.stringify(run(), (_, value) => (typeof value === 'function' || Object.is(value, -0) ? String(value) : value));
  } catch (error) {
    return String(error);
  }
}
