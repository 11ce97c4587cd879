import { Construct } from 'constructs';
import { Environment } from '../environment.ts';
import { checkLibrary } from '../library-check.ts';
import { placeIn, terraformPlacement } from '../placement.ts';
import { attachState, PlatformState } from '../state.ts';
import { hiddenStacks, installTerraformAdapter, isTerraformPrototype, stackFor } from './adapter.ts';
import { isAssetPrototype } from './carry/assets.ts';
import { loadCdktf } from './lazy.ts';

/** Tries the adapter on two stacks in a tree of their own. Throws KS0015 for a cdktf that it can't work with. */
export function testTerraformAdapter(): void {
  checkLibrary('cdktf', () => {
    installTerraformAdapter();
    const { Annotations, DefaultTokenResolver, StringConcat, TerraformAsset, TerraformOutput, TerraformVariable, Tokenization } =
      loadCdktf();
    const root = new Construct(undefined as unknown as Construct, '');
    const state = new PlatformState((position) => position);
    attachState(root, state);
    const environment = new Environment(root, 'probe');
    const other = new Construct(environment, 'other');
    placeIn(other, 'terraform', 'other');
    hiddenStacks(state).onCrossStack = (_from, _to, expression) => `crossed.${expression}`;
    const variable = new TerraformVariable(environment, 'given', { type: 'string' });
    const output = new TerraformOutput(new Construct(other, 'inner'), 'taken', { value: variable.stringValue });
    const stack = stackFor(state, terraformPlacement(output));
    Annotations.of(output).addError('probe');
    const resolver = new DefaultTokenResolver(new StringConcat());
    const fragment = Tokenization.resolve(output.toTerraform(), { scope: stack, resolver, preparing: true }) as {
      output?: Record<string, { value?: unknown }>;
    };
    return {
      'TerraformStack.of': output.cdktfStack === stack && variable.cdktfStack === stackFor(state, terraformPlacement(variable)),
      'TerraformStack.allocateLogicalId': output.friendlyUniqueId === 'inner_taken',
      'App.crossStackReference': fragment.output?.['inner_taken']?.value === '${crossed.var.given}',
      'Annotations.addError': output.node.metadata.some(({ type, data }) => type === '@cdktf/error' && data === 'probe'),
      'TerraformElement.cdktfStack': isTerraformPrototype(TerraformOutput.prototype),
      'TerraformAsset._onSynthesize': isAssetPrototype(TerraformAsset.prototype),
    };
  });
}
