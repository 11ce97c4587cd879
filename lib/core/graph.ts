/** A directed graph: from a node to the nodes that it depends on. */
export type Graph = ReadonlyMap<string, Iterable<string>>;

/**
 * A cycle of the graph as the path that leads back to its start (`a, b, a`), or undefined when there is none.
 * The same graph gives the same cycle, whatever the order of insertion.
 */
export function findCycle(graph: Graph): readonly string[] | undefined {
  const done = new Set<string>();
  const sorted = [...graph.keys()].sort();
  for (const start of sorted) {
    const path: string[] = [];
    const onPath = new Set<string>();
    const stack: { node: string; rest: string[] }[] = [];
    const enter = (node: string): void => {
      path.push(node);
      onPath.add(node);
      stack.push({ node, rest: [...(graph.get(node) ?? [])].sort().reverse() });
    };
    if (!done.has(start)) enter(start);
    for (let frame = stack.at(-1); frame; frame = stack.at(-1)) {
      const next = frame.rest.pop();
      if (next === undefined) {
        stack.pop();
        path.pop();
        onPath.delete(frame.node);
        done.add(frame.node);
      } else if (onPath.has(next)) {
        return [...path.slice(path.indexOf(next)), next];
      } else if (!done.has(next)) {
        enter(next);
      }
    }
  }
  return undefined;
}
