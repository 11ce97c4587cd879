import type { Message } from './message.ts';

/** KS2xxx: models and model servers. */
export const servingMessages = {
  KS2001: {
    title: 'a model server does not fit its pool',
    explanation:
      'A replica runs on one node, so it can not use more GPUs than a node of the pool has; and all replicas together can not use more than the pool has at its largest.',
    fix: 'lower tensorParallel or replicas, or choose a larger pool',
  },
  KS2002: {
    title: 'a model is not in models.lock',
    explanation: 'The revision of a model is pinned in models.lock beside the program, so that the weights never change without a commit.',
    fix: 'add the model to models.lock',
  },
} satisfies Record<string, Message>;
