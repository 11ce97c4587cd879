import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { expect, it } from 'vitest';
import { thisProcess } from '../../../lib/apply/lease/holder.ts';
import { DEFAULT_TERRAFORM_RULES } from '../../../lib/apply/policy/terraform-rules.ts';
import { findTerraform } from '../../../lib/apply/terraform/runner/find-program.ts';
import { packageHash } from '../../../lib/apply/terraform/runner/plugin-cache.ts';
import { TerraformSession, type TerraformUnit } from '../../../lib/apply/terraform/unit/session.ts';
import { temporaryFolder } from '../../support/run.ts';
import { findTool, type ToolName } from '../harness/tools.ts';

const SOURCE = 'registry.example.com/acme/fake';
const PLATFORM = `${process.platform}_${process.arch === 'x64' ? 'amd64' : process.arch}`;
const PROGRAM = 'terraform-provider-fake_v1.0.0';
/** An init does not run a provider: any file does, one that takes a moment to be unpacked. */
const BODY = Buffer.alloc(40_000_000, 'a provider ');

it.for<ToolName>(['terraform', 'tofu'])(
  'inits of %s at the same time share what was downloaded, and none sees half of it',
  async (name, context) => {
    const tool = findTool(name);
    if (!tool) return context.skip(`no ${name} on this machine`);
    const folder = temporaryFolder();
    const home = join(folder, 'home');
    const mirror = join(folder, 'mirror', SOURCE);
    mkdirSync(mirror, { recursive: true });
    writeFileSync(join(mirror, `terraform-provider-fake_1.0.0_${PLATFORM}.zip`), zip(PROGRAM, BODY));
    const config = join(folder, 'terraformrc');
    writeFileSync(config, `provider_installation {\n  filesystem_mirror {\n    path = "${join(folder, 'mirror')}"\n  }\n}\n`);
    const environment = { ...process.env, TF_CLI_CONFIG_FILE: config };
    const program = await findTerraform(tool.file, environment);
    const rules = { ...DEFAULT_TERRAFORM_RULES, backends: ['local'], localStates: folder, providers: [SOURCE] };
    const init = async (i: number, hash: string): Promise<{ readonly provider: string; close(): void }> => {
      const session = await TerraformSession.open(unit(`s${i}`, hash), { program, rules, home, environment });
      await session.init();
      const installed = join(session.folder, '.terraform/providers', SOURCE, '1.0.0', PLATFORM, PROGRAM);
      expect(readFileSync(installed).equals(BODY)).toBe(true);
      return { provider: realpathSync(installed), close: () => session.close() };
    };
    const hash = `h1:${createHash('sha256')
      .update(`${sha256(BODY)}  ${PROGRAM}\n`)
      .digest('base64')}`;
    const cached = join(home, 'plugins', SOURCE, '1.0.0', PLATFORM);

    const first = await Promise.all([1, 2, 3, 4].map((i) => init(i, hash)));
    expect(new Set(first.map(({ provider }) => provider))).toEqual(new Set([join(cached, PROGRAM)]));
    expect(await packageHash(cached)).toBe(hash);

    // What is whole needs no lock, whoever holds it; and a unit that pins another package goes without the cache.
    const lock = join(home, 'plugins', '.keelson.lock');
    writeFileSync(lock, JSON.stringify(thisProcess()));
    const again = await Promise.all([5, 6].map((i) => init(i, hash)));
    expect(again.map(({ provider }) => provider)).toEqual([join(cached, PROGRAM), join(cached, PROGRAM)]);
    const other = await init(7, `h1:${'A'.repeat(43)}=`);
    expect(other.provider).not.toContain(join(home, 'plugins'));
    for (const { close } of [...first, ...again, other]) close();

    // The lock of an applier that was killed is void.
    const marker = join(home, 'plugins/.keelson', SOURCE, '1.0.0.h1');
    rmSync(marker);
    writeFileSync(lock, JSON.stringify({ ...thisProcess(), startTime: '1' }));
    (await init(8, hash)).close();
    expect([readFileSync(marker, 'utf8'), existsSync(lock)]).toEqual([hash, false]);
    expect(readdirSync(join(home, 'work'))).toEqual([]);
  },
);

function unit(stack: string, hash: string): TerraformUnit {
  const body = {
    terraform: {
      backend: { local: { path: `${stack}.tfstate` } },
      required_providers: { fake: { source: SOURCE, version: '1.0.0' } },
    },
    provider: { fake: [{}] },
  };
  const zh = `zh:${sha256(zip(PROGRAM, BODY))}`;
  const lock = `provider "${SOURCE}" {\n  version     = "1.0.0"\n  constraints = "1.0.0"\n  hashes = [\n    "${hash}",\n    "${zh}",\n  ]\n}\n`;
  return {
    unit: `prod/terraform.${stack}`,
    key: `shop/prod/terraform/${stack}`,
    files: new Map([
      ['cdk.tf.json', JSON.stringify(body)],
      ['.terraform.lock.hcl', lock],
    ]),
    variables: {},
  };
}

function sha256(data: Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/** An archive of one stored file (APPNOTE.TXT, "File Format Specification", 4.3). */
function zip(name: string, data: Uint8Array): Buffer {
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(0x21, 8);
  common.writeUInt32LE(crc32(data), 10);
  common.writeUInt32LE(data.length, 14);
  common.writeUInt32LE(data.length, 18);
  common.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name)]);
  const tail = Buffer.alloc(14);
  tail.writeUInt32LE((0o100755 << 16) >>> 0, 6);
  const central = Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.from([20, 3]), common, tail, Buffer.from(name)]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length + data.length, 16);
  return Buffer.concat([local, data, central, end]);
}
