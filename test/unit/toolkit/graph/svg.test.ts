import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AssemblyContent } from '../../../../lib/assembly/content.ts';
import type { ManifestPool, UnitEdge } from '../../../../lib/assembly/schema.ts';
import { drawPicture } from '../../../../lib/toolkit/graph/svg/index.ts';
import { fitText, textWidth } from '../../../../lib/toolkit/graph/svg/text.ts';
import { assembly, deployment, type TestUnit } from '../../../support/assembly.ts';
import { property } from '../../../support/property.ts';
import { type PictureElement, parseSvg } from '../../../support/svg.ts';

const needs = (unit: string, ...reasons: UnitEdge['reasons']): UnitEdge => ({ unit, reasons });
const reads = (unit: string, ...outputs: string[]): Required<Pick<TestUnit, 'bindings'>> => ({
  bindings: outputs.map((output) => ({ target: 'x', type: 'string', parts: ['https://', { unit, output, type: 'string' }] })),
});
const pool = (of: Partial<ManifestPool>): ManifestPool => ({ path: 'p', maxNodes: 4, nodeSelector: {}, taints: [], ...of });

const platform = assembly(
  {
    'dev/terraform.data': { stack: { resource: { aws_s3_bucket: { pictures: {} } } } },
    'dev/kubernetes.main.namespaces': {},
    'dev/kubernetes.main.alone': {},
    'dev/kubernetes.main.shop': {
      objects: [{ manifest: deployment('model', { gpus: 2, replicas: 3 }) }],
      dependsOn: [needs('dev/kubernetes.main.namespaces', 'namespace', 'kind'), needs('dev/terraform.data', 'binding')],
      ...reads('dev/terraform.data', 'name', 'arn'),
    },
    'prod/kubernetes.main.shop': { dependsOn: [needs('shared/terraform.dns', 'binding')], ...reads('shared/terraform.dns', 'zone') },
    'shared/terraform.dns': {},
    'shared/terraform.unused': {},
  },
  {
    dev: {
      main: {
        path: 'dev/main',
        version: '1.36',
        pools: {
          h100: pool({ gpu: 'H100', gpusPerNode: 8, maxNodes: 1, capacity: ['reserved', 'on-demand'] }),
          general: pool({ maxNodes: 20, instanceTypes: ['m7i.xlarge'] }),
        },
      },
    },
    prod: { main: { path: 'prod/main', version: '1.35', pools: { l40s: pool({ gpu: 'L40S' }) } } },
  },
);

const draw = async (content: AssemblyContent, environment?: string) => {
  const svg = await drawPicture(content, environment === undefined ? {} : { environment });
  const picture = await parseSvg(svg);
  const groups = picture.elements('g');
  const edgeGroups = groups.filter((group) => group.attribute('data-from') !== undefined);
  return {
    svg,
    title: picture.title,
    texts: picture.elements('text').map(({ text }) => text),
    titles: groups.map(({ title }) => title).filter((title) => title !== ''),
    units: groups.filter((group) => group.attribute('data-unit') !== undefined),
    edges: edgeGroups.map((group) => ({
      from: group.attribute('data-from'),
      to: group.attribute('data-to'),
      title: group.title,
      way: group.children.find(({ name }) => name === 'path')?.attribute('class'),
      ends: group.children.filter(({ name }) => name === 'path').map((path) => endsOf(path.attribute('d') ?? '')),
    })),
  };
};

/** First and last point of a path. */
const endsOf = (d: string): readonly (readonly [number, number])[] => {
  const numbers = [...d.matchAll(/-?[\d.]+/g)].map(Number);
  return [numbers.slice(0, 2) as [number, number], numbers.slice(-2) as [number, number]];
};

const placeOf = (unit: PictureElement) => {
  const [x = 0, y = 0] = [...(unit.attribute('transform') ?? '').matchAll(/-?[\d.]+/g)].map(Number);
  const rectangle = unit.children.find(({ name }) => name === 'rect');
  return { x, y, width: Number(rectangle?.attribute('width')), height: Number(rectangle?.attribute('height')) };
};

describe('a picture of a platform', () => {
  it('has environments, clusters, pools with their GPUs, units with their counts, and says what it is', async () => {
    const { title, texts, titles, svg } = await draw(platform);
    expect(title).toBe('acme: 3 environments, 7 units');
    expect(texts).toEqual(expect.arrayContaining(['dev', 'prod', 'shared', 'cluster main', 'Kubernetes 1.36', 'Kubernetes 1.35']));
    expect(texts).toEqual(
      expect.arrayContaining(['h100', '8x H100, max 1 node', 'general', 'no GPUs, max 20 nodes', 'l40s', '?x L40S, max 4 nodes']),
    );
    expect(texts).toEqual(expect.arrayContaining(['data', '1 resource', 'shop', '1 object, 6 GPUs', 'alone', '0 objects']));
    expect(titles).toContain('node pool h100: 8x H100, max 1 node; reserved, then on-demand');
    expect(titles).toContain('dev/kubernetes.main.shop: 1 object, 6 GPUs');
    expect(svg).toContain('h100 (8x H100, max 1 node)');
    expect(texts).toEqual(expect.arrayContaining(['Terraform unit', 'GPU node pool', 'values flow', 'done before']));
  });

  it('has each edge once, a thick one for values, and says why it is there', async () => {
    const { edges } = await draw(platform);
    expect(edges.map(({ from, to, title, way }) => [from, to, way, title])).toEqual([
      [
        'dev/kubernetes.main.namespaces',
        'dev/kubernetes.main.shop',
        'order',
        'dev/kubernetes.main.shop needs dev/kubernetes.main.namespaces: namespace, kind',
      ],
      ['dev/terraform.data', 'dev/kubernetes.main.shop', 'value', 'dev/kubernetes.main.shop needs dev/terraform.data: arn, name'],
      ['shared/terraform.dns', 'prod/kubernetes.main.shop', 'value', 'prod/kubernetes.main.shop needs shared/terraform.dns: zone'],
    ]);
  });

  it('of one environment has what it uses of others, and neither their pools nor the rest', async () => {
    const { units, texts } = await draw(platform, 'prod');
    expect(units.map((unit) => unit.attribute('data-unit')).sort()).toEqual(['prod/kubernetes.main.shop', 'shared/terraform.dns']);
    expect(texts).toContain('l40s');
    expect(texts).not.toContain('h100');
    expect(texts).not.toContain('done before');
    await expect(drawPicture(platform, { environment: 'prd' })).rejects.toThrow(
      'KS7006: there is no environment "prd"; did you mean prod?',
    );
  });

  it('is the same each time, and follows light and dark mode on a ground of its own', async () => {
    const [first, second] = [await drawPicture(platform), await drawPicture(platform)];
    expect(second).toBe(first);
    expect(first).toMatch(/<rect class="paper" width="\d+" height="\d+"/);
    expect(first).toContain('@media (prefers-color-scheme:dark)');
    expect(first).not.toMatch(/<script|<image|<foreignObject|href|https?:(?!\/\/www\.w3\.org\/2000\/svg")|\d\.\d\d\d/);
  });

  it('shows any name as text, and never as markup', async () => {
    const names = ['<script>alert(1)<\\script>', 'a"b\'c', '&amp;', ']]>', '<!--', 'größe', '模型', '😀', 'x\u0000y', 'x\ud800y', '\u202e'];
    const units = Object.fromEntries(
      names.map((name, i): [string, TestUnit] => {
        const before = `dev/terraform.${names[i - 1]}`;
        return [`dev/terraform.${name}`, i === 0 ? {} : { dependsOn: [needs(before, 'binding')], ...reads(before, name) }];
      }),
    );
    const { units: drawn, edges, svg } = await draw(assembly(units));
    const shown = (name: string) => name.replace('\u0000', '\ufffd').replace('\ud800', '\ufffd');
    expect(drawn.map((unit) => unit.attribute('data-unit')?.slice('dev/terraform.'.length)).sort()).toEqual(names.map(shown).sort());
    expect(edges).toHaveLength(names.length - 1);
    expect(svg).not.toContain('<script');
  });

  it('cuts a name that is wider than its box, and keeps the whole in the title', async () => {
    const name = 'm'.repeat(80);
    const { texts, titles } = await draw(assembly({ [`dev/terraform.${name}`]: {} }));
    expect(texts.filter((text) => text.startsWith('mmm'))).toEqual([expect.stringMatching(/^m{10,30}…$/)]);
    expect(titles).toContain(`dev/terraform.${name}: 0 resources`);
    expect(textWidth(fitText('模型'.repeat(40), 100, { size: 12 }), { size: 12 })).toBeLessThanOrEqual(100);
    expect(fitText('short', 100, { size: 12 })).toBe('short');
  });

  it('draws a platform without units', async () => {
    expect((await draw(assembly({}))).title).toBe('acme: 0 environments, 0 units');
    expect((await draw(assembly({ 'dev/terraform.a': {} }))).title).toBe('acme: 1 environment, 1 unit');
  });

  it('places any platform so that no units overlap and each arrow leads from one unit to the other', async () => {
    const key = fc.tuple(
      fc.constantFrom('dev', 'prod'),
      fc.constantFrom('terraform', 'kubernetes.main', 'kubernetes.gpu'),
      fc.integer({ min: 0, max: 9 }),
    );
    const graph = fc.tuple(
      fc.uniqueArray(
        key.map(([env, plane, i]) => `${env}/${plane}.u${i}`),
        { minLength: 1, maxLength: 24 },
      ),
      fc.array(fc.tuple(fc.nat(23), fc.nat(23), fc.boolean()), { maxLength: 30 }),
    );
    await fc.assert(
      fc.asyncProperty(graph, async ([keys, pairs]) => {
        const units: Record<string, { dependsOn: UnitEdge[]; bindings: Required<TestUnit>['bindings'][number][] }> = {};
        for (const one of keys) units[one] = { dependsOn: [], bindings: [] };
        // An edge leads from a smaller index to a greater one: a platform has no cycles.
        for (const [a, b, isValue] of pairs) {
          const [from, to] = [keys[Math.min(a, b)], keys[Math.max(a, b)]];
          if (from === undefined || to === undefined || from === to || units[to]?.dependsOn.some(({ unit }) => unit === from)) continue;
          units[to]?.dependsOn.push(needs(from, isValue ? 'binding' : 'dependsOn'));
          if (isValue) units[to]?.bindings.push(...reads(from, 'id').bindings);
        }
        const { units: drawn, edges } = await draw(assembly(units));
        const places = new Map(drawn.map((unit) => [unit.attribute('data-unit') ?? '', placeOf(unit)]));
        expect([...places.keys()].sort()).toEqual([...keys].sort());
        expect(edges).toHaveLength(Object.values(units).reduce((sum, unit) => sum + unit.dependsOn.length, 0));
        const all = [...places.values()];
        for (const [i, a] of all.entries())
          for (const b of all.slice(i + 1))
            expect(a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y).toBe(true);
        for (const { from = '', to = '', ends } of edges) {
          const [start, end] = [places.get(from), places.get(to)];
          expect(ends).toHaveLength(1);
          const [[x1, y1], [x2, y2]] = ends[0] as [[number, number], [number, number]];
          expect([x1, x2]).toEqual([expect.closeTo((start?.x ?? 0) + (start?.width ?? 0), 0), expect.closeTo(end?.x ?? 0, 0)]);
          expect(y1 >= (start?.y ?? 0) && y1 <= (start?.y ?? 0) + (start?.height ?? 0)).toBe(true);
          expect(y2 >= (end?.y ?? 0) && y2 <= (end?.y ?? 0) + (end?.height ?? 0)).toBe(true);
        }
      }),
      property(25),
    );
  });
});
