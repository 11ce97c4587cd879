import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { measure, median } from './measure.ts';
import { report } from './report.ts';

// What an editor and CI pay for Keelson's types: a user's program with deep provider imports, checked by tsc as installed.
const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'keelson-typecheck-'));
try {
  for (const name of ['constructs', 'cdk8s', 'cdk8s-plus-28', 'cdktf', '@cdktf/provider-aws', '@types/node', 'typescript'])
    link(name, join(root, 'node_modules', name));
  link('keelson', root);
  for (const file of readdirSync(join(root, 'test/types/program'))) cpSync(join(root, 'test/types/program', file), join(folder, file));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: {
        target: 'ES2023',
        module: 'NodeNext',
        strict: true,
        skipLibCheck: true,
        noEmit: true,
        types: ['node'],
        allowImportingTsExtensions: true,
      },
      include: ['*.ts'],
    }),
  );
  const tsc = join(folder, 'node_modules/typescript/bin/tsc');
  const run = await median(5, () => measure(process.execPath, [tsc, '-p', '.'], { cwd: folder }));
  report([
    { name: 'typecheck_s', value: run.seconds, unit: 's', target: 2 },
    ...(run.peakMb === undefined ? [] : [{ name: 'typecheck_peak_memory_mb', value: run.peakMb, unit: 'MB', target: 200 }]),
  ]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function link(name: string, target: string): void {
  const path = join(folder, 'node_modules', name);
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path, 'dir');
}
