import type { GraphEdge, GraphUnit } from '../graph-model.ts';
import type { Rectangle } from './grid.ts';
import { type Layout, wayOf } from './layout.ts';
import { legend } from './legend.ts';
import { pathOf, round } from './path.ts';
import type { Scene, SceneBox, ScenePool } from './scene.ts';
import { BOX, noteStart, POOL, plural, TEXT, UNIT, unitText } from './sizes.ts';
import { styleSheet } from './style.ts';
import { escapeXml, fitText, type TextStyle, textWidth } from './text.ts';

const MARGIN = 20;
const HEADING = 52;
const LEGEND = 36;

/** The text of the picture. The same scene gives the same bytes: every length is rounded, everything sorted before. */
export function draw(scene: Scene, layout: Layout): string {
  const title = `${scene.platform}: ${plural(scene.boxes.length, 'environment')}, ${plural(scene.units.length, 'unit')}`;
  const key = legend(scene);
  const width = Math.ceil(Math.max(layout.width, key.width, textWidth(scene.platform, TEXT.heading)) + 2 * MARGIN);
  const height = layout.height + HEADING + LEGEND + 2 * MARGIN;
  const edges = [...layout.edges].sort(([a], [b]) => Number(wayOf(a) === 'value') - Number(wayOf(b) === 'value'));
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title description" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<title id="title">${escapeXml(title)}</title>`,
    `<desc id="description">${escapeXml(description(scene))}</desc>`,
    `<style>\n${styleSheet()}\n</style>`,
    `<defs>${head('value')}${head('order')}</defs>`,
    `<rect class="paper" width="${width}" height="${height}" rx="8"/>`,
    text(scene.platform, { x: MARGIN, y: MARGIN + 18, width: width - 2 * MARGIN }, TEXT.heading, 'heading'),
    text(summary(scene), { x: MARGIN, y: MARGIN + 36, width: width - 2 * MARGIN }, TEXT.note, 'note'),
    `<g transform="translate(${MARGIN} ${MARGIN + HEADING})">`,
    ...layout.boxes.map(([box, place]) => drawBox(box, place)),
    ...edges.map(([edge, lines]) => drawEdge(edge, lines)),
    ...layout.pools.map(([pool, place]) => drawPool(pool, place)),
    ...layout.units.map(([unit, place]) => drawUnit(unit, place)),
    '</g>',
    `<g transform="translate(${MARGIN} ${height - MARGIN - 16})">${key.text}</g>`,
    '</svg>',
  ].join('\n')}\n`;
}

function drawBox({ kind, name, note }: SceneBox, place: Rectangle): string {
  const inner = place.width - 2 * BOX.padding;
  const shown = fitText(name, inner, TEXT.box);
  const beside = { x: noteStart(shown), y: 27 };
  const room = place.width - beside.x - BOX.padding;
  return group(place, note === '' ? name : `${name}, ${note}`, '', [
    rectangle(kind, place, kind === 'environment' ? 10 : 8),
    text(shown, { x: BOX.padding, y: 27, width: inner }, TEXT.box, 'title'),
    ...(note !== '' && textWidth(note, TEXT.note) <= room ? [text(note, { ...beside, width: room }, TEXT.note, 'note')] : []),
  ]);
}

function drawUnit(unit: GraphUnit, place: Rectangle): string {
  const room = { x: UNIT.inset, width: place.width - 2 * UNIT.inset };
  return group(place, `${unit.key}: ${unitText(unit)}`, ` data-unit="${escapeXml(unit.key)}"`, [
    rectangle(unit.plane, place, 6),
    `<rect class="bar-${unit.plane}" x="0" y="8" width="4" height="${place.height - 16}" rx="2"/>`,
    text(unit.name, { ...room, y: 18 }, TEXT.name, 'name'),
    text(unitText(unit), { ...room, y: 33 }, TEXT.note, 'note'),
  ]);
}

function drawPool(pool: ScenePool, place: Rectangle): string {
  const room = { x: POOL.inset, width: place.width - 2 * POOL.inset };
  return group(place, pool.title, '', [
    rectangle(pool.hasGpus ? 'gpu' : 'pool', place, place.height / 2),
    text(pool.name, { ...room, y: 17 }, TEXT.name, 'name'),
    text(pool.text, { ...room, y: 31 }, TEXT.note, 'note'),
  ]);
}

function drawEdge(edge: GraphEdge, lines: Layout['edges'][number][1]): string {
  const way = wayOf(edge);
  const why = [...edge.outputs, ...edge.reasons.filter((reason) => reason !== 'binding')].join(', ');
  const paths = lines.map((line) => `<path class="${way}" marker-end="url(#${way})" d="${pathOf(line)}"/>`);
  const ends = `data-from="${escapeXml(edge.from)}" data-to="${escapeXml(edge.to)}"`;
  return `<g ${ends}><title>${escapeXml(`${edge.to} needs ${edge.from}${why === '' ? '' : `: ${why}`}`)}</title>${paths.join('')}</g>`;
}

function group(place: Rectangle, title: string, attributes: string, parts: readonly string[]): string {
  return `<g transform="translate(${round(place.x)} ${round(place.y)})"${attributes}><title>${escapeXml(title)}</title>${parts.join('')}</g>`;
}

function rectangle(name: string, { width, height }: Rectangle, radius: number): string {
  return `<rect class="${name}" width="${round(width)}" height="${round(height)}" rx="${radius}"/>`;
}

function text(value: string, at: { x: number; y: number; width: number }, style: TextStyle, name: string): string {
  return `<text class="${name}" x="${round(at.x)}" y="${at.y}">${escapeXml(fitText(value, at.width, style))}</text>`;
}

function head(way: 'value' | 'order'): string {
  return `<marker id="${way}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path class="${way}-head" d="M0 0L8 4L0 8z"/></marker>`;
}

function summary({ boxes, units }: Scene): string {
  const sum = (plane: string): number => units.reduce((total, unit) => total + (unit.plane === plane ? unit.count : 0), 0);
  const gpus = units.reduce((total, unit) => total + unit.gpus, 0);
  const counts: readonly (readonly [number, string])[] = [
    [boxes.length, 'environment'],
    [units.length, 'unit'],
    [sum('kubernetes'), 'Kubernetes object'],
    [sum('terraform'), 'Terraform resource'],
  ];
  const parts = counts.filter(([count]) => count > 0).map(([count, noun]) => plural(count, noun));
  return [...parts, ...(gpus > 0 ? [`${plural(gpus, 'GPU')} requested`] : [])].join(' · ');
}

/** The picture in words, for those who don't see it. */
function description({ boxes, edges }: Scene): string {
  const names = boxes.map(({ name, boxes: clusters }) => {
    const inside = clusters.map((cluster) => {
      const pools = cluster.pools.map((pool) => `${pool.name} (${pool.text})`);
      return pools.length === 0 ? cluster.name : `${cluster.name} with the node pools ${pools.join(', ')}`;
    });
    return inside.length === 0 ? name : `${name} with ${inside.join(' and ')}`;
  });
  return `Environments: ${names.join('; ')}. ${plural(edges.length, 'arrow')} from what is done first to what needs it.`;
}
