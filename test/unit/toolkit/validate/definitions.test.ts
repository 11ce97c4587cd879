import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readDefinitions } from '../../../../lib/toolkit/validate/definitions.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'keelson-crds-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function definition(kind: string): string {
  const plural = `${kind.toLowerCase()}s`;
  return `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: ${plural}.acme.io }
spec: { group: acme.io, scope: Namespaced, names: { kind: ${kind}, plural: ${plural} }, versions: [] }
`;
}

function kinds(crds?: readonly string[]): string[] {
  return readDefinitions({ root, ...(crds && { crds }) }).map((found) => found.spec.names.kind);
}

describe('definitions of a person', () => {
  test('none are none', () => {
    expect(kinds()).toEqual([]);
  });

  test('stand in the folder crds beside the program, also in folders, several in one file, and as JSON', () => {
    write('crds/a.yaml', `${definition('Ant')}---\n${definition('Bee')}`);
    write('crds/deep/c.yml', definition('Cat'));
    write('crds/d.json', JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [{ kind: 'ConfigMap' }, JSON.parse(asJson('Dog'))] }));
    write('crds/README.md', 'not read');
    expect(kinds().sort()).toEqual(['Ant', 'Bee', 'Cat', 'Dog']);
  });

  test('are named by package.json, relative to it', () => {
    write('package.json', JSON.stringify({ keelson: { crds: ['vendor/**/*.yaml', 'one.yaml'] } }));
    write('vendor/x/y/a.yaml', definition('Ant'));
    write('vendor/b.yaml', definition('Bee'));
    write('vendor/c.txt', 'not read');
    write('one.yaml', definition('Cat'));
    expect(kinds().sort()).toEqual(['Ant', 'Bee', 'Cat']);
    expect(readDefinitions({ root: join(root, 'vendor') })).toHaveLength(3);
  });

  test('are named by the caller', () => {
    write('more/a.yaml', definition('Ant'));
    write('more/ab.yaml', definition('Bee'));
    expect(kinds(['more/?.yaml'])).toEqual(['Ant']);
    expect(kinds(['more'])).toEqual(['Ant', 'Bee']);
  });

  test('a file that two names give is read once', () => {
    write('crds/a.yaml', definition('Ant'));
    expect(kinds(['crds', 'crds/a.yaml'])).toEqual(['Ant']);
  });

  test.each([
    [['gone.yaml'], undefined, /^KS5013: "gone.yaml" names no file in /],
    [['*.yaml'], undefined, /^KS5013: "\*.yaml" names no file in /],
    [['a.yaml'], 'a: [', /^KS5013 \(a.yaml:1\): a.yaml can not be read: /],
    [['a.yaml'], 'kind: ConfigMap', /^KS5013 \(a.yaml:1\): a.yaml holds no custom resource definition; name a file/],
  ])('%j with %j is an error', (crds, text, message) => {
    if (text !== undefined) write('a.yaml', text);
    expect(() => kinds(crds)).toThrow(message);
  });

  test('a wrong field of package.json is an error', () => {
    write('package.json', JSON.stringify({ keelson: { crds: 5 } }));
    expect(() => kinds()).toThrow('package.json#keelson.crds is 5, not a list of paths');
  });
});

function asJson(kind: string): string {
  const plural = `${kind.toLowerCase()}s`;
  const spec = { group: 'acme.io', scope: 'Namespaced', names: { kind, plural }, versions: [] };
  return JSON.stringify({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.acme.io` },
    spec,
  });
}
