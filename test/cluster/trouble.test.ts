import { afterAll, describe, expect, it } from 'vitest';
import { applyCluster } from '../../lib/apply/kubernetes/apply/run-cluster.ts';
import { connect } from '../../lib/apply/kubernetes/client/api-connection.ts';
import { KeelsonError } from '../../lib/core/errors.ts';
import { SWEEP } from '../support/property.ts';
import { temporaryFolder } from '../support/run.ts';
import { errorsOf, TestCluster } from './support/cluster.ts';
import { randomTrouble, TroubleProxy } from './support/proxy.ts';
import { OwnApiServer } from './support/restart.ts';
import { liveIn, SWEEP_RULES, stranger, sweepUnits, wantedIn } from './support/sweep.ts';

/** Errors that trouble may end in: no answer, a refusal, or what was written by a request whose answer was lost. */
const TROUBLE = ['KS8003', 'KS8004', 'KS8007', 'KS8008', 'KS8016'];

describe('a connection that drops, delays, truncates and answers 429, 500 and 503 at random', () => {
  const cluster = new TestCluster();
  // KEELSON_SEED=<n> runs one of them again.
  const again = process.env.KEELSON_SEED;
  const seeds = again === undefined ? Array.from({ length: SWEEP ? 200 : 10 }, (_, i) => i + 1) : [Number(again)];

  it.each(seeds)(
    'seed %i: the next run converges, with no orphan and no wrong delete',
    async (seed) => {
      const space = cluster.name(`s${seed}`);
      const apply = (commit: 0 | 1 | 2) => cluster.apply(sweepUnits(space, commit), { rules: SWEEP_RULES, platform: space });
      expect(errorsOf(await apply(0))).toEqual([]);
      await cluster.request('POST', `/api/v1/namespaces/${space}/configmaps`, stranger(space));
      const proxy = new TroubleProxy(cluster.kubeconfig, randomTrouble(seed));
      const connection = connect({ kubeconfig: await proxy.start(temporaryFolder()), attempts: 4 });
      try {
        const run = cluster.run(sweepUnits(space, 1), { rules: SWEEP_RULES, platform: space, connection });
        const errors = await applyCluster(run).then(
          (results) => results.flatMap((result) => result.errors),
          (error: unknown) => [error],
        );
        for (const error of errors) expect(KeelsonError.is(error) ? error.code : error).toBeOneOf(TROUBLE);
        const before = [...wantedIn(0), ...wantedIn(1), 'stranger=theirs'];
        expect(before).toEqual(expect.arrayContaining(await liveIn(cluster, space)));
        if (errors.length === 0) expect(await liveIn(cluster, space)).toEqual([...wantedIn(1), 'stranger=theirs'].sort());
      } finally {
        connection.close();
        await proxy.settled();
        await proxy.stop();
      }
      expect(errorsOf(await apply(2))).toEqual([]);
      expect(await liveIn(cluster, space)).toEqual([...wantedIn(2), 'stranger=theirs'].sort());
      expect(Object.values(await apply(2)).map((result) => result.events)).toEqual([[]]);
    },
    120_000,
  );
});

describe('an API server that ends and starts again in mid-apply', () => {
  const own = new OwnApiServer();
  afterAll(() => own.remove());

  it.each(SWEEP ? [5, 20, 40, 60, 80, 100] : [40])(
    'at request %i: the run goes on or the next one converges, and nothing else is deleted',
    async (index) => {
      const space = `restart-${index}`;
      const connection = connect({ kubeconfig: await own.start(), attempts: 12 });
      const direct = { connection, rules: SWEEP_RULES, platform: space };
      const cluster = own.cluster;
      const proxy = new TroubleProxy(own.kubeconfig);
      const through = connect({ kubeconfig: await proxy.start(temporaryFolder()), attempts: 12 });
      try {
        expect(errorsOf(await cluster.apply(sweepUnits(space, 0), direct))).toEqual([]);
        await connection.request({ method: 'POST', path: `/api/v1/namespaces/${space}/configmaps`, body: JSON.stringify(stranger(space)) });
        let restarted: Promise<void> | undefined;
        proxy.decide = (request) => {
          if (request === index) restarted = own.restart();
          return { what: 'pass' };
        };
        const errors = await applyCluster(cluster.run(sweepUnits(space, 1), { ...direct, connection: through })).then(
          (results) => results.flatMap((result) => result.errors),
          (error: unknown) => [error],
        );
        expect(restarted).toBeDefined();
        await restarted;
        for (const error of errors) expect(KeelsonError.is(error) ? error.code : error).toBeOneOf(TROUBLE);
        expect(errorsOf(await cluster.apply(sweepUnits(space, 2), direct))).toEqual([]);
        expect(await liveIn(own, space)).toEqual([...wantedIn(2), 'stranger=theirs'].sort());
      } finally {
        connection.close();
        through.close();
        await proxy.stop();
      }
    },
    180_000,
  );
});
