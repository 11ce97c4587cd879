import { expect, it } from 'vitest';
import { lastWords } from '../../../lib/sandbox/processes/last-words.ts';

it.each([
  [
    '{"level":"info","msg":"starting"}\n{"level":"fatal","caller":"etcdmain/etcd.go:247","msg":"discovery failed","error":"listen tcp 127.0.0.1:2379: bind: address already in use"}\n{"level":"info","msg":"closing"}',
    'discovery failed: listen tcp 127.0.0.1:2379: bind: address already in use',
  ],
  [
    'I1124 12:00:00.000001   12 server.go:1] "Version: v1.36.2"\nE1124 12:00:00.000002   12 run.go:72] "command failed" err="invalid port"\nI1124 12:00:01.000001   12 server.go:9] "bye"',
    '"command failed" err="invalid port"',
  ],
  ['Error: unknown flag: --nodes\nUsage:\n  kwok [flags]', 'Error: unknown flag: --nodes'],
  ['one\ntwo', 'two'],
  ['{"level":"info"', '{"level":"info"'],
  ['', undefined],
])('a log %j ends with %j', (log, words) => {
  expect(lastWords(log)).toBe(words);
});

it('long words are cut', () => {
  expect(lastWords(`error ${'x'.repeat(1000)}`)).toHaveLength(301);
});
