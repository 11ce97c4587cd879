import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeAssembly } from '../../../lib/assembly/writer.ts';
import { commands } from '../../../lib/cli/commands/index.ts';
import { Output } from '../../../lib/cli/output.ts';
import { runCommandLine } from '../../../lib/cli/run.ts';
import { assembly, deployment } from '../../support/assembly.ts';
import { TestRepository } from '../../support/repository.ts';

let repository: TestRepository;
beforeEach(() => {
  repository = new TestRepository();
  repository.write([['app/main.ts', '']]);
});
afterEach(() => repository.remove());

const write = (image: string) =>
  writeAssembly(assembly({ 'dev/kubernetes.main.chat': { objects: [{ manifest: deployment('chat', { image, gpus: 1 }) }] } }), {
    directory: join(repository.folder, 'app/deploy'),
  });

async function keelson(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const [out, err] = [new PassThrough(), new PassThrough()];
  const code = await runCommandLine('keelson', commands, '0.0.0', argv, new Output(out, err, { NO_COLOR: '1' }));
  return { code, out: String(out.read() ?? ''), err: String(err.read() ?? '') };
}
const diff = (...argv: string[]) => keelson('diff', '--program', join(repository.folder, 'app'), ...argv);

describe('keelson diff', () => {
  it('ends with 0, and with 3 for differences when it is asked to', async () => {
    write('a');
    repository.commit();
    expect(await diff('--exit-code')).toEqual({ code: 0, out: 'no changes\n', err: '' });
    write('b');
    expect(await diff()).toMatchObject({ code: 0, err: '' });
    expect(await diff('--exit-code')).toMatchObject({ code: 3, out: expect.stringContaining('dev: 1 to restart pods; restarts 1 GPU\n') });
    expect(await diff('HEAD..HEAD', '--exit-code')).toMatchObject({ code: 0 });
  });

  it('prints data for programs and Markdown for pull requests', async () => {
    write('a');
    repository.commit();
    write('b');
    expect(JSON.parse((await diff('--output', 'json')).out)).toMatchObject({
      platform: 'acme',
      different: true,
      summary: { counts: { restart: 1 }, gpus: { restart: 1 } },
      constructs: [
        { path: 'dev/main/chat', changes: [{ action: 'restart', id: 'apps/Deployment/acme/chat', fields: [{ before: 'a', after: 'b' }] }] },
      ],
    });
    expect((await diff('--output', 'markdown')).out).toMatch(/^\*\*1 to restart pods; restarts 1 GPU\*\*\n\n\| environment \|/);
  });

  it("takes a wrong revision for the user's error", async () => {
    write('a');
    repository.commit();
    expect(await diff('nowhere')).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringMatching(/^error KS7002: git knows no revision "nowhere"; /),
    });
    expect(await diff('--', '-p')).toMatchObject({ code: 2, err: expect.stringMatching(/^error KS7004: "-p" is not a revision; /) });
    const json = await diff('a b', '--output', 'json');
    expect([json.code, JSON.parse(json.out)]).toMatchObject([2, { errors: [{ code: 'KS7004' }] }]);
  });
});

describe('keelson graph', () => {
  it('draws one environment, and refuses one that is not there', async () => {
    write('a');
    const folder = join(repository.folder, 'app');
    expect(await keelson('graph', folder, '--env', 'dev')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^flowchart LR\n/),
      err: '',
    });
    expect(await keelson('graph', folder, '--env', 'prod')).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringMatching(/^error KS7006: /),
    });
  });

  it('draws a picture into a file, and checks one', async () => {
    write('a');
    const [folder, file] = [join(repository.folder, 'app'), join(repository.folder, 'docs/platform.svg')];
    const printed = await keelson('graph', folder, '--svg');
    expect(printed).toMatchObject({ code: 0, out: expect.stringMatching(/^<svg xmlns=/), err: '' });
    expect(await keelson('graph', folder, '--svg', file, '--check')).toMatchObject({
      code: 3,
      err: expect.stringMatching(/^error KS0014 .*: it is not the picture of the output; run the same command without --check/),
    });
    expect(await keelson('graph', folder, '--svg', file)).toMatchObject({ code: 0, out: `✔ ${file}: written\n` });
    expect(readFileSync(file, 'utf8')).toBe(printed.out);
    expect(await keelson('graph', folder, '--svg', file)).toMatchObject({ code: 0, out: `✔ ${file}: unchanged\n` });
    expect(await keelson('graph', folder, '--svg', file, '--check')).toMatchObject({ code: 0, out: `✔ ${file} is up to date\n` });
  });

  it('refuses a file that is no picture, and a check of none', async () => {
    expect(await keelson('graph', '--svg', 'examples/shop')).toMatchObject({
      code: 2,
      err: expect.stringMatching(
        /^error KS0011: --svg writes a file that ends with \.svg, and got "examples\/shop"; .*graph <program> --svg/,
      ),
    });
    expect(await keelson('graph', '--check')).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^error KS0011: --check compares a picture/),
    });
  });
});
