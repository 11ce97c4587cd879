import type { TerraformElement, TerraformStack } from 'cdktf';
import { KeelsonError } from '../../core/errors.ts';
import type { SynthContext } from '../assemble/context.ts';
import type { UnitDraft } from '../assemble/draft.ts';
import { importRequests } from '../imports.ts';
import { scan } from '../kubernetes/scan.ts';
import { reportCredentials } from '../kubernetes/secrets.ts';
import { applyChanges, hasChanges } from '../patch.ts';
import { terraformPlacement } from '../placement.ts';
import { retained } from '../retain.ts';
import { hiddenStacks, stackFor } from './adapter.ts';
import { addBackend } from './backend.ts';
import { extractVariables, useOfOtherStack } from './bindings.ts';
import { carryModule } from './carry/modules.ts';
import { addImports } from './import-blocks.ts';
import { child, type Json, mergeDeep } from './json.ts';
import { loadCdktf } from './lazy.ts';
import { addMoves } from './moves.ts';
import { addProviders, addUnusedProviders, nameProvider, type ProviderUse } from './providers.ts';
import { addRemoved } from './removed-blocks.ts';
import { resolveUnsettled } from './settled.ts';

/** One element of a stack, with what it rendered to. */
interface Rendered {
  readonly element: TerraformElement;
  readonly unit: UnitDraft;
  readonly fragment: Json;
}

/** Renders every Terraform element of the platform into the stack of its unit: each is resolved once. */
export function renderTerraform(context: SynthContext, elements: readonly TerraformElement[]): void {
  if (elements.length === 0 && retained(context.state).length === 0 && importRequests(context.state).length === 0) return;
  const { TerraformProvider, TerraformBackend } = loadCdktf();
  const hidden = hiddenStacks(context.state);
  hidden.onCrossStack = (from, to, expression) => useOfOtherStack(context, from, to, expression);
  const providers = elements.filter((element) => TerraformProvider.isTerraformProvider(element));
  const uses: ProviderUse[] = [];
  const rendered: Rendered[] = [];
  const withBackend = new Set<string>();
  for (const element of elements) {
    if (TerraformProvider.isTerraformProvider(element)) continue;
    const placement = terraformPlacement(element);
    const unit = context.unit(placement);
    const stack = stackFor(context.state, placement);
    if (TerraformBackend.isBackend(element)) withBackend.add(unit.key);
    const fragment = renderElement(context, element, stack);
    if (!fragment) continue;
    nameProvider(element, fragment);
    mergeFragment(context, element, unit, fragment);
    carryModule(context, element, unit);
    rendered.push({ element, unit, fragment });
    uses.push({ element, unit, stack });
  }
  addProviders(context, uses, providers, (element, stack) => renderElement(context, element, stack));
  for (const { element, unit, fragment } of rendered) addMoves(context, element, unit, fragment);
  addImports(context, rendered);
  addRemoved(context);
  addUnusedProviders(
    context,
    rendered.map(({ element }) => element),
    (element, stack) => renderElement(context, element, stack),
  );
  for (const unit of context.units.values()) {
    if (unit.placement.plane !== 'terraform') continue;
    if (!withBackend.has(unit.key)) addBackend(context, unit);
  }
}

function renderElement(context: SynthContext, element: TerraformElement, stack: TerraformStack): Json | undefined {
  const { Tokenization, DefaultTokenResolver, StringConcat } = loadCdktf();
  try {
    const resolver = new DefaultTokenResolver(new StringConcat());
    const resolve = (value: unknown): unknown => Tokenization.resolve(value, { scope: stack, resolver, preparing: true });
    const fragment = resolveUnsettled(element.toTerraform(), resolve) as Json;
    if (scan(fragment).credential) reportCredentials(context, element, fragment);
    return fragment;
  } catch (error) {
    if (KeelsonError.is(error)) context.state.errors.push(error);
    else context.error(element, 'KS1014', error instanceof Error ? error.message : String(error), { cause: error });
    return undefined;
  }
}

/** Blocks with a type and a name: `resource.aws_s3_bucket.pictures`. */
const TYPED = new Set(['resource', 'data']);
/** Blocks with a name: `output.url`. */
const NAMED = new Set(['output', 'variable', 'module', 'check']);

function mergeFragment(context: SynthContext, element: TerraformElement, unit: UnitDraft, fragment: Json): void {
  const place = (target: Json, id: string, body: unknown, address: string, isResource: boolean): void => {
    if (id in target) {
      const first = unit.resources.find((entry) => entry.address === address)?.path ?? 'another construct';
      context.error(element, 'KS6001', `${element.node.path} and ${first} both give ${address} in ${unit.key}`);
      return;
    }
    target[id] = finish(context, element, unit, body as Json);
    if (isResource) unit.resources.push({ address, path: element.node.path });
  };
  for (const [block, content] of Object.entries(fragment)) {
    if (content === undefined) continue;
    if (TYPED.has(block)) {
      for (const [type, bodies] of Object.entries(content as Json)) {
        const target = child(child(unit.stack, block), type);
        for (const [id, body] of Object.entries(bodies as Json))
          place(target, id, body, `${block === 'data' ? 'data.' : ''}${type}.${id}`, true);
      }
    } else if (NAMED.has(block)) {
      for (const [id, body] of Object.entries(content as Json))
        place(child(unit.stack, block), id, body, `${block}.${id}`, block === 'module');
    } else {
      mergeDeep(unit.stack, { [block]: extractVariables(context, element, unit, content) });
    }
  }
}

/** A body without cdktf's own notes, with patches applied and references replaced by variables. */
function finish(context: SynthContext, element: TerraformElement, unit: UnitDraft, body: Json): Json {
  const { '//': comment, ...rest } = body;
  const { metadata: _metadata, ...kept } = (comment ?? {}) as Json;
  const clean = Object.keys(kept).length > 0 ? { ...rest, '//': kept } : rest;
  const changed = hasChanges(element) ? applyChanges(element, clean) : clean;
  return scan(changed).references ? (extractVariables(context, element, unit, changed) as Json) : changed;
}
