/**
 * The frame of `npm run bench`. To add a benchmark, write `test/bench/NAME/bench.ts` that exports a `bench` of this
 * shape; nothing else has to know of it. `npm run bench -- NAME` runs it alone.
 *
 * A figure alone says little on a machine that nobody knows, so each row sets it against something that ran beside it
 * in the same process, by turns (see measure.ts), and `ratio` is what to compare between machines.
 */
export interface Bench {
  readonly name: string;
  /** What is measured, and on what. */
  readonly measures: string;
  /** What a good result is, for a reader of the table. */
  readonly good: string;
  readonly run: (options: BenchOptions) => Promise<BenchResult>;
}

export interface BenchOptions {
  /** The project's folder. */
  readonly root: string;
  /** Aborted when the benchmark is over, also by a throw: for what it started and did not end. */
  readonly signal: AbortSignal;
  /** Says what is under way; no part of the result. */
  readonly log: (line: string) => void;
}

export interface BenchResult {
  readonly rows: readonly Row[];
  /** What does not fit into rows: counts by kind, with what a reader has to know of them. */
  readonly tables?: readonly Table[];
}

export interface Row {
  readonly what: string;
  readonly figure: number;
  readonly unit: string;
  readonly reference: string;
  /** In the same unit. */
  readonly referenceFigure: number;
  /** Figure by reference figure. */
  readonly ratio: number;
  readonly good: string;
  readonly holds: boolean;
}

export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
  readonly notes?: readonly string[];
}

/** A row with its ratio worked out; `holds` is asked with the figure and the ratio. */
export function row(
  of: Omit<Row, 'ratio' | 'holds'> & {
    readonly holds: (figure: number, ratio: number) => boolean;
  },
): Row {
  const ratio = of.figure / of.referenceFigure;
  return { ...of, ratio, holds: of.holds(of.figure, ratio) };
}
