import type { Message } from './message.ts';

/** KS2xxx: models and model servers. */
export const servingMessages = {
  KS2001: {
    title: 'a model server does not fit its pool',
    explanation:
      'A replica runs on one node, so it can not use more GPUs than a node of the pool has; and all replicas on the pool, of all its model servers, can not use more than it has at its largest. GPUs are counted, nothing else.',
    fix: 'lower tensorParallel or replicas, or choose a larger pool',
  },
  KS2002: {
    title: 'a model is not in models.lock',
    explanation: 'The revision of a model is pinned in models.lock beside the program, so that the weights never change without a commit.',
    fix: 'add the model to models.lock',
  },
  KS2003: {
    title: 'a model can not be served like this',
    explanation:
      "vLLM refuses it at its start: it gives each GPU of a replica the same number of the model's attention heads, and serves no context that is longer than the model's own.",
    fix: 'change tensorParallel or context',
  },
  KS2004: {
    title: 'a gated model without a token',
    explanation:
      'The weights of this model are only given to accounts that accepted its licence. Without a token the download fails, and the server never starts.',
    fix: "pass token: Secret.existing(cluster, 'hugging-face', { key: 'token' }), or a cache.claim that holds the weights",
  },
} satisfies Record<string, Message>;
