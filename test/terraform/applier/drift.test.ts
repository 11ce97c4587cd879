import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DirectoryLease } from '../../../lib/apply/lease/directory-lease.ts';
import { applyEnvironment } from '../../../lib/apply/run/run-environment.ts';
import { openEnvironment } from '../../../lib/toolkit/apply/environment.ts';
import { Planes } from '../../cluster/support/planes.ts';
import { start } from '../../cluster/support/program.ts';
import { type Ended, root, run } from '../../support/run.ts';
import { type MotoMachine, machineWithMoto } from '../harness/machine.ts';
import { type Moto, startMoto } from '../harness/moto.ts';
import { writeMirror } from '../harness/providers.ts';
import { findTool } from '../harness/tools.ts';

const UNIT = 'dev/terraform.data';
const BUCKET = 'aws_s3_bucket.data';

describe('drift of a Terraform unit', () => {
  it('is told, left alone by rule, and corrected where the policy says so and nothing else would change', {
    timeout: 300_000,
  }, async (context) => {
    const machine = machineWithMoto(context, findTool('terraform') ? 'terraform' : 'tofu');
    const moto = await startMoto(machine);
    const planes = repository(machine, moto);
    const rules = (terraform: object): void =>
      writeFileSync(
        planes.policy,
        JSON.stringify({
          version: 1,
          units: [
            {
              match: '*',
              terraform: { providers: ['hashicorp/aws'], backends: ['local'], localStates: join(planes.folder, 'states'), ...terraform },
            },
          ],
        }),
      );
    const where = ['--program', planes.folder, '--policy', planes.policy, '--terraform', planes.program, '--store', planes.releases];
    const drift = async (...more: readonly string[]) => {
      const args = [join(root, 'dist/cli/main.js'), 'drift', ...where, ...more];
      const { code, stdout, stderr } = await run(process.execPath, args, { cwd: planes.folder });
      return { exitCode: code, stdout, text: stdout + stderr };
    };
    const tag = async (): Promise<string | undefined> =>
      /<Key>team<\/Key>\s*<Value>([^<]*)</.exec(await (await moto.fetch('/keelson-drift?tagging')).text())?.[1];
    const byHand = async (): Promise<void> => {
      const body = '<Tagging><TagSet><Tag><Key>team</Key><Value>by-hand</Value></Tag></TagSet></Tagging>';
      expect((await moto.fetch('/keelson-drift?tagging', { method: 'PUT', body })).ok).toBe(true);
    };

    rules({});
    planes.write({ [UNIT]: { stack: stack('ml') } });
    const { run: first, close } = openEnvironment({
      directory: planes.directory,
      policy: planes.policy,
      terraform: planes.program,
      store: planes.releases,
    });
    const outcomes = await applyEnvironment(first).finally(close);
    expect(outcomes.map(({ result, errors }) => [result, errors.map(({ message }) => message)])).toEqual([['applied', []]]);
    const none = await drift('--output', 'json');
    expect([none.exitCode, JSON.parse(none.stdout)]).toEqual([0, { environment: 'dev', units: [], terraform: [] }]);

    await byHand();
    const found = await drift('--correct');
    expect([found.exitCode, found.text]).toEqual([3, expect.stringContaining(`${UNIT}: 1 drifted, reported only, by the policy`)]);
    expect(found.text).toMatch(/changed aws_s3_bucket\.data\n\s+tags\.team.*by-hand.*ml/);
    expect(await tag()).toBe('by-hand');

    rules({ ignoreDrift: ['/tags', '/tags_all'].map((pointer) => ({ type: 'aws_s3_*', pointer })) });
    expect(await drift()).toMatchObject({ exitCode: 0, text: expect.stringContaining('everything is as it was applied') });

    rules({ drift: 'correct' });
    planes.write({ [UNIT]: { stack: stack('other') } });
    const changed = await drift('--correct');
    expect([changed.exitCode, changed.text]).toEqual([3, expect.stringMatching(/KS8065 dev\/terraform\.data: the program.*changed since/)]);
    expect(await tag()).toBe('by-hand');

    planes.write({ [UNIT]: { stack: stack('ml') } });
    const corrected = await drift('--correct', '--output', 'json');
    expect([corrected.exitCode, JSON.parse(corrected.stdout).terraform]).toMatchObject([
      0,
      [{ unit: UNIT, correct: true, corrected: [BUCKET], errors: [], resources: [{ address: BUCKET, kind: 'changed' }] }],
    ]);
    expect(await tag()).toBe('ml');

    // A watch looks at once, corrects what the policy has corrected, and tells what it leaves.
    const watch = async (shown: string): Promise<Ended> => {
      const watching = start(planes.folder, 'drift', '--watch', ...where);
      await watching.has(shown);
      watching.child.kill('SIGINT');
      return watching.ended;
    };
    await byHand();
    rules({});
    const reported = await watch(`${UNIT}: 1 drifted, reported only, by the policy`);
    expect([reported.code, reported.stdout]).toEqual([130, expect.stringContaining('the watch ended: 1 drifted, 0 corrected')]);
    expect(await tag()).toBe('by-hand');
    rules({ drift: 'correct' });
    const watched = await watch(`${UNIT}: 1 drifted, 1 corrected`);
    expect([watched.code, watched.stdout]).toEqual([130, expect.stringContaining('the watch ended: 1 drifted, 1 corrected')]);
    expect(await tag()).toBe('ml');
    // It held the environment for its correction alone.
    const lease = new DirectoryLease(join(planes.releases, 'leases/shop/dev'));
    expect((await lease.read())?.record.holder).toBeUndefined();
  });
});

function stack(team: string): Readonly<Record<string, unknown>> {
  const fake = { s3_use_path_style: true, skip_credentials_validation: true, skip_requesting_account_id: true };
  return {
    terraform: { backend: { local: { path: 'data.tfstate' } }, required_providers: { aws: { source: 'hashicorp/aws' } } },
    provider: { aws: [{ region: 'eu-central-1', ...fake }] },
    resource: { aws_s3_bucket: { data: { bucket: 'keelson-drift', tags: { team } } } },
  };
}

/** A repository whose Terraform takes its providers from this machine, and talks to the fake. */
function repository({ tool, providers, folder }: MotoMachine, moto: Moto): Planes {
  const planes = new Planes(folder(), 'shop', tool);
  const [mirror, settings] = [join(planes.folder, 'mirror'), join(planes.folder, 'settings.tfrc')];
  writeMirror(mirror, providers);
  writeFileSync(settings, `provider_installation {\n  filesystem_mirror {\n    path = "${mirror}"\n  }\n}\n`);
  const exports = Object.entries({ ...moto.env, TF_CLI_CONFIG_FILE: settings }).map(([key, value]) => `export ${key}='${value}'`);
  writeFileSync(planes.program, ['#!/bin/sh', ...exports, `exec ${tool.file} "$@"`, ''].join('\n'));
  chmodSync(planes.program, 0o755);
  return planes;
}
