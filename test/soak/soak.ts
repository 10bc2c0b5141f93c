/**
 * The frame of `npm run test:soak`: what takes too long for `npm test`, which runs a sample of each. To add one, write
 * `test/soak/NAME/soak.ts` that exports a `soak` of this shape; nothing else has to know of it. `npm run test:soak --
 * NAME` runs it alone.
 */
export interface Soak {
  readonly name: string;
  readonly run: (options: SoakOptions) => Promise<readonly SoakRow[]>;
}

export interface SoakOptions {
  /** The project's folder. */
  readonly root: string;
  /** A folder of its own, removed afterwards. */
  readonly folder: string;
  /** Says what is under way; no part of the result. */
  readonly log: (line: string) => void;
}

/** What was tried and came through; all that did not is said one by one in `losses`. */
export interface SoakRow {
  readonly what: string;
  readonly tried: number;
  readonly survived: number;
  readonly losses: readonly string[];
}

/** Tries cases one after the other; one that throws is lost, with the reason. */
export async function tryAll<Case>(
  what: string,
  cases: Iterable<Case>,
  attempt: (each: Case) => Promise<void> | void,
): Promise<SoakRow> {
  const losses: string[] = [];
  let tried = 0;
  for (const each of cases) {
    tried += 1;
    try {
      await attempt(each);
    } catch (error) {
      const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
      losses.push(`${JSON.stringify(each)}: ${reason}`);
    }
  }
  return { what, tried, survived: tried - losses.length, losses };
}
