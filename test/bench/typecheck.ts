import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { measure, median } from './measure.ts';
import { type Figure, report } from './report.ts';

/*
 * What an editor and CI pay for Keelson's types, checked by tsc as installed: a user's program with deep provider imports, and the
 * inference platform, which uses EKS, pools of nodes and add-ons.
 */
const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'keelson-typecheck-'));
try {
  for (const name of ['constructs', 'cdk8s', 'cdk8s-plus-28', 'cdktf', '@cdktf/provider-aws', '@types/node', 'typescript'])
    link(name, join(root, 'node_modules', name));
  link('keelson', root);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  mkdirSync(join(folder, 'online-boutique'));
  cpSync(join(root, 'examples/online-boutique/workloads.json'), join(folder, 'online-boutique/workloads.json'));
  report([
    ...(await typecheck('', 'test/types/program', { seconds: 2, megabytes: 200 })),
    ...(await typecheck(', inference platform', 'examples/inference-platform', { seconds: 5, megabytes: 500 })),
  ]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Type-checks the program of a folder of the repository, with those targets. */
async function typecheck(
  label: string,
  source: string,
  targets: { readonly seconds: number; readonly megabytes: number },
): Promise<Figure[]> {
  const program = join(folder, 'program');
  rmSync(program, { recursive: true, force: true });
  mkdirSync(program);
  for (const file of readdirSync(join(root, source)).filter((name) => /(?<!\.test)\.ts$/.test(name)))
    cpSync(join(root, source, file), join(program, file));
  writeFileSync(
    join(program, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: {
        target: 'ES2023',
        module: 'NodeNext',
        strict: true,
        skipLibCheck: true,
        noEmit: true,
        types: ['node'],
        allowImportingTsExtensions: true,
        resolveJsonModule: true,
      },
      include: ['*.ts'],
    }),
  );
  const tsc = join(folder, 'node_modules/typescript/bin/tsc');
  const run = await median(5, () => measure(process.execPath, [tsc, '-p', '.'], { cwd: program }));
  return [
    { name: `typecheck_s${label}`, value: run.seconds, unit: 's', target: targets.seconds },
    ...(run.peakMb === undefined
      ? []
      : [{ name: `typecheck_peak_memory_mb${label}`, value: run.peakMb, unit: 'MB', target: targets.megabytes }]),
  ];
}

function link(name: string, target: string): void {
  const path = join(folder, 'node_modules', name);
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path, 'dir');
}
