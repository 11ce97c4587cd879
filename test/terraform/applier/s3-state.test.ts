import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { applyEnvironment } from '../../../lib/apply/run/run-environment.ts';
import { openEnvironment } from '../../../lib/toolkit/apply/environment.ts';
import { Planes } from '../../cluster/support/planes.ts';
import { temporaryFolder } from '../../support/run.ts';
import { FAKE_BACKEND } from '../harness/apply.ts';
import { startMoto } from '../harness/moto.ts';
import { findTool, onPath } from '../harness/tools.ts';

const UNIT = 'dev/terraform.data';

describe.each(['terraform', 'tofu'] as const)('a state in S3 that %s writes', (name) => {
  it('is locked: of two appliers at once one works, the other says who does and changes nothing', async (context) => {
    const tool = findTool(name);
    if (!tool) return context.skip(`no ${name} on this machine`);
    const program = onPath('moto_server');
    if (program === undefined) return context.skip('no moto_server on PATH (pip install "moto[server]")');
    const folder = temporaryFolder();
    const moto = await startMoto({ moto: program, atEnd: (clean) => context.onTestFinished(clean) });
    const made = await moto.fetch('/keelson-state', {
      method: 'PUT',
      body: '<CreateBucketConfiguration><LocationConstraint>eu-central-1</LocationConstraint></CreateBucketConfiguration>',
    });
    expect(made.status).toBe(200);
    const state = async (): Promise<string> => (await moto.fetch('/keelson-state/shop/dev/data.tfstate')).text();
    const planes = new Planes(folder, 'shop', tool);
    // The wrapper leads to the fake, and has nobody wait for half a minute.
    const lines = [
      '#!/bin/sh',
      ...Object.entries({ ...moto.env, TF_CLI_CONFIG_FILE: '/dev/null' }).map(([key, value]) => `export ${key}='${value}'`),
      'for a; do shift; [ "$a" = -lock-timeout=30s ] && a=-lock-timeout=1s; set -- "$@" "$a"; done',
    ];
    writeFileSync(planes.program, readFileSync(planes.program, 'utf8').replace('#!/bin/sh', lines.join('\n')));
    writeFileSync(
      planes.policy,
      JSON.stringify({
        version: 1,
        units: [{ match: '*', terraform: { providers: [], programs: true, stateBuckets: ['keelson-state'] } }],
      }),
    );
    const [started, go] = [join(folder, 'started'), join(folder, 'go')];
    context.onTestFinished(() => writeFileSync(go, ''));
    const write = (more: object): void =>
      void planes.write({
        [UNIT]: {
          stack: {
            terraform: {
              backend: {
                s3: { bucket: 'keelson-state', key: 'shop/dev/data.tfstate', region: 'eu-central-1', use_lockfile: true, ...FAKE_BACKEND },
              },
            },
            resource: { terraform_data: { first: { input: 'a' }, ...more } },
          },
        },
      });
    const apply = async (): Promise<readonly [result: string | undefined, messages: readonly string[]]> => {
      const { directory, policy, program: terraform, releases } = planes;
      const { run, close } = openEnvironment({ directory, policy, terraform, store: releases });
      const [outcome] = await applyEnvironment(run).finally(close);
      return [outcome?.result, outcome?.errors.map(({ message }) => message) ?? []];
    };

    write({});
    expect(await apply()).toEqual(['applied', []]);
    expect(JSON.parse(await state())).toMatchObject({ resources: [{ name: 'first' }] });
    planes.calls();
    expect(await apply()).toEqual(['unchanged', []]);
    expect(planes.calls()).toEqual([]);

    const command = `touch ${started}; until [ -f ${go} ]; do sleep 0.05; done`;
    write({ slow: { depends_on: ['terraform_data.first'], provisioner: [{ 'local-exec': { command } }] } });
    const working = apply();
    await vi.waitUntil(() => existsSync(started), { timeout: 60_000, interval: 20 });
    const before = await state();
    const [result, messages] = await apply();
    expect([result, messages]).toEqual([
      'failed',
      [expect.stringMatching(/^KS8054 dev\/terraform\.data: \S+@\S+ has it for OperationTypeApply since \d{4}-.*\(lock [0-9a-f-]{36}\)/)],
    ]);
    expect(await state()).toBe(before);
    writeFileSync(go, '');
    expect(await working).toEqual(['applied', []]);
    expect(JSON.parse(await state())).toMatchObject({ resources: [{ name: 'first' }, { name: 'slow' }] });
    expect((await moto.fetch('/keelson-state/shop/dev/data.tfstate.tflock')).status).toBe(404);
    expect((await apply())[0]).toBe('unchanged');
    expect(JSON.parse(await state())).toMatchObject({ resources: [{ name: 'first' }, { name: 'slow' }] });
  }, 180_000);
});
