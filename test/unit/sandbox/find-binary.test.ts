import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findBinaries } from '../../../lib/sandbox/binaries/find-binary.ts';
import type { Progress } from '../../../lib/sandbox/binaries/go-build.ts';
import { TOOLS, type ToolName } from '../../../lib/sandbox/binaries/tools.ts';
import { temporaryFolder } from '../../support/run.ts';

const versionOf = (name: ToolName): string => TOOLS.find((one) => one.name === name)?.version ?? '';

/** A folder with programs that tell a version, or nothing. */
function programs(told: Partial<Record<ToolName, string>>): string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(told)) {
    writeFileSync(join(folder, name), `#!/bin/sh\necho "${text}"\n`);
    chmodSync(join(folder, name), 0o755);
  }
  return folder;
}

const find = async (name: ToolName, environment: Readonly<Record<string, string>>) => {
  const told: Progress[] = [];
  const empty = { XDG_CACHE_HOME: temporaryFolder(), PATH: '' };
  const found = await findBinaries([name], { environment: { ...empty, ...environment }, build: false, notify: (one) => told.push(one) });
  return { file: found[name], told };
};

describe('a program of the sandbox', () => {
  it.each<[ToolName, string]>([
    ['kube-apiserver', `Kubernetes v${versionOf('kube-apiserver')}`],
    ['etcd', `etcd Version: ${versionOf('etcd')}\nGit SHA: abc1234\nGo Version: go1.26.0`],
    ['kwok', `kwok version v${versionOf('kwok')} go1.26.0 (linux/amd64)`],
  ])('is taken from PATH in the version that is needed: %s', async (name, text) => {
    const folder = programs({ [name]: text });
    expect(await find(name, { PATH: `${folder}:/bin` })).toEqual({ file: join(folder, name), told: [] });
  });

  it('of another minor version is passed over, and it is told why', async () => {
    const [old, right] = [programs({ etcd: 'etcd Version: 3.5.21' }), programs({ etcd: `etcd Version: ${versionOf('etcd')}` })];
    const { file, told } = await find('etcd', { PATH: `${old}:/bin`, KUBEBUILDER_ASSETS: right });
    expect(file).toBe(join(right, 'etcd'));
    const reason = `${join(old, 'etcd')} is of version 3.5.21, and ${versionOf('etcd')} is needed`;
    expect(told).toEqual([expect.objectContaining({ tool: 'etcd', state: 'passed over', reason })]);
  });

  it('that does not tell its version is passed over', async () => {
    const folder = programs({ kwok: 'hello' });
    await expect(find('kwok', { PATH: `${folder}:/bin` })).rejects.toThrow(/KS8102 kwok/);
  });

  it('is taken from KEELSON_SANDBOX_BIN whatever its version, and from elsewhere when that folder does not have it', async () => {
    const own = programs({ etcd: 'my own' });
    expect((await find('etcd', { KEELSON_SANDBOX_BIN: own })).file).toBe(join(own, 'etcd'));
    const path = programs({ kwok: `kwok version v${versionOf('kwok')}` });
    expect((await find('kwok', { KEELSON_SANDBOX_BIN: own, PATH: `${path}:/bin` })).file).toBe(join(path, 'kwok'));
  });

  it('is not looked for elsewhere when KEELSON_SANDBOX_BIN is wrong', async () => {
    const folder = temporaryFolder();
    const [absent, file, empty, blocked] = ['absent', 'file', 'empty', 'blocked'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
      string,
    ];
    writeFileSync(file, '');
    mkdirSync(empty);
    mkdirSync(blocked);
    writeFileSync(join(blocked, 'etcd'), '', { mode: 0o644 });
    const wrong = async (at: string): Promise<string> => {
      const failed = await find('etcd', { KEELSON_SANDBOX_BIN: at }).catch((error: Error) => error.message);
      return typeof failed === 'string' ? (failed.split('; ')[0] ?? '') : '';
    };
    expect(await wrong(absent)).toBe(`KS8111 ${absent}: it is not there`);
    expect(await wrong(file)).toBe(`KS8111 ${file}: it is no folder`);
    expect(await wrong(empty)).toBe(`KS8111 ${empty}: it has none of etcd, kube-apiserver, kube-controller-manager, kube-scheduler, kwok`);
    expect(await wrong(blocked)).toBe(`KS8111 ${blocked}: etcd in it can not be run`);
  });
});
