/** Label of all nodes of a pool, whatever makes them. */
export const POOL_LABEL = 'keelson.dev/node-pool';
