import { describe, expect, it } from 'vitest';
import type { ReleaseSummary } from '../../../../lib/apply/release/release.ts';
import { type LeftUnit, withRemovals } from '../../../../lib/apply/run/removals.ts';

/** Units of the program and of the last releases, by what each depends on. */
const graphOf = (now: Readonly<Record<string, readonly string[]>>, before: Readonly<Record<string, readonly string[]>>) => {
  const latest = new Map(
    Object.entries(before).map(([unit, dependsOn]) => [
      unit,
      { unit, key: unit, dependsOn, result: 'applied' } as unknown as ReleaseSummary,
    ]),
  );
  const left = new Map(
    [...latest.values()].filter(({ unit }) => !(unit in now)).map((release): [string, LeftUnit] => [release.unit, { ...release, release }]),
  );
  const { graph, needs } = withRemovals({ graph: new Map(Object.entries(now)) }, left, latest);
  return Object.fromEntries([...graph].map(([unit, waits]) => [unit, { waits: [...waits].sort(), needs: needs(unit) }]));
};

describe('units that left the program', () => {
  it('go before those that they depended on, which only wait for them', () => {
    expect(graphOf({ access: [] }, { access: [], model: ['access'] })).toEqual({
      access: { waits: ['model'], needs: [] },
      model: { waits: [], needs: [] },
    });
  });

  it('go one after another, dependents first', () => {
    expect(graphOf({}, { network: [], cluster: ['network'], app: ['cluster'] })).toEqual({
      network: { waits: ['cluster'], needs: ['cluster'] },
      cluster: { waits: ['app'], needs: ['app'] },
      app: { waits: [], needs: [] },
    });
  });

  it('stay while a unit that used them is not brought past them', () => {
    expect(graphOf({ app: [] }, { app: ['cache'], cache: [] })).toEqual({
      app: { waits: [], needs: [] },
      cache: { waits: ['app'], needs: ['app'] },
    });
  });

  it('keep nobody waiting in a circle', () => {
    // The app needs the network, used the cache, and the cache was in the network.
    expect(graphOf({ network: [], app: ['network'] }, { network: [], cache: ['network'], app: ['network', 'cache'] })).toEqual({
      network: { waits: [], needs: [] },
      app: { waits: ['network'], needs: ['network'] },
      cache: { waits: ['app'], needs: ['app'] },
    });
  });
});
