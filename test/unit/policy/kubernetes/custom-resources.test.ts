import { describe, expect, test } from 'vitest';
import { issuesOf, widget } from './objects.ts';

describe('custom resources', () => {
  test('fields that the definition does not name are unknown', () => {
    expect(issuesOf(widget({ size: 1, closed: { a: 1 } }))).toEqual([
      'KS5002 /spec/closed/a: there is no field a in /spec/closed; remove it, or put it where it belongs',
    ]);
    expect(issuesOf(widget({ size: 1, template: { apiVersion: 'v1', kind: 'Pod', metadata: {}, spec: {} } }))[0]).toContain(
      '/spec/template/spec',
    );
  });

  test('a required field with a default may be missing', () => {
    expect(issuesOf(widget({}))).toEqual(['KS5004 /spec: the field size is missing in /spec; add size']);
  });

  test('defaults count where one of several forms is chosen', () => {
    const gateway = (addresses: object[]) => ({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: { name: 'public', namespace: 'acme' },
      spec: { gatewayClassName: 'envoy', addresses, listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] },
    });
    expect(issuesOf(gateway([{ value: '1.2.3.4' }]))).toEqual([]);
    expect(issuesOf(gateway([{ value: 'no address' }]))[0]).toContain('KS5005 /spec/addresses/0');
  });

  test('null is a value', () => {
    expect(issuesOf(widget({ size: null }))[0]).toContain('KS5004 /spec: the field size is missing');
    expect(issuesOf(widget({ size: 1, closed: null }))[0]).toContain('KS5003 /spec/closed: null is not an object');
  });

  test('letters are counted as characters', () => {
    expect(issuesOf(widget({ size: 1, emoji: '🙂🙂' }))).toEqual([]);
    expect(issuesOf(widget({ size: 1, emoji: '🙂🙂🙂' }))[0]).toContain('has 3 characters; give at most 2');
  });

  test('exactly one of several forms', () => {
    expect(issuesOf(widget({ size: 1, source: { git: 'a' } }))).toEqual([]);
    expect(issuesOf(widget({ size: 1, source: { git: 'a', oci: 'b' } }))[0]).toContain('must fit exactly one of the forms');
  });

  test('metadata is that of any object', () => {
    const object = { ...widget({ size: 1 }), metadata: { name: 'w', namespace: 'acme', lables: {} } };
    expect(issuesOf(object)[0]).toContain('KS5002 /metadata/lables: there is no field lables in /metadata; did you mean labels?');
  });

  test('an HTTPRoute against its real definition', () => {
    const route = (rules: unknown[]) => ({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { name: 'chat', namespace: 'acme' },
      spec: { parentRefs: [{ name: 'public' }], hostnames: ['chat.example.com'], rules },
    });
    expect(issuesOf(route([{ backendRefs: [{ name: 'chat', port: 80 }] }]))).toEqual([]);
    expect(issuesOf(route([{ backendRefs: [{ name: 'chat', port: '80' }] }]))[0]).toContain('"80" is not a whole number');
    expect(issuesOf(route([{ backendRef: [{ name: 'chat', port: 80 }] }]))[0]).toContain('did you mean backendRefs?');
  });

  test('an ExternalSecret against its real definition', () => {
    const secret = (spec: object) => ({
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      metadata: { name: 'a', namespace: 'b' },
      spec,
    });
    const good = {
      secretStoreRef: { name: 'aws', kind: 'ClusterSecretStore' },
      target: { name: 'a' },
      data: [{ secretKey: 'k', remoteRef: { key: 'x' } }],
    };
    expect(issuesOf(secret(good))).toEqual([]);
    expect(issuesOf(secret({ ...good, secretStoreRef: { name: 'aws', kind: 'Store' } }))[0]).toContain(
      'use one of SecretStore, ClusterSecretStore',
    );
  });
});
