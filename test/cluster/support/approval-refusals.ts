import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type ChangeDocument, readDocument, writeDocument } from '../../../lib/apply/approval/change-document.ts';
import type { TestUnit } from '../../support/assembly.ts';
import { type Planes, stack } from './planes.ts';

/** How a `keelson` ended. */
export interface Said {
  readonly code: number | null;
  readonly said: string;
}

/** Where approvals are kept, and by whom they are made there. */
export interface ApprovalPlace {
  readonly planes: Planes;
  /** Units that are in the program throughout. @default - none */
  readonly others?: Readonly<Record<string, TestUnit>>;
  keelson(verb: string, ...args: readonly string[]): Promise<Said>;
  /** `keelson approve`, by alice whom the policy lets, by mallory whom it does not, or by ci who applies. */
  approve(who: Approver, file: string): Promise<Said>;
  /** Names of those whose approvals are kept. */
  kept(): Promise<readonly string[]>;
  /** Writes an approval past the command, which would refuse it. */
  forge(who: Approver, document: ChangeDocument): Promise<void>;
}

export type Approver = 'alice' | 'mallory' | 'ci';

/** Changes the policy of a test so that a Terraform unit may delete nothing by itself. */
export function withoutDeletes(policy: string): { readonly units: readonly object[] } {
  const { units, ...rest } = JSON.parse(policy) as { readonly units: readonly { readonly terraform: object }[] };
  return { ...rest, units: units.map((one) => ({ ...one, terraform: { ...one.terraform, mostDeletes: 0 } })) };
}

/** Shows on the command line that an approval lets go exactly what was reviewed, and why anything else is refused. */
export async function showRefusals({ planes, others = {}, keelson, approve, forge, kept }: ApprovalPlace): Promise<void> {
  const terraform = ['--terraform', planes.program];
  const apply = () => keelson('apply', ...terraform);
  type Values = Readonly<Record<string, unknown>>;
  const write = (values: Values, more: Values = {}) => planes.write({ ...others, 'dev/terraform.data': stack('data', values, more) });
  const refused = async (reason: RegExp): Promise<void> => {
    const { code, said } = await apply();
    expect(said).toMatch(/KS8080 dev\/terraform\.data: 0 of 1 approvals: 1 resources would be deleted|2 resources would be deleted/);
    expect(said).toMatch(reason);
    expect(code).toBe(4);
    expect(planes.state('data')?.resources).toBe(3);
  };
  write({ x: '1', y: '1', z: '1' });
  expect(await apply()).toMatchObject({ code: 0 });
  write({ x: '1', y: '1' });
  const file = join(planes.folder, 'plan.json');
  expect(await keelson('plan', ...terraform, '--out', file)).toMatchObject({ code: 0 });
  const document = readDocument(readFileSync(file, 'utf8'), file);

  // An edited plan file, also one whose digest was made anew.
  const edited = join(planes.folder, 'edited.json');
  writeFileSync(edited, readFileSync(file, 'utf8').replace('terraform_data.z', 'terraform_data.y'));
  expect(await approve('alice', edited)).toEqual({
    code: 2,
    said: expect.stringMatching(/KS8081 .*edited\.json: it was changed after it was written/),
  });
  const text = JSON.stringify(document).replace('terraform_data.z', 'terraform_data.y');
  writeFileSync(edited, writeDocument(JSON.parse(text) as ChangeDocument));
  expect(await approve('alice', edited)).toEqual({
    code: 2,
    said: expect.stringMatching(/KS8081 .*edited\.json: the changes of dev\/terraform\.data are not those that its digest is of/),
  });

  // Who may not, and who applies: told who approves, and held to it by who applies.
  expect(await approve('mallory', file)).toEqual({
    code: 2,
    said: expect.stringMatching(/KS8084 dev\/terraform\.data: the policy lets alice.* approve \S+, and not mallory/),
  });
  expect(await approve('ci', file)).toEqual({ code: 2, said: expect.stringContaining('KS8085 ci: it applies, and can not approve') });
  await forge('mallory', document);
  await refused(/KS8084 dev\/terraform\.data: the approval by mallory \([^)]+\): the policy lets alice/);

  expect(await approve('alice', file)).toMatchObject({ code: 0 });
  // Another plan.
  write({ x: '1' });
  await refused(/KS8082 .*the approval by alice \([^)]+\): line \d+ of its changes: ".*" was approved, and now it is ".*terraform_data\.y/);
  // The same plan of another content.
  write({ x: '1', y: '1' }, { locals: { unused: 1 } });
  await refused(/KS8082 .*: the content sha256:\w{12} was approved, and now it is sha256:\w{12}/);
  // The same plan over another state.
  write({ x: '1', y: '1' });
  const state = join(planes.folder, 'states', planes.platform, 'dev/data.tfstate');
  const before = readFileSync(state, 'utf8');
  const { serial } = JSON.parse(before) as { readonly serial: number };
  writeFileSync(state, JSON.stringify({ ...(JSON.parse(before) as object), serial: serial + 1 }));
  await refused(new RegExp(`KS8082 .*of serial ${serial}, and now there is the state \\S+ of serial ${serial + 1}`));
  writeFileSync(state, before);
  expect(await apply()).toMatchObject({ code: 0 });
  expect(planes.state('data')?.resources).toBe(2);
  expect((await keelson('show', 'terraform.data')).said).toMatch(/approved\s+alice/);

  // They were for that, and are not kept any longer.
  expect(await kept()).toEqual([]);

  // What it was for comes again; the approval does not, whoever kept a copy.
  write({ x: '1', y: '1', z: '1' });
  expect(await apply()).toMatchObject({ code: 0 });
  await forge('alice', document);
  write({ x: '1', y: '1' });
  await refused(/KS8086 .*the approval by alice .*for what comes after release 1, and the unit has release 3/);
}
