import { existsSync, readFileSync } from 'node:fs';
import { KeelsonError } from '../../core/errors.ts';
import { type Flags, flags, recommendedFlags } from '../../core/flags.ts';
import { ownPackage } from '../program/own-package.ts';

type Texts = Readonly<Record<string, string>>;

/** The part of a package.json that init reads and writes. */
interface PackageJson {
  readonly scripts?: Texts;
  readonly dependencies?: Texts;
  readonly devDependencies?: Texts;
  readonly [field: string]: unknown;
}

/** Libraries that a project shares with Keelson, in the versions that this Keelson is tested with. */
const SHARED = ['constructs', 'cdk8s', 'cdk8s-plus-28', 'cdktf', '@cdktf/provider-aws'];
const TOOLS = ['typescript', 'vitest', '@types/node'];

/** The package.json that `npm install keelson` or `npm init` left in the folder. Throws KS0013 for one that already has a keelson field. */
export function presentPackageJson(file: string): PackageJson {
  if (!existsSync(file)) return {};
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new KeelsonError('KS0004', { source: { file, line: 1 }, message: `package.json is no JSON: ${(cause as Error).message}`, cause });
  }
  const present = parsed as PackageJson;
  if (present.keelson !== undefined)
    throw new KeelsonError('KS0013', { object: file, message: 'it has a keelson field: it is a project already' });
  return present;
}

/** The package.json of a new project: what is present stays, but for what a project can't do without. */
export function projectPackageJson(name: string, present: PackageJson, known: Flags = flags): string {
  const { version, devDependencies } = ownPackage();
  const pick = (names: readonly string[]): Texts =>
    Object.fromEntries(names.flatMap((one) => (devDependencies[one] === undefined ? [] : [[one, devDependencies[one]]])));
  const { test, ...scripts } = present.scripts ?? {};
  const ownTest = test === undefined || test.includes('no test specified') ? {} : { test };
  const recommended = recommendedFlags(known);
  const { main: _, ...rest } = present; // npm init names an index.js that is not there
  return `${JSON.stringify(
    {
      name,
      private: true,
      ...rest,
      type: 'module',
      scripts: { synth: 'synth', check: 'synth --check', test: 'vitest run', typecheck: 'tsc --noEmit', ...scripts, ...ownTest },
      keelson: { app: 'main.ts', output: 'deploy', ...(Object.keys(recommended).length > 0 && { flags: recommended }) },
      dependencies: { keelson: version, ...pick(SHARED), ...present.dependencies },
      devDependencies: { ...pick(TOOLS), ...present.devDependencies },
    },
    undefined,
    2,
  )}\n`;
}
