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

type Edit = readonly [before: string, after: string];

/** A text and what becomes of it by replacements, given in turn: what is replaced, which it holds, and by what. */
export function edited(text: string, ...replacements: readonly string[]): Edit {
  let after = text;
  for (let at = 0; at < replacements.length; at += 2) {
    const [from = '', to = ''] = replacements.slice(at);
    if (!after.includes(from)) throw new Error(`not in the text: ${from}`);
    after = after.replace(from, () => to);
  }
  return [text, after];
}
