import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runGraph } from '../../../../lib/apply/run/run-graph.ts';
import { Slots } from '../../../../lib/apply/run/slots.ts';
import { property } from '../../../support/property.ts';

/** Each node depends on some of those before it. */
const graphs = fc
  .array(fc.array(fc.nat(), { maxLength: 4 }), { minLength: 1, maxLength: 20 })
  .map((nodes) => new Map(nodes.map((before, i) => [`n${i}`, i === 0 ? [] : [...new Set(before.map((other) => `n${other % i}`))]])));

describe('a graph of work', () => {
  it('runs each node once, after all that it depends on, and gives it their results', async () => {
    await fc.assert(
      fc.asyncProperty(graphs, async (graph) => {
        const ended: string[] = [];
        const results = await runGraph<string>(graph, async (node, before) => {
          expect(before).toEqual(graph.get(node));
          for (const other of before) expect(ended).toContain(other);
          await turn();
          ended.push(node);
          return node;
        });
        expect([...results.keys()]).toEqual([...graph.keys()]);
        expect([...ended].sort()).toEqual([...graph.keys()].sort());
      }),
      property(50),
    );
  });

  it('runs independent nodes at once, as many as there are slots', async () => {
    const slots = new Slots(3);
    let under = 0;
    let most = 0;
    const graph = new Map(Array.from({ length: 10 }, (_, i) => [`n${i}`, []] as const));
    await runGraph(graph, () =>
      slots.use(async () => {
        most = Math.max(most, ++under);
        await turn();
        under--;
      }),
    );
    expect(most).toBe(3);
  });

  it('begins nothing after a run that threw, waits for what is under way, and throws what was thrown first', async () => {
    const begun: string[] = [];
    let other = false;
    const graph = new Map([
      ['bad', []],
      ['slow', []],
      ['after', ['slow']],
    ]);
    const run = runGraph(graph, async (node) => {
      begun.push(node);
      if (node === 'bad') throw new Error('first');
      await turn();
      other = true;
    });
    await expect(run).rejects.toThrow('first');
    expect([begun, other]).toEqual([['bad', 'slow'], true]);
  });
});
