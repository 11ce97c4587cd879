import type { AssemblyContent } from '../../../assembly/content.ts';
import type { ManifestPool } from '../../../assembly/schema.ts';
import { compareText } from '../../../core/compare.ts';
import { type GraphEdge, type GraphUnit, graphModel } from '../graph-model.ts';

/** A pool of nodes in the picture. */
export interface ScenePool {
  readonly name: string;
  /** Such as `8x H100, max 4 nodes`. */
  readonly text: string;
  /** What a reader hears of it. */
  readonly title: string;
  readonly hasGpus: boolean;
}

/** An environment or a cluster, and what is in it. */
export interface SceneBox {
  /** Apart from every other: `env dev`, `cluster dev main`. */
  readonly id: string;
  readonly kind: 'environment' | 'cluster';
  readonly name: string;
  /** Beside the name, such as `Kubernetes 1.36`. */
  readonly note: string;
  readonly pools: readonly ScenePool[];
  readonly boxes: readonly SceneBox[];
  /** Units with an arrow. */
  readonly units: readonly GraphUnit[];
  /** Units that need no other, and that no other needs. */
  readonly loose: readonly GraphUnit[];
}

/** What a picture shows. */
export interface Scene {
  readonly platform: string;
  readonly boxes: readonly SceneBox[];
  readonly units: readonly GraphUnit[];
  readonly edges: readonly GraphEdge[];
}

/**
 * What the picture of an assembly shows: as the chart of Mermaid, and the clusters with their pools.
 * @param environment only this one, and the units of others that it needs. Throws KS7006 when there is none of that name
 */
export function sceneOf(content: AssemblyContent, environment?: string): Scene {
  const { units, edges } = graphModel(content, environment);
  const connected = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const { platform, environments } = content.manifest;
  const boxes = Object.keys(environments)
    .sort(compareText)
    .map((name): SceneBox => {
      const inside = units.filter((unit) => unit.environment === name);
      // Of another environment only what is used of it is shown, and that is no pool.
      const declared = environment === undefined || environment === name ? (environments[name]?.clusters ?? {}) : {};
      const clusters = new Set([...Object.keys(declared), ...inside.flatMap(({ cluster }) => cluster ?? [])]);
      const own = inside.filter(({ cluster }) => cluster === undefined);
      return {
        id: `env ${name}`,
        kind: 'environment',
        name,
        note: '',
        pools: [],
        boxes: [...clusters].sort(compareText).map((cluster): SceneBox => {
          const { version, pools = {} } = declared[cluster] ?? {};
          return {
            id: `cluster ${name} ${cluster}`,
            kind: 'cluster',
            name: `cluster ${cluster}`,
            note: version === undefined ? '' : `Kubernetes ${version}`,
            pools: Object.keys(pools)
              .sort(compareText)
              .map((pool) => poolOf(pool, pools[pool] as ManifestPool)),
            boxes: [],
            ...split(
              inside.filter((unit) => unit.cluster === cluster),
              connected,
            ),
          };
        }),
        ...split(own, connected),
      };
    });
  return { platform, units, edges, boxes: boxes.filter((box) => box.boxes.length + box.units.length + box.loose.length > 0) };
}

function split(units: readonly GraphUnit[], connected: ReadonlySet<string>): Pick<SceneBox, 'units' | 'loose'> {
  return { units: units.filter(({ key }) => connected.has(key)), loose: units.filter(({ key }) => !connected.has(key)) };
}

function poolOf(name: string, { gpu, gpusPerNode, maxNodes, minNodes, capacity, instanceTypes }: ManifestPool): ScenePool {
  const nodes = minNodes !== undefined && minNodes === maxNodes ? `${maxNodes}` : `max ${maxNodes}`;
  const gpus = gpu === undefined ? 'no GPUs' : `${gpusPerNode ?? '?'}x ${gpu}`;
  const text = `${gpus}, ${nodes} ${maxNodes === 1 ? 'node' : 'nodes'}`;
  const details = [text, ...(capacity ? [capacity.join(', then ')] : []), ...(instanceTypes ? [instanceTypes.join(', ')] : [])];
  return { name, text, title: `node pool ${name}: ${details.join('; ')}`, hasGpus: gpu !== undefined };
}
