/** The seed of this process's random tests: TIERCEL_SEED where it is set, to repeat a run, else a new one. */
export const seed: number = Number(process.env.TIERCEL_SEED ?? Math.trunc(Math.random() * 0x7fffffff));

/** A title that says how to repeat the random tests below it. */
export function seeded(title: string): string {
  return `${title} (TIERCEL_SEED=${seed})`;
}
