import { writeFileSync } from 'node:fs';
import { arch, cpus, platform, totalmem } from 'node:os';

/** One figure of a bench. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** Highest value that holds. @default - the figure is for the reader */
  readonly target?: number;
}

/** Prints the figures as a table and, with `--json FILE`, writes them; a figure that does not hold sets the exit code. */
export function report(figures: readonly Figure[], args: readonly string[] = process.argv.slice(2)): void {
  const results = figures.map((figure) => ({
    ...figure,
    value: round(figure.value),
    ...(figure.target !== undefined && { holds: figure.value <= figure.target }),
  }));
  console.table(Object.fromEntries(results.map(({ name, ...rest }) => [name, rest])));
  const json = args.indexOf('--json');
  if (json >= 0) {
    const file = args[json + 1];
    if (!file) throw new Error('--json needs a file');
    writeFileSync(file, `${JSON.stringify({ machine: machine(), figures: results }, null, 2)}\n`);
  }
  if (results.some((figure) => figure.holds === false)) process.exitCode = 1;
}

function machine(): Record<string, string | number> {
  const processors = cpus();
  return {
    platform: `${platform()} ${arch()}`,
    cpu: processors[0]?.model ?? 'unknown',
    cores: processors.length,
    memoryGb: round(totalmem() / 1e9),
    node: process.version,
  };
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
