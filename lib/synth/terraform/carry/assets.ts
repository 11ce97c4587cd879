import type { TerraformAsset } from 'cdktf';
import type { IConstruct } from 'constructs';
import type { SynthContext } from '../../assemble/context.ts';
import { className } from '../../class-name.ts';
import { reportCredentials } from '../../kubernetes/secrets.ts';
import { terraformPlacement } from '../../placement.ts';
import { loadCdktf } from '../lazy.ts';
import { readTexts } from './folder.ts';

const CUSTOM_SYNTHESIS = Symbol.for('cdktf/customSynthesis');

/** Whether a construct that is being created is an asset of cdktf; its constructor has not run yet. */
export function isAssetPrototype(construct: object): boolean {
  return '_onSynthesize' in construct;
}

/** Whether cdktf would let a construct write files of its own beside its stack. */
export function writesFiles(construct: IConstruct): boolean {
  return CUSTOM_SYNTHESIS in construct || isAssetPrototype(construct);
}

/**
 * Puts the files of cdktf's assets into the folder of their stack, where cdktf would. Reports KS6016 for any other construct
 * that writes files, KS6017 for what an assembly can not hold, KS1003 for an asset in a stack of its own.
 */
export function carryAssets(context: SynthContext, constructs: readonly IConstruct[]): void {
  for (const construct of constructs) {
    if (construct instanceof loadCdktf().TerraformAsset) carryAsset(context, construct);
    else
      context.error(
        construct,
        'KS6016',
        `${className(construct)} writes files of its own while cdktf synthesises, which Keelson does not run`,
      );
  }
}

function carryAsset(context: SynthContext, asset: TerraformAsset): void {
  const { AssetType } = loadCdktf();
  const placement = terraformPlacement(asset);
  const unit = context.units.get(`${placement.environment.name}/${placement.unitId}`);
  if (!unit) {
    context.error(asset, 'KS1003', `the asset is in the stack ${placement.name}, which has no resource that could use it`, {
      fix: 'create it in the scope of the resource that uses it',
    });
    return;
  }
  if (asset.type === AssetType.ARCHIVE) {
    context.error(asset, 'KS6017', 'it is an archive', {
      fix: 'carry the folder (AssetType.DIRECTORY), and pack it with the data source archive_file of the provider archive',
    });
    return;
  }
  const source = (asset as unknown as { readonly sourcePath: string }).sourcePath;
  const texts = readTexts(source, 'refuse', (problem) => context.error(asset, 'KS6017', problem));
  for (const [path, text] of texts) {
    const target = asset.type === AssetType.FILE ? asset.path : `${asset.path}/${path}`;
    const known = unit.files.get(target);
    if (!/^assets\/(?!.*(^|\/)\.\.?(\/|$))/.test(target)) context.error(asset, 'KS6017', `${target} leads elsewhere`);
    else if (known !== undefined && known !== text) context.error(asset, 'KS6001', `another asset of ${unit.key} has the file ${target}`);
    else unit.files.set(target, text);
    reportCredentials(context, asset, { [target]: text });
  }
}
