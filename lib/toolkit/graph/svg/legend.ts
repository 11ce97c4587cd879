import { wayOf } from './layout.ts';
import type { Scene } from './scene.ts';
import { TEXT } from './sizes.ts';
import { textWidth } from './text.ts';

const SWATCH = 26;
const GAP = 24;

/** What the colours and lines of a picture mean: those that it has. */
export function legend({ units, edges, boxes }: Scene): { readonly text: string; readonly width: number } {
  const pools = boxes.flatMap((box) => box.boxes.flatMap((cluster) => cluster.pools));
  const all: readonly (readonly [isShown: boolean, mark: string, label: string])[] = [
    [units.some(({ plane }) => plane === 'terraform'), box('terraform', 4), 'Terraform unit'],
    [units.some(({ plane }) => plane === 'kubernetes'), box('kubernetes', 4), 'Kubernetes unit'],
    [pools.some(({ hasGpus }) => hasGpus), box('gpu', 7), 'GPU node pool'],
    [pools.some(({ hasGpus }) => !hasGpus), box('pool', 7), 'node pool'],
    [edges.some((edge) => wayOf(edge) === 'value'), line('value'), 'values flow'],
    [edges.some((edge) => wayOf(edge) === 'order'), line('order'), 'done before'],
  ];
  let x = 0;
  const parts: string[] = [];
  for (const [isShown, mark, label] of all) {
    if (!isShown) continue;
    parts.push(`<g transform="translate(${Math.round(x)} 0)">${mark}<text class="note" x="${SWATCH + 6}" y="11">${label}</text></g>`);
    x += SWATCH + 6 + textWidth(label, TEXT.note) + GAP;
  }
  return { text: parts.join(''), width: x };
}

function box(name: string, radius: number): string {
  return `<rect class="${name}" width="${SWATCH}" height="14" rx="${radius}"/>`;
}

function line(name: string): string {
  return `<path class="${name}" marker-end="url(#${name})" d="M0 7L${SWATCH} 7"/>`;
}
