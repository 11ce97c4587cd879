import { type ChangeSet, changeSet, changeSetDigest } from '../plan/change-set.ts';
import { markedSecrets } from '../plan/marked-secrets.ts';
import type { PlanView } from '../plan/plan-view.ts';
import { Markers } from './markers.ts';
import { watchLock } from './s3-lock.ts';
import { type TerraformContext, TerraformSession, type TerraformUnit } from './session.ts';
import { type StateOutputs, type StateView, stateAddresses } from './state-addresses.ts';
import { unlockDead } from './unlock-dead.ts';

/** A value that a unit gives. */
export interface OutputValue {
  readonly value: unknown;
  readonly sensitive: boolean;
}

/** A plan of one unit, ready to be applied as it is. */
export interface TerraformPlan {
  readonly unit: string;
  readonly key: string;
  readonly changes: ChangeSet;
  /** From what was applied to what is there, as the refresh found it. */
  readonly drift: ChangeSet['resources'];
  /** `sha256:<hex>` of the change set. */
  readonly digest: string;
  /** Which state it is of; undefined when there is none yet. */
  readonly state: { readonly lineage: string; readonly serial: number } | undefined;
  /** Outputs as they are, or will be where that is known; a value that only the apply gives is absent. */
  readonly outputs: Readonly<Record<string, OutputValue>>;
  /** Applies exactly this plan. Throws KS8053 to KS8058. @returns the outputs */
  apply(): Promise<Readonly<Record<string, OutputValue>>>;
  /** Which state it is after the apply; undefined when there is none, or it was not applied. */
  stateAfter(): TerraformPlan['state'];
  /** Removes what is left of it on disk; it can not be applied any more. */
  close(): void;
}

interface ShownPlan extends PlanView {
  readonly planned_values?: { readonly outputs?: Readonly<Record<string, { readonly value?: unknown; readonly sensitive?: boolean }>> };
}

const PLAN = 'keelson.tfplan';

/**
 * Plans a unit with its plan identity. Throws KS8050 to KS8057, all of one step together.
 * @param options `destroy` plans the end of all that the state has; `refreshOnly` only compares the state with the world
 */
export async function planTerraform(
  unit: TerraformUnit,
  context: TerraformContext,
  options: { readonly destroy?: boolean; readonly refreshOnly?: boolean } = {},
): Promise<TerraformPlan> {
  const markers = await Markers.open(unit, context);
  const session = await TerraformSession.open(unit, context);
  try {
    await session.init();
    await unlockDead(session, markers, context);
    const mode = [...(options.destroy ? ['-destroy'] : []), ...(options.refreshOnly ? ['-refresh-only'] : [])];
    await session.step('plan', 'plan', ['-json', '-detailed-exitcode', '-lock-timeout=30s', `-out=${PLAN}`, ...mode], [0, 2]);
    const [{ stdout }, pulled] = await Promise.all([session.step('show', 'plan', ['-json', PLAN]), pullState(session)]);
    const state = pulled?.version;
    const shown = jsonIn(stdout) as ShownPlan;
    const changes = changeSet(shown);
    // A refresh does not tell what would be made anew.
    if (!options.refreshOnly) await markers.checkState(pulled?.addresses ?? new Set(), createdBy(changes));
    let after: TerraformPlan['state'];
    return {
      unit: unit.unit,
      key: unit.key,
      changes,
      drift: changeSet({ resource_changes: shown.resource_drift ?? [] }, markedSecrets(shown)).resources,
      digest: changeSetDigest(changes),
      state,
      outputs: knownOutputs(shown),
      apply: async () => {
        await applyPlan(session, markers, changes);
        const now = await pullState(session);
        after = now?.version;
        return now?.outputs ?? {};
      },
      stateAfter: () => after,
      close: () => session.close(),
    };
  } catch (error) {
    session.close();
    throw error;
  }
}

async function applyPlan(session: TerraformSession, markers: Markers, changes: ChangeSet): Promise<void> {
  const apply = await markers.begin(createdBy(changes));
  const lock = await session.lock();
  const ended = new AbortController();
  const watched = lock ? watchLock(lock, (id) => apply.locked(id), ended.signal) : undefined;
  try {
    const args = ['-json', '-auto-approve', '-lock-timeout=30s', PLAN];
    await session.step('apply', 'apply', args, [0], { outputFile: markers.output, started: (pid) => apply.started(pid) });
  } catch (error) {
    ended.abort();
    await watched;
    const kept = markers.keepErrored(session.folder);
    if (kept !== undefined) {
      await apply.errored(kept);
      await markers.check();
    }
    // Killed, it said nothing of what it was at: what it had begun may exist and not be in the state.
    else if (!session.wasKilled) await markers.end();
    throw error;
  }
  ended.abort();
  await watched;
  await markers.end();
}

function createdBy({ resources }: ChangeSet): string[] {
  return resources.filter(({ action }) => action === 'create' || action === 'replace').map(({ address }) => address);
}

/** The outputs that a unit has now, without planning it. Throws KS8050 to KS8057. */
export async function readTerraformOutputs(unit: TerraformUnit, context: TerraformContext): Promise<Readonly<Record<string, OutputValue>>> {
  const session = await TerraformSession.open(unit, context);
  try {
    await session.init();
    return await readOutputs(session);
  } finally {
    session.close();
  }
}

interface PulledState {
  readonly version: NonNullable<TerraformPlan['state']>;
  /** Of all instances of resources that it has. */
  readonly addresses: ReadonlySet<string>;
  readonly outputs: Readonly<Record<string, OutputValue>>;
}

async function pullState(session: TerraformSession): Promise<PulledState | undefined> {
  const pulled = jsonIn((await session.step('state pull', 'plan', [])).stdout) as StateView | undefined;
  if (!pulled) return undefined;
  const { lineage, serial, resources, outputs } = pulled;
  return { version: { lineage, serial }, addresses: stateAddresses(resources ?? []), outputs: outputValues(outputs ?? {}) };
}

/** The outputs of the state. */
async function readOutputs(session: TerraformSession): Promise<Readonly<Record<string, OutputValue>>> {
  const { stdout } = await session.step('output', 'plan', ['-json']);
  return outputValues(jsonIn(stdout) as StateOutputs);
}

function outputValues(outputs: StateOutputs): Readonly<Record<string, OutputValue>> {
  return Object.fromEntries(Object.entries(outputs).map(([name, { value, sensitive = false }]) => [name, { value, sensitive }]));
}

/** The document in what a command printed: a warning, as of the configuration of the command line, may stand before it. */
function jsonIn(stdout: string): unknown {
  const start = stdout.search(/^\{/m);
  return start < 0 ? undefined : JSON.parse(stdout.slice(start));
}

function knownOutputs({ planned_values: planned }: ShownPlan): Readonly<Record<string, OutputValue>> {
  return Object.fromEntries(
    Object.entries(planned?.outputs ?? {}).flatMap(([name, output]) =>
      'value' in output ? [[name, { value: output.value, sensitive: output.sensitive ?? false }]] : [],
    ),
  );
}
