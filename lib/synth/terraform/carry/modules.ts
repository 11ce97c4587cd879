import { existsSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import type { TerraformElement, TerraformModule } from 'cdktf';
import { localSources, resolveSource } from '../../../assembly/local-modules.ts';
import type { SynthContext } from '../../assemble/context.ts';
import type { UnitDraft } from '../../assemble/draft.ts';
import { reportCredentials } from '../../kubernetes/secrets.ts';
import { appRoot } from '../../locks.ts';
import { type PlatformState, tryStateOf } from '../../state.ts';
import { loadCdktf, loadModuleAsset } from '../lazy.ts';
import { readTexts } from './folder.ts';

/*
 * cdktf copies all local modules of a program into one folder whose name is a hash. Keelson carries each at the place that it
 * has in the program's folder, so that modules find each other and a review shows what changed in them.
 */

const KEY = Symbol.for('keelson.localModules');
const INSTALLED = Symbol.for('keelson.localModules.installed');
/** In the stack's folder: what stands under it is a copy of the program's own. */
const FOLDER = 'program';

/** Folders of the program by the source that stands for them in the stack. */
type Folders = Map<string, string>;

/** Takes the sources of local modules in a platform; those outside one stay with cdktf. Idempotent. */
export function installLocalModules(): void {
  const { TerraformModuleAsset } = loadModuleAsset();
  const target = TerraformModuleAsset as typeof TerraformModuleAsset & { [INSTALLED]?: true };
  if (target[INSTALLED]) return;
  target[INSTALLED] = true;
  const original = TerraformModuleAsset.of.bind(TerraformModuleAsset);
  TerraformModuleAsset.of = (construct) => {
    const state = tryStateOf(construct);
    if (!state) return original(construct);
    // All that cdktf asks of it.
    return { getAssetPathForModule: (source: string) => sourceOf(state, source) } as InstanceType<typeof TerraformModuleAsset>;
  };
}

function foldersOf(state: PlatformState): Folders {
  return state.adapter<Folders>(KEY, () => new Map());
}

/** The source of a module as it stands in the stack; what the program gives is relative to its folder. */
function sourceOf(state: PlatformState, source: string): string {
  const folder = resolve(appRoot(), source);
  const carried = `./${placeOf(folder)}`;
  foldersOf(state).set(carried, folder);
  return carried;
}

/** Where a folder of the program stands in a stack's folder. */
function placeOf(folder: string): string {
  const parts = relative(appRoot(), folder).split(sep);
  return [FOLDER, ...parts.map((part) => (part === '..' ? '_up' : part)).filter((part) => part !== '')].join('/');
}

/** Puts the folder of a local module, and those that it refers to, into the folder of its stack. Reports KS6017. */
export function carryModule(context: SynthContext, element: TerraformElement, unit: UnitDraft): void {
  const folders = foldersOf(context.state);
  if (folders.size === 0 || !(element instanceof loadCdktf().TerraformModule)) return;
  const first = folders.get((element as TerraformModule).source);
  const queue = new Set(first === undefined ? [] : [first]);
  for (const folder of queue) {
    const place = placeOf(folder);
    const report = (problem: string): void => context.error(element, 'KS6017', `${shown(folder)}: ${problem}`);
    if (place === FOLDER) {
      report("it is the program's own folder");
      continue;
    }
    for (const [path, text] of readTexts(folder, 'skip', report)) {
      unit.files.set(`${place}/${path}`, text);
      reportCredentials(context, element, { [`${place}/${path}`]: text });
      for (const source of localSources(path, text)) {
        const other = resolve(folder, dirname(path), source);
        const wanted = resolveSource(dirname(`${place}/${path}`), source);
        if (!existsSync(other)) report(`${path} refers to ${source}, which is not there`);
        else if (wanted === placeOf(other)) queue.add(other);
        else report(`${path} refers to ${source}, and one of the two is outside the program's folder`);
      }
    }
  }
}

function shown(folder: string): string {
  return relative(appRoot(), folder).split(sep).join('/') || '.';
}
