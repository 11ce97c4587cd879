/**
 * Runs each node of a graph after all that it depends on have ended; independent ones run at once. How a node ended is data: whoever
 * comes after it decides what a failure means. When a run throws, no further node begins, and the first such error is thrown after
 * those that are under way have ended.
 * @param graph what each node depends on; names that are no nodes are left out. It has no cycle
 * @param run gets the results of what the node depends on, in their order
 * @returns results in the order of the graph
 */
export async function runGraph<Result>(
  graph: ReadonlyMap<string, readonly string[]>,
  run: (node: string, before: readonly Result[]) => Promise<Result>,
): Promise<Map<string, Result>> {
  const started = new Map<string, Promise<Result>>();
  let thrown: { readonly error: unknown } | undefined;
  const start = (node: string): Promise<Result> => {
    const known = started.get(node);
    if (known) return known;
    const result = (async () => {
      const before = await Promise.all((graph.get(node) ?? []).filter((other) => graph.has(other)).map(start));
      if (thrown) throw thrown.error;
      try {
        return await run(node, before);
      } catch (error) {
        thrown ??= { error };
        throw error;
      }
    })();
    started.set(node, result);
    return result;
  };
  const ended = await Promise.allSettled([...graph.keys()].map(start));
  if (thrown) throw thrown.error;
  return new Map([...graph.keys()].map((node, index) => [node, (ended[index] as PromiseFulfilledResult<Result>).value]));
}
