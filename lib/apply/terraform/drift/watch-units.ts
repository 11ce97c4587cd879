/** How units are looked at again and again. */
export interface UnitWatch {
  readonly units: readonly string[];
  readonly signal: AbortSignal;
  /** Looks at a unit; what goes wrong in it is told, and not thrown. */
  readonly look: (unit: string) => Promise<void>;
  /** Minutes between two looks at a unit, on average; asked before each. */
  readonly minutes: (unit: string) => number;
  /** Ends early, without an error, with the signal. */
  readonly pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** 0 up to 1. @default - Math.random */
  readonly random?: () => number;
}

/** Looks at each unit at once and then at its own times, so that many appliers and units do not ask the cloud all together. */
export async function watchUnits({ units, signal, look, minutes, pause, random = Math.random }: UnitWatch): Promise<void> {
  await Promise.all(
    units.map(async (unit) => {
      while (!signal.aborted) {
        await look(unit);
        if (!signal.aborted) await pause(jittered(minutes(unit), random), signal);
      }
    }),
  );
}

/** Milliseconds to the next look: a half up to one and a half of the interval. */
export function jittered(minutes: number, random: () => number): number {
  return Math.round(minutes * 60_000 * (0.5 + random()));
}
