/** A piece of a line in one style. */
export interface Run {
  readonly text: string;
  readonly bold?: true;
  readonly dim?: true;
  /** Of the eight of a terminal: 1 red, 2 green, 3 yellow ... */
  readonly colour?: number;
}

/** A line of a terminal, and when it was as it is at the end. */
export interface Line {
  readonly runs: readonly Run[];
  /** Seconds after the start. */
  readonly at: number;
}

interface Cell extends Omit<Run, 'text'> {
  readonly char: string;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: it is these that are looked for
const TOKEN = /\u001b\[([?\d;]*)([A-Za-z])|[\s\S]/gu;

/** A terminal without an end: it takes output and says what stands on it. It knows what commands of Keelson and npm write. */
export class Screen {
  readonly #rows: { cells: Cell[]; at: number }[] = [];
  #row = 0;
  #column = 0;
  #style: Omit<Run, 'text'> = {};

  /** @param at seconds after the start */
  write(output: string, at: number): void {
    for (const [token, parameters, final] of output.matchAll(TOKEN)) {
      if (final !== undefined) this.#control(parameters ?? '', final, at);
      else if (token === '\r') this.#column = 0;
      else if (token === '\n') {
        this.#row++;
        this.#column = 0;
      } else if (token >= ' ') {
        const row = this.#at(this.#row);
        while (row.cells.length < this.#column) row.cells.push({ char: ' ' });
        row.cells[this.#column++] = { char: token, ...this.#style };
        row.at = at;
      }
    }
  }

  /** What stands on it, without empty lines at its end. */
  lines(): Line[] {
    const lines = Array.from({ length: this.#rows.length }, (_, row) => {
      const { cells, at } = this.#at(row);
      return { runs: runsOf(cells), at };
    });
    while (lines.at(-1)?.runs.length === 0) lines.pop();
    return lines;
  }

  #at(row: number): { cells: Cell[]; at: number } {
    while (this.#rows.length <= row) this.#rows.push({ cells: [], at: 0 });
    return this.#rows[row] as { cells: Cell[]; at: number };
  }

  #control(parameters: string, final: string, at: number): void {
    const count = Number(parameters) || 1;
    if (final === 'm') for (const code of parameters.split(';')) this.#style = styled(this.#style, Number(code));
    else if (final === 'A') this.#row = Math.max(0, this.#row - count);
    else if (final === 'B') this.#row += count;
    else if (final === 'C') this.#column += count;
    else if (final === 'D') this.#column = Math.max(0, this.#column - count);
    else if (final === 'E' || final === 'F') {
      this.#row = Math.max(0, this.#row + (final === 'E' ? count : -count));
      this.#column = 0;
    } else if (final === 'G') this.#column = count - 1;
    else if (final === 'K') {
      // 0: to the right of the cursor, 2: the whole line.
      const row = this.#at(this.#row);
      row.cells.length = parameters === '2' ? 0 : Math.min(row.cells.length, this.#column);
      row.at = at;
    } else if (final === 'J') {
      this.#at(this.#row).cells.length = Math.min(this.#at(this.#row).cells.length, this.#column);
      this.#rows.length = Math.min(this.#rows.length, this.#row + 1);
    }
  }
}

function styled(style: Omit<Run, 'text'>, code: number): Omit<Run, 'text'> {
  const { bold: _, dim: __, ...plain } = style;
  const { colour: ___, ...colourless } = style;
  if (code === 0) return {};
  if (code === 1) return { ...style, bold: true };
  if (code === 2) return { ...style, dim: true };
  if (code === 22) return plain;
  if (code === 39) return colourless;
  return code >= 30 && code <= 37 ? { ...style, colour: code - 30 } : style;
}

function runsOf(cells: readonly Cell[]): Run[] {
  const runs: { -readonly [K in keyof Run]: Run[K] }[] = [];
  let end = cells.length;
  while (end > 0 && cells[end - 1]?.char === ' ') end--;
  for (const { char, ...style } of cells.slice(0, end)) {
    const last = runs.at(-1);
    if (last && last.bold === style.bold && last.dim === style.dim && last.colour === style.colour) last.text += char;
    else runs.push({ text: char, ...style });
  }
  return runs;
}
