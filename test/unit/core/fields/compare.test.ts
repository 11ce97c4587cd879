import { describe, expect, it } from 'vitest';
import { compareFields } from '../../../../lib/core/fields/compare.ts';
import { locate } from '../../../../lib/toolkit/diff/fields/locate.ts';

describe('comparing two documents', () => {
  it('finds nothing in equal ones, whatever the order of their keys', () => {
    expect(compareFields({ a: 1, b: { c: [1, 2] } }, { b: { c: [1, 2] }, a: 1 })).toEqual([]);
  });

  it('names each field by a JSON pointer and readably', () => {
    const before = { metadata: { annotations: { 'a.b/c': 'x', 'gone~': '1' } }, spec: { n: 1 } };
    const after = { metadata: { annotations: { 'a.b/c': 'y' } }, spec: { n: 1, added: { deep: true } } };
    expect(compareFields(before, after)).toEqual([
      { pointer: '/metadata/annotations/a.b~1c', name: 'metadata.annotations["a.b/c"]', before: 'x', after: 'y' },
      { pointer: '/metadata/annotations/gone~0', name: 'metadata.annotations["gone~"]', before: '1' },
      { pointer: '/spec/added', name: 'spec.added', after: { deep: true } },
    ]);
  });

  it('matches items of a list by name, so one in front changes no other', () => {
    const before = { env: [{ name: 'A', value: '1' }, { name: 'B', value: '2' }] }; // biome-ignore format: one line
    const after = { env: [{ name: 'NEW', value: '0' }, { name: 'A', value: '1' }, { name: 'B', value: '3' }] }; // biome-ignore format: one line
    expect(compareFields(before, after)).toEqual([
      { pointer: '/env/0', name: 'env[NEW]', after: { name: 'NEW', value: '0' } },
      { pointer: '/env/2/value', name: 'env[B].value', before: '2', after: '3' },
    ]);
  });

  it('tells a new order of named items, which restarts pods', () => {
    const [a, b] = [{ name: 'a' }, { name: 'b' }];
    expect(compareFields({ containers: [a, b] }, { containers: [b, a] })).toEqual([
      { pointer: '/containers', name: 'containers (order)', before: ['a', 'b'], after: ['b', 'a'] },
    ]);
  });

  it('follows the longest common part of a list without names', () => {
    expect(compareFields({ args: ['--a', '--b=1', '--c'] }, { args: ['--new', '--a', '--b=2', '--c'] })).toEqual([
      { pointer: '/args/0', name: 'args[0]', after: '--new' },
      { pointer: '/args/2', name: 'args[2]', before: '--b=1', after: '--b=2' },
    ]);
    expect(compareFields({ args: ['--a', '--b', '--c'] }, { args: ['--a', '--c'] })).toEqual([
      { pointer: '/args/1', name: 'args[1]', before: '--b' },
    ]);
  });

  it('falls back to positions where two items have one name', () => {
    const ports = (protocol: string) => ({ ports: [{ port: 53, protocol: 'TCP' }, { port: 53, protocol }] }); // biome-ignore format: one line
    expect(compareFields(ports('UDP'), ports('SCTP'))).toEqual([
      { pointer: '/ports/1/protocol', name: 'ports[1].protocol', before: 'UDP', after: 'SCTP' },
    ]);
  });

  it.each(['constructor', 'toString', 'hasOwnProperty'])('takes the key %s for a key', (key) => {
    expect(compareFields({ labels: {} }, { labels: { [key]: 'x' } })).toEqual([
      { pointer: `/labels/${key}`, name: `labels.${key}`, after: 'x' },
    ]);
  });

  it('keeps a change of type', () => {
    expect(compareFields({ a: 1, b: null }, { a: '1', b: [] })).toEqual([
      { pointer: '/a', name: 'a', before: 1, after: '1' },
      { pointer: '/b', name: 'b', before: null, after: [] },
    ]);
  });
});

describe('locating a pointer', () => {
  it('names items of lists', () => {
    const document = { spec: { containers: [{ name: 'server', env: [{ name: 'A', value: '1' }] }] } };
    expect(locate(document, '/spec/containers/0/env/0/value')).toEqual({
      pointer: '/spec/containers/0/env/0/value',
      name: 'spec.containers[server].env[A].value',
      value: '1',
    });
  });
});
