import { sha256 } from '../core/digest.ts';
import type { Finding } from './finding.ts';
import type { Rule } from './rule.ts';
import { unitsOf } from './units.ts';

const FIX = 'run synth again, and commit the whole output';

/** Every listed file is there with its digest, and every file is listed (KS5020). */
export const files: Rule = ({ assembly }) => {
  const findings: Finding[] = [];
  const listed = new Set(['keelson.json']);
  const check = (file: string, digest: string, lister: string, unit: string): void => {
    if (listed.has(file)) findings.push({ code: 'KS5020', severity: 'error', unit, file, message: `${file} is listed twice`, fix: FIX });
    listed.add(file);
    const text = assembly.files.get(file);
    const problem =
      text === undefined
        ? 'is missing'
        : sha256(text) === digest
          ? undefined
          : `has another digest than ${lister} says: it was changed by hand`;
    if (problem) findings.push({ code: 'KS5020', severity: 'error', unit, file, message: `${file} ${problem}`, fix: FIX });
  };
  for (const [environment, { units }] of Object.entries(assembly.manifest.environments)) {
    for (const [id, { file, digest }] of Object.entries(units)) check(file, digest, 'keelson.json', `${environment}/${id}`);
  }
  for (const { key, content } of unitsOf(assembly)) {
    const own = content.plane === 'kubernetes' ? content.objects : content.files;
    for (const { file, digest } of own) check(file, digest, 'its unit file', key);
  }
  for (const file of assembly.files.keys()) {
    if (!listed.has(file)) findings.push({ code: 'KS5020', severity: 'error', file, message: `${file} belongs to no unit`, fix: FIX });
  }
  return findings;
};
