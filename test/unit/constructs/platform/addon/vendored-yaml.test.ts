import { expect, test } from 'vitest';
import { vendoredObjects } from '../../../../../lib/constructs/platform/addon/vendored-yaml.ts';

// What `sigs.k8s.io/yaml`, which kubectl reads manifests with, makes of each.
test.each([
  ['0644', 420],
  ['0o644', 420],
  ['-0644', -420],
  ['0x1F', 31],
  ['0b101', 5],
  ['1_000', 1000],
  ['08', 8],
  ['010.5', 10.5],
  ['1e3', 1000],
  ['1.', 1],
  ['.5', 0.5],
  ['0', 0],
  ['+7', 7],
  ['on', true],
  ['Off', false],
  ['yes', true],
  ['n', false],
  ['True', true],
  ['~', null],
  ['', null],
  ['null', null],
  ['2024-01-01', '2024-01-01'],
  ['2024-01-01T00:00:00Z', '2024-01-01T00:00:00Z'],
  ['1:30', '1:30'],
  ['1.20.3', '1.20.3'],
  ['"on"', 'on'],
  ["'0644'", '0644'],
  ['=', '='],
  ['-', [null]],
])('%s is %j', (text, value) => {
  expect(vendoredObjects(`- v: ${text === '-' ? '\n  - ' : text}`)).toEqual([[{ v: value }]]);
});
