import { describe, expect, test } from 'vitest';
import { CONTAINER, container, deployment, issuesOf, widget } from './objects.ts';

describe('fields', () => {
  test('an unknown field, with the one that was meant', () => {
    expect(issuesOf(container({ imagePullPolcy: 'Always' }))).toEqual([
      `KS5002 ${CONTAINER}/imagePullPolcy: there is no field imagePullPolcy in ${CONTAINER}; did you mean imagePullPolicy?`,
    ]);
  });

  test('an unknown field at the top, and one without a near name', () => {
    expect(issuesOf({ ...deployment(), spc: {} })[0]).toContain('KS5002 /spc: there is no field spc; did you mean spec?');
    expect(issuesOf(container({ zzzzzzzzzzzz: 1 }))[0]).toContain('remove it, or put it where it belongs');
  });

  test('a missing field', () => {
    const issues = issuesOf(deployment((pod) => delete pod['containers']));
    expect(issues).toEqual(['KS5004 /spec/template/spec: the field containers is missing in /spec/template/spec; add containers']);
  });

  test('null counts as absent in a built-in kind', () => {
    expect(issuesOf(container({ lifecycle: null }))).toEqual([]);
    expect(issuesOf(container({ name: null }))[0]).toContain('the field name is missing');
  });

  test.each([
    ['a string', { image: 5 }, `KS5003 ${CONTAINER}/image: 5 is not a string; give a string`],
    ['a number', { terminationMessagePath: true }, `KS5003 ${CONTAINER}/terminationMessagePath: true is not a string; give a string`],
    ['a list', { args: '--port' }, `KS5003 ${CONTAINER}/args: "--port" is not a list; give a list`],
    ['an object', { resources: [] }, `KS5003 ${CONTAINER}/resources: [] is not an object; give an object`],
    ['true or false', { tty: 'yes' }, `KS5003 ${CONTAINER}/tty: "yes" is not true or false; give true or false`],
    [
      'a whole number',
      { ports: [{ containerPort: 80.5 }] },
      `KS5003 ${CONTAINER}/ports/0/containerPort: 80.5 is not a whole number; give a whole number`,
    ],
  ])('another type than %s', (_, change, expected) => {
    expect(issuesOf(container(change))).toEqual([expected]);
  });

  test('a port by number or name, and nothing else', () => {
    expect(issuesOf(container({ readinessProbe: { httpGet: { port: 8080 } } }))).toEqual([]);
    expect(issuesOf(container({ readinessProbe: { httpGet: { port: 80.5 } } }))[0]).toContain('80.5 is not a whole number or a string');
    expect(issuesOf(widget({ size: 1, port: true }))[0]).toContain('KS5003 /spec/port: true is not a whole number or a string');
  });

  test.each(['100', '1.5Gi', '500m', '1e3', '1E3', '.5', '5.', '-1', '12E', 2, 0.5])('the quantity %s', (cpu) => {
    expect(issuesOf(container({ resources: { limits: { cpu } } }))).toEqual([]);
  });

  test.each(['1 Gi', '1GiB', 'a', '', '1e', '0x10', true])('no quantity: %s', (cpu) => {
    expect(issuesOf(container({ resources: { limits: { cpu } } }))[0]).toContain('is not a quantity; give a quantity such as 500m');
  });

  test('limits of the value', () => {
    expect(issuesOf(container({ imagePullPolicy: 'always' }))).toEqual([
      `KS5005 ${CONTAINER}/imagePullPolicy: "always" is not an allowed value; use one of Always, IfNotPresent, Never`,
    ]);
    expect(issuesOf(container({ ports: [{ containerPort: 2 ** 31 }] }))[0]).toContain('KS5005');
    expect(issuesOf({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a', namespace: 'b' }, data: { k: 'plain text' } })).toEqual([
      'KS5005 /data/k: "plain text" is not base64; give base64',
    ]);
    expect(issuesOf(widget({ size: 10 }))[0]).toContain('KS5005 /spec/size: 10 is too large; give at most 9');
  });
});

describe('lists with keys', () => {
  test('two environment variables of one name', () => {
    const env = [{ name: 'A', value: '1' }, { name: 'B' }, { name: 'A', value: '2' }];
    expect(issuesOf(container({ env }))).toEqual([
      `KS5006 ${CONTAINER}/env/2: entries 0 and 2 have one key: name "A"; remove one of them, or give it another key`,
    ]);
  });

  test('ports count their default protocol', () => {
    const ports = [{ containerPort: 53 }, { containerPort: 53, protocol: 'TCP' }, { containerPort: 53, protocol: 'UDP' }];
    expect(issuesOf(container({ ports }))).toEqual([
      `KS5006 ${CONTAINER}/ports/1: entries 0 and 1 have one key: containerPort 53, protocol "TCP"; remove one of them, or give it another key`,
    ]);
  });

  test('entries of a set, and its length', () => {
    expect(issuesOf(widget({ size: 1, names: ['a', 'a'] }))[0]).toContain('KS5006 /spec/names/1: entries 0 and 1 have one key: "a"');
    expect(issuesOf(widget({ size: 1, names: ['a', 'b', 'c'] }))[0]).toContain('the list has 3 entries; give at most 2');
  });
});
