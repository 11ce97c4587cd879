import type { Finding } from './finding.ts';
import type { Rule, RuleInput } from './rule.ts';
import { checkBackend } from './terraform/backend.ts';
import { checkModules } from './terraform/modules.ts';
import { checkNames } from './terraform/names.ts';
import { checkProviders } from './terraform/providers.ts';
import { blocksOf, type Json, objectAt, parseStack } from './terraform/stack.ts';
import { type TerraformUnit, terraformUnits } from './units.ts';

/** Top-level blocks of Terraform's configuration language, and the comment of its JSON form. */
const BLOCKS = new Set(
  'terraform provider variable locals data resource ephemeral module output moved removed import check action //'.split(' '),
);
const AGAIN = 'run synth again, and commit the whole output';
type Report = (finding: Omit<Finding, 'severity' | 'unit' | 'file'>) => void;

/**
 * Every stack is one that Terraform can plan by itself: readable (KS6010), with a backend of its own (KS6011, KS6015), its
 * providers (KS6002, KS6012), only names that it declares (KS6013), its local modules (KS6018), its variables filled (KS6014, KS5021), and the resources
 * and outputs that its unit lists (KS5020, KS5022).
 */
export const terraform: Rule = ({ assembly }) => {
  const findings: Finding[] = [];
  const backends = new Map<string, string>();
  for (const unit of terraformUnits(assembly)) {
    const { file, stack, problem } = parseStack(assembly, unit);
    const report: Report = (finding) => findings.push({ severity: 'error', unit: unit.key, file, ...finding });
    if (problem !== undefined) {
      report({ code: 'KS6010', message: problem, fix: AGAIN });
      continue;
    }
    for (const block of Object.keys(stack))
      if (!BLOCKS.has(block))
        report({ code: 'KS6010', pointer: `/${block}`, message: `there is no block ${block} in Terraform`, fix: 'correct or remove it' });
    checkBackend(stack, unit.key, backends, report);
    checkProviders(stack, report);
    checkNames(stack, report);
    checkModules(assembly, unit, stack, report);
    checkVariables(assembly, unit, stack, report);
    checkLists(unit, stack, report);
  }
  return findings;
};

function checkVariables(assembly: RuleInput['assembly'], unit: TerraformUnit, stack: Json, report: Report): void {
  const variables = objectAt(stack, 'variable');
  const bound = new Map(unit.content.bindings.map((binding) => [binding.target, binding]));
  for (const name of Object.keys(variables)) {
    if ('default' in objectAt(variables, name) || bound.has(`var.${name}`)) continue;
    report({
      code: 'KS6014',
      pointer: `/variable/${name}`,
      message: `nothing fills the variable ${name}`,
      fix: 'bind the variable, or give it a default',
    });
  }
  for (const [target, { parts, sensitive }] of bound) {
    const name = target.replace(/^var\./, '');
    if (!target.startsWith('var.') || !(name in variables)) {
      report({ code: 'KS5021', object: target, message: `a binding fills ${target}, which the stack does not declare`, fix: AGAIN });
      continue;
    }
    const isSensitive =
      sensitive === true ||
      parts.some((part) => typeof part !== 'string' && assembly.units.get(part.unit)?.outputs[part.output]?.sensitive === true);
    if (isSensitive && objectAt(variables, name)['sensitive'] !== true) {
      report({
        code: 'KS4007',
        object: target,
        pointer: `/variable/${name}`,
        message: `the variable ${name} takes a sensitive value and is not marked so, so a plan would show it`,
        fix: AGAIN,
      });
    }
  }
}

/** The resources and outputs of the unit file are those of the stack. */
function checkLists(unit: TerraformUnit, stack: Json, report: Report): void {
  const actual = new Set(blocksOf(stack).map((block) => block.address));
  const listed = new Set(unit.content.resources.map((entry) => entry.address));
  for (const address of listed)
    if (!actual.has(address))
      report({ code: 'KS5020', object: address, message: `the unit lists ${address}, which the stack does not have`, fix: AGAIN });
  for (const address of actual)
    if (!listed.has(address))
      report({ code: 'KS5020', object: address, message: `the stack has ${address}, which its unit does not list`, fix: AGAIN });
  const outputs = objectAt(stack, 'output');
  for (const [name, { sensitive }] of Object.entries(unit.content.outputs)) {
    if (!(name in outputs))
      report({
        code: 'KS5022',
        object: `output.${name}`,
        message: `the unit gives the output ${name}, which the stack does not have`,
        fix: AGAIN,
      });
    else if (sensitive && objectAt(outputs, name)['sensitive'] !== true) {
      report({
        code: 'KS4007',
        object: `output.${name}`,
        pointer: `/output/${name}`,
        message: `the output ${name} is sensitive and is not marked so, so a plan would show it`,
        fix: AGAIN,
      });
    }
  }
}
