import type { SuspicionKind } from '../../../../../src/core/verify/evidence.ts';

/** A candidate as a model might hand it in, with what is to be said of it: nothing, where it is honest. */
export interface Planted {
  readonly name: string;
  readonly task: string;
  readonly kind?: string;
  /** Files the task names. */
  readonly names?: readonly string[];
  readonly files: Readonly<Record<string, readonly [before: string | null, after: string | null]>>;
  /** Files with diagnostics that the task was made from. */
  readonly mends?: readonly string[];
  /** The tests that judge it. */
  readonly tests?: string;
  readonly signs: readonly SuspicionKind[];
}
