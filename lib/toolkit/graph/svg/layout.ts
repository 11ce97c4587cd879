import type { ELK, ElkEdgeSection, ElkExtendedEdge, ElkNode, ElkPoint } from 'elkjs/lib/elk-api.js';
import { once } from '../../../core/once.ts';
import type { GraphEdge, GraphUnit } from '../graph-model.ts';
import { type Grid, gridHeight, gridWidth, placeGrid, type Rectangle, widestGrid } from './grid.ts';
import type { Scene, SceneBox, ScenePool } from './scene.ts';
import { BOX, headWidth, POOL, poolWidth, UNIT, unitWidth } from './sizes.ts';

/** A scene with places. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly (readonly [box: SceneBox, place: Rectangle])[];
  readonly units: readonly (readonly [unit: GraphUnit, place: Rectangle])[];
  readonly pools: readonly (readonly [pool: ScenePool, place: Rectangle])[];
  /** Each line of an edge is its corners, the arrowhead at the last. */
  readonly edges: readonly (readonly [edge: GraphEdge, lines: readonly (readonly ElkPoint[])[]])[];
}

interface Port {
  readonly id: string;
  readonly key: string;
}

const SPACING = {
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.spacing.nodeNodeBetweenLayers': '44',
  'elk.layered.spacing.edgeNodeBetweenLayers': '14',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '9',
  'elk.spacing.nodeNode': '14',
  'elk.spacing.edgeNode': '12',
  'elk.spacing.edgeEdge': '9',
  'elk.spacing.componentComponent': '24',
};

const OPTIONS = {
  ...SPACING,
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.json.edgeCoords': 'ROOT',
  'elk.json.shapeCoords': 'ROOT',
  'elk.padding': '[top=0,left=0,bottom=0,right=0]',
  'elk.randomSeed': '1',
  'elk.layered.thoroughness': '7',
};

/** The library is 1.5 MB: whoever draws nothing does not load it. */
const loadElk = once(async (): Promise<ELK> => {
  const { default: elk } = await import('elkjs/lib/elk.bundled.js');
  return new elk.default();
});

/** The grids of boxes: pools above and loose units below what has arrows, as wide as that is. */
interface Grids {
  readonly pools: Grid;
  readonly loose: Grid;
}

/** Places a scene. Twice: how many columns a grid has room for is known when the arrows are placed. */
export async function layOut(scene: Scene): Promise<Layout> {
  const sizes = { unit: unitWidth(scene.units), pool: poolWidth(allBoxes(scene.boxes).flatMap((box) => box.pools)) };
  const gridsFor = (box: SceneBox, width: number): Grids => {
    const inner = width - 2 * BOX.padding;
    return {
      pools: widestGrid({ count: box.pools.length, width: sizes.pool, height: POOL.height, gap: POOL.gap }, inner),
      loose: widestGrid({ count: box.loose.length, width: sizes.unit, height: UNIT.height, gap: UNIT.gap }, inner),
    };
  };
  const elk = await loadElk();
  const draft = await elk.layout(graphOf(scene, sizes.unit, (box) => gridsFor(box, 0)));
  const widths = new Map(allNodes(draft).map(({ id, width = 0 }) => [id, width]));
  const grids = new Map(allBoxes(scene.boxes).map((box) => [box.id, gridsFor(box, widths.get(box.id) ?? 0)]));
  const gridsOf = (box: SceneBox): Grids => grids.get(box.id) as Grids;
  const placed = await elk.layout(graphOf(scene, sizes.unit, gridsOf));
  const places = new Map(allNodes(placed).map((node) => [node.id, rectangle(node)]));
  const placeOf = (id: string): Rectangle => places.get(id) as Rectangle;
  const boxes = allBoxes(scene.boxes).map((box) => [box, placeOf(box.id)] as const);
  return {
    width: Math.ceil(placed.width ?? 0),
    height: Math.ceil(placed.height ?? 0),
    boxes,
    units: boxes.flatMap(([box, place]) => [
      ...box.units.map((unit) => [unit, placeOf(`unit ${unit.key}`)] as const),
      ...looseUnits(box, place, gridsOf(box).loose),
    ]),
    pools: boxes.flatMap(([box, place]) => {
      const corner = { x: place.x + BOX.padding, y: place.y + BOX.title };
      return placeGrid(gridsOf(box).pools, corner).map((at, i) => [box.pools[i] as ScenePool, at] as const);
    }),
    edges: scene.edges.map((edge, i) => [edge, linesOf(placed.edges?.[i])] as const),
  };
}

function looseUnits(box: SceneBox, place: Rectangle, grid: Grid): (readonly [GraphUnit, Rectangle])[] {
  const corner = { x: place.x + BOX.padding, y: place.y + place.height - BOX.padding - gridHeight(grid) };
  return placeGrid(grid, corner).map((at, i) => [box.loose[i] as GraphUnit, at] as const);
}

function graphOf(scene: Scene, unitWidth: number, gridsOf: (box: SceneBox) => Grids): ElkNode & { edges: ElkExtendedEdge[] } {
  const node = ({ key }: GraphUnit): ElkNode => ({
    id: `unit ${key}`,
    width: unitWidth,
    height: UNIT.height,
    layoutOptions: { 'elk.portConstraints': 'FIXED_SIDE' },
    // Arrows of one kind leave a unit at one point and share a line as far as they can; each enters at a point of its own, so
    // that a line has one beginning.
    ports: [
      ...new Set(
        scene.edges.flatMap((edge, i) =>
          portsOf(edge, i)
            .filter((port) => port.key === key)
            .map(({ id }) => id),
        ),
      ),
    ].map((id) => ({
      id,
      layoutOptions: { 'elk.port.side': id.startsWith('out') ? 'EAST' : 'WEST' },
    })),
  });
  const group = (box: SceneBox): ElkNode => {
    const { pools, loose } = gridsOf(box);
    const children = [...box.units.map(node), ...box.boxes.map(group)];
    const top = BOX.title + (pools.count > 0 ? gridHeight(pools) + BOX.gap : 0);
    const below = gridHeight(loose);
    const width = Math.max(headWidth(box), gridWidth(pools) + 2 * BOX.padding, gridWidth(loose) + 2 * BOX.padding);
    if (children.length === 0) return { id: box.id, width, height: top + below + BOX.padding };
    const bottom = BOX.padding + (loose.count > 0 ? below + BOX.gap : 0);
    return {
      id: box.id,
      children,
      layoutOptions: {
        ...SPACING,
        'elk.padding': `[top=${top},left=${BOX.padding},bottom=${bottom},right=${BOX.padding}]`,
        'elk.nodeSize.constraints': 'MINIMUM_SIZE',
        'elk.nodeSize.minimum': `(${width},0)`,
      },
    };
  };
  return {
    id: 'picture',
    layoutOptions: OPTIONS,
    children: scene.boxes.map(group),
    edges: scene.edges.map((edge, i) => {
      const [from, to] = portsOf(edge, i);
      return { id: `edge ${i}`, sources: [from.id], targets: [to.id] };
    }),
  };
}

/** Where an edge leaves and enters. */
function portsOf(edge: GraphEdge, index: number): readonly [from: Port, to: Port] {
  return [
    { id: `out ${wayOf(edge)} ${edge.from}`, key: edge.from },
    { id: `in ${index}`, key: edge.to },
  ];
}

/** Whether values flow along an edge. */
export function wayOf({ outputs }: GraphEdge): 'value' | 'order' {
  return outputs.length > 0 ? 'value' : 'order';
}

function allBoxes(boxes: readonly SceneBox[]): SceneBox[] {
  return boxes.flatMap((box) => [box, ...allBoxes(box.boxes)]);
}

function allNodes(node: ElkNode): ElkNode[] {
  return [node, ...(node.children ?? []).flatMap(allNodes)];
}

function linesOf(edge: ElkExtendedEdge | undefined): ElkPoint[][] {
  return (edge?.sections ?? []).map(({ startPoint, bendPoints = [], endPoint }: ElkEdgeSection) => [startPoint, ...bendPoints, endPoint]);
}

function rectangle({ x = 0, y = 0, width = 0, height = 0 }: ElkNode): Rectangle {
  return { x, y, width, height };
}
