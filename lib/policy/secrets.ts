import { objectId } from '../assembly/schema.ts';
import { credentialIn } from '../facts/credentials.ts';
import type { Finding } from './finding.ts';
import type { Rule } from './rule.ts';
import { parseStack } from './terraform/stack.ts';
import { bindingsOf, kubernetesUnits, objectsOf, placeOf, terraformUnits } from './units.ts';
import { walk } from './walk.ts';

const FIX = 'use Secret.fromSecretsManager(…) or Secret.existing(…), and rotate the value that was committed';

/** No secret value stands in the output (KS4008): nothing literal in a Secret, and no text with the shape of a credential. The value is never shown. */
export const secrets: Rule = ({ assembly }) => {
  const findings: Finding[] = [];
  for (const unit of kubernetesUnits(assembly)) {
    for (const { entry, object } of objectsOf(assembly, unit)) {
      const report = (pointer: string, message: string): void => {
        findings.push({ code: 'KS4008', severity: 'error', ...placeOf(unit, entry), pointer, message, fix: FIX });
      };
      if (object.apiVersion === 'v1' && object.kind === 'Secret') {
        const bindings = bindingsOf(unit, objectId(entry));
        for (const field of ['data', 'stringData']) {
          for (const [key, value] of Object.entries((object[field] ?? {}) as Record<string, unknown>)) {
            const pointer = `/${field}/${key}`;
            if (value !== '' && !bindings.has(pointer)) report(pointer, `the Secret holds a value in ${field}.${key}`);
          }
        }
      }
      walk(object, (pointer, scalar) => {
        const found = credentialIn(String(scalar));
        if (found) report(pointer, `the value looks like ${found}`);
      });
    }
  }
  for (const unit of terraformUnits(assembly)) {
    const { file, stack } = parseStack(assembly, unit);
    const report = (place: { file: string; pointer?: string }, what: string, text: string): void => {
      const found = credentialIn(text);
      if (found)
        findings.push({ code: 'KS4008', severity: 'error', unit: unit.key, ...place, message: `${what} looks like ${found}`, fix: FIX });
    };
    walk(stack, (pointer, scalar) => report({ file, pointer }, 'the value', String(scalar)));
    for (const other of unit.content.files)
      if (other.file !== file) report({ file: other.file }, 'a text in the file', assembly.files.get(other.file) ?? '');
  }
  return findings;
};
