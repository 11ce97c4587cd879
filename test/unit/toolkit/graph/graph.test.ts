import { describe, expect, it } from 'vitest';
import type { UnitEdge } from '../../../../lib/assembly/schema.ts';
import { drawGraph, graphTooLarge } from '../../../../lib/toolkit/graph/graph.ts';
import { assembly, deployment, type TestUnit } from '../../../support/assembly.ts';
import { parseMermaid } from '../../../support/mermaid.ts';

const needs = (unit: string, ...reasons: UnitEdge['reasons']): UnitEdge => ({ unit, reasons });
const reads = (unit: string, ...outputs: string[]): Required<Pick<TestUnit, 'bindings'>> => ({
  bindings: outputs.map((output) => ({ target: 'x', type: 'string', parts: ['https://', { unit, output, type: 'string' }] })),
});

const platform = assembly({
  'dev/terraform.data': { stack: { resource: { aws_s3_bucket: { pictures: {} } } } },
  'dev/kubernetes.main.namespaces': {},
  'dev/kubernetes.main.shop': {
    objects: [{ manifest: deployment('web') }, { manifest: deployment('model', { gpus: 2, replicas: 3 }) }],
    dependsOn: [needs('dev/kubernetes.main.namespaces', 'namespace', 'kind'), needs('dev/terraform.data', 'binding')],
    ...reads('dev/terraform.data', 'name', 'arn', 'name'),
  },
  'prod/kubernetes.main.shop': {
    dependsOn: [needs('shared/terraform.dns', 'binding', 'dependsOn')],
    ...reads('shared/terraform.dns', 'zone'),
  },
  'shared/terraform.dns': {},
  'shared/terraform.unused': {},
});

describe('a graph', () => {
  it('shows units with their counts, in boxes of environments and clusters, and what flows between them', () => {
    expect(drawGraph(platform, { environment: 'dev' })).toBe(`flowchart LR
  subgraph env_dev["dev"]
    subgraph cluster_dev_main["cluster main"]
      unit_dev_kubernetes_main_namespaces["namespaces<br/>0 objects"]
      unit_dev_kubernetes_main_shop["shop<br/>2 objects<br/>6 GPUs"]
    end
    unit_dev_terraform_data[("data<br/>1 resource")]
  end
  unit_dev_kubernetes_main_namespaces -->|"namespace, kind"| unit_dev_kubernetes_main_shop
  unit_dev_terraform_data ==>|"arn<br/>name"| unit_dev_kubernetes_main_shop
`);
  });

  it('is understood by Mermaid as it is meant', async () => {
    const chart = await parseMermaid(drawGraph(platform));
    expect([...chart.nodes.values()]).toEqual([
      'namespaces<br/>0 objects',
      'shop<br/>2 objects<br/>6 GPUs',
      'data<br/>1 resource',
      'shop<br/>0 objects',
      'dns<br/>0 resources',
      'unused<br/>0 resources',
    ]);
    expect(chart.edges).toEqual([
      { from: 'unit_dev_kubernetes_main_namespaces', to: 'unit_dev_kubernetes_main_shop', text: 'namespace, kind', isThick: false },
      { from: 'unit_dev_terraform_data', to: 'unit_dev_kubernetes_main_shop', text: 'arn<br/>name', isThick: true },
      { from: 'unit_shared_terraform_dns', to: 'unit_prod_kubernetes_main_shop', text: 'zone', isThick: true },
    ]);
    expect(new Map(chart.boxes.map(({ title, members }) => [title, [...members].sort()])).get('dev')).toEqual([
      'cluster_dev_main',
      'unit_dev_terraform_data',
    ]);
  });

  it('of one environment has what it uses of others, and nothing else of them', async () => {
    const { nodes, boxes } = await parseMermaid(drawGraph(platform, { environment: 'prod' }));
    expect([...nodes.keys()].sort()).toEqual(['unit_prod_kubernetes_main_shop', 'unit_shared_terraform_dns']);
    expect(boxes.map(({ title }) => title).sort()).toEqual(['cluster main', 'prod', 'shared']);
  });

  it('refuses an environment that is not there', () => {
    expect(() => drawGraph(platform, { environment: 'prd' })).toThrow('KS7006: there is no environment "prd"; did you mean prod?');
    expect(() => drawGraph(platform, { environment: 'constructor' })).toThrow(/^KS7006: .*; name one of dev, prod, shared$/);
  });

  it('takes any name: words of Mermaid, quotes, brackets, other scripts, and two that look alike', async () => {
    const names = [
      'end',
      'subgraph',
      'graph',
      'o',
      'x',
      'a.b',
      'a-b',
      'a_b',
      'größe',
      '模型',
      'q"]',
      '<b>&amp;',
      'a#35;b',
      '%%{init}%%',
      '`md`',
      'x|y',
      '😀',
      'style',
      'click',
      '1e3',
    ];
    const units = Object.fromEntries(
      names.map((name, i): [string, TestUnit] => {
        const first = `dev/terraform.${names[0]}`;
        return [`dev/terraform.${name}`, i === 0 ? {} : { dependsOn: [needs(first, 'binding')], ...reads(first, name) }];
      }),
    );
    const { nodes, edges } = await parseMermaid(drawGraph(assembly(units)));
    expect([...nodes.values()].map((text) => text.replace('<br/>0 resources', '')).sort()).toEqual([...names].sort());
    expect(edges.map(({ text }) => text).sort()).toEqual(names.slice(1).sort());
    expect(new Set(edges.map(({ to }) => to)).size).toBe(names.length - 1);
  });

  it('names a few outputs and counts the rest', () => {
    const many = (count: number) =>
      drawGraph(
        assembly({
          'dev/terraform.a': {},
          'dev/terraform.b': {
            dependsOn: [needs('dev/terraform.a', 'binding')],
            ...reads('dev/terraform.a', ...Array.from({ length: count }, (_, i) => `o${i}`)),
          },
        }),
      );
    expect(many(4)).toContain('"o0<br/>o1<br/>o2<br/>o3"');
    expect(many(9)).toContain('"o0<br/>o1<br/>o2<br/>and 6 more"');
  });

  it('keeps its ids when a unit comes', () => {
    const ids = (units: Record<string, TestUnit>) => [...drawGraph(assembly(units)).matchAll(/unit_\w+/g)].map(([id]) => id);
    expect(ids({ 'dev/terraform.a': {}, 'dev/terraform.b': {}, 'dev/terraform.c': {} })).toEqual(
      expect.arrayContaining(ids({ 'dev/terraform.b': {} })),
    );
  });

  it('says when GitHub would not render it', () => {
    expect(graphTooLarge(drawGraph(platform))).toBeUndefined();
    const star = Object.fromEntries(
      Array.from({ length: 501 }, (_, i) => [`dev/terraform.u${i}`, { dependsOn: [needs('dev/terraform.x', 'dependsOn')] }]),
    );
    expect(graphTooLarge(drawGraph(assembly({ ...star, 'dev/terraform.x': {} })))).toBe(
      'the chart has 501 arrows, and GitHub renders at most 500',
    );
  });
});
