import type { IConstruct } from 'constructs';
import { findModel, findRevision } from '../../facts/models/models.ts';
import { ClusterScope } from '../../synth/cluster-scope.ts';
import { reportError } from '../../synth/state.ts';
import { addDemand, capacityOf, demandsOf, hasRoom } from '../gpu/pool-demand.ts';
import type { ModelServerProps } from './model-server-props.ts';
import { gpusOf } from './vllm-flags.ts';

/** Holds a server against what is known of its model. Reports KS2003 and KS2004; a model without facts passes. */
export function checkModel(
  server: IConstruct,
  { model, context, tensorParallel = 1, token, cache, env, args = [] }: ModelServerProps,
): void {
  const facts = findModel(model);
  if (facts && !facts.unverified) {
    if (facts.heads % tensorParallel !== 0) {
      const fits = [1, 2, 4, 8, 16].filter((size) => facts.heads % size === 0).join(', ');
      reportError(server, 'KS2003', `${model} has ${facts.heads} attention heads, which ${tensorParallel} GPUs can not share evenly`, {
        fix: `set tensorParallel to one of ${fits}`,
      });
    }
    const stretched = args.some((argument) => /^--(hf-overrides|rope-scaling)\b/.test(argument.replaceAll('_', '-')));
    if (context > facts.maxContext && !stretched) {
      reportError(server, 'KS2003', `the longest context of ${model} is ${facts.maxContext} tokens, and ${context} are wanted`, {
        fix: `set context to at most ${facts.maxContext}, or stretch the model's own in args: --hf-overrides=…`,
      });
    }
  }
  const hasToken = token !== undefined || env?.['HF_TOKEN'] !== undefined;
  if (findRevision(model)?.gated && !hasToken && cache?.claim === undefined)
    reportError(server, 'KS2004', `${model} is gated, and no token is given`);
}

/**
 * Records what a server asks its pool for. Reports KS2001 when the pool has too few GPUs for it, alone or beside the servers
 * before it, and KS1001 for a pool of another cluster.
 */
export function claimGpus(server: IConstruct & { readonly name: string }, props: ModelServerProps): void {
  const { pool, replicas = 1 } = props;
  const gpus = gpusOf(props);
  const cluster = ClusterScope.tryOf(server);
  if (ClusterScope.tryOf(pool) !== cluster) {
    reportError(server, 'KS1001', `the pool ${pool.node.path} is in another cluster`, { fix: `give a pool of ${cluster?.node.path}` });
    return;
  }
  const demand = { name: server.name, replicas, gpus };
  const others = demandsOf(pool);
  const room = capacityOf(pool, gpus);
  if (gpus > pool.gpusPerNode)
    reportError(server, 'KS2001', `a replica needs ${gpus} GPUs on one node, and a node of ${pool.name} has ${pool.gpusPerNode}`);
  else if (replicas > room) reportError(server, 'KS2001', `${count(replicas, gpus)} wanted, and ${pool.name} has room for ${room}`);
  else if (!hasRoom(pool, demand)) {
    const total = `${pool.maxNodes} x ${pool.gpusPerNode} GPUs`;
    reportError(
      server,
      'KS2001',
      `${count(replicas, gpus)} wanted, and ${pool.name} (${total}) has no room for them beside ${others.map(({ name }) => name).join(', ')}`,
    );
  } else addDemand(pool, demand);
}

function count(replicas: number, gpus: number): string {
  return `${replicas === 1 ? '1 replica' : `${replicas} replicas`} of ${gpus === 1 ? '1 GPU' : `${gpus} GPUs`} ${replicas === 1 ? 'is' : 'are'}`;
}
