interface Point {
  readonly x: number;
  readonly y: number;
}

const RADIUS = 6;

/** A line through points as the `d` of a path, its corners rounded. */
export function pathOf(points: readonly Point[]): string {
  return points
    .map((point, i) => {
      const [before, after] = [points[i - 1], points[i + 1]];
      if (!before) return `M${at(point)}`;
      if (!after) return `L${at(point)}`;
      // A corner never takes more than half of the line on either side of it.
      const radius = Math.min(RADIUS, distance(before, point) / 2, distance(point, after) / 2);
      return `L${at(towards(point, before, radius))}Q${at(point)} ${at(towards(point, after, radius))}`;
    })
    .join('');
}

function towards(from: Point, to: Point, length: number): Point {
  const whole = distance(from, to);
  if (whole === 0) return from;
  return { x: from.x + ((to.x - from.x) * length) / whole, y: from.y + ((to.y - from.y) * length) / whole };
}

function distance(a: Point, b: Point): number {
  // The lines are level or upright, so no root of a sum of squares is needed.
  return Math.abs(a.x - b.x) + Math.abs(a.y - b.y);
}

function at({ x, y }: Point): string {
  return `${round(x)} ${round(y)}`;
}

/** A length as the picture has it: rounded, so that its last digits never differ. */
export function round(length: number): number {
  return Math.round(length * 10) / 10;
}
