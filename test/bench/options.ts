const args = process.argv.slice(2);

/** A number of the command line, such as `--rounds 3`. */
export function option(name: string, fallback: number): number {
  return args.includes(name) ? Number(args[args.indexOf(name) + 1]) : fallback;
}
