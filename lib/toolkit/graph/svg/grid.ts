/** Where something is, in pixels. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Things of one size in rows and columns. */
export interface Grid {
  readonly count: number;
  readonly columns: number;
  /** Of one thing. */
  readonly width: number;
  readonly height: number;
  readonly gap: number;
}

/** As many columns as there is room for, and two at least; no emptier than its rows need. */
export function widestGrid(of: Omit<Grid, 'columns'>, room: number): Grid {
  const most = Math.max(2, Math.floor((room + of.gap) / (of.width + of.gap)));
  const rows = Math.ceil(of.count / most);
  return { ...of, columns: rows === 0 ? 0 : Math.ceil(of.count / rows) };
}

export function gridWidth({ columns, width, gap }: Grid): number {
  return columns === 0 ? 0 : columns * (width + gap) - gap;
}

export function gridHeight({ count, columns, height, gap }: Grid): number {
  return count === 0 ? 0 : Math.ceil(count / columns) * (height + gap) - gap;
}

/** Where each thing is, row by row. */
export function placeGrid({ count, columns, width, height, gap }: Grid, corner: { readonly x: number; readonly y: number }): Rectangle[] {
  return Array.from({ length: count }, (_, i) => ({
    x: corner.x + (i % columns) * (width + gap),
    y: corner.y + Math.floor(i / columns) * (height + gap),
    width,
    height,
  }));
}
