import type { Tier } from '../../model/tier.ts';
import type { Verdict } from '../../verify/verdict.ts';
import type { Hunk } from './hunk.ts';

/** `open`: not decided. `stale`: the file has changed since, so that the hunk has no place of its own any more. */
export type HunkDecision = 'open' | 'accepted' | 'rejected' | 'stale';

export interface ProposedFile {
  readonly path: string;
  /** What the file held when the work began; null: it did not exist. */
  readonly base: string | null;
  /** What it is to hold; null: it is to be deleted. */
  readonly content: string | null;
  readonly hunks: readonly Hunk[];
  /** One for each hunk; a created or deleted file has one hunk that stands for the whole. */
  readonly decisions: readonly HunkDecision[];
  /** Why hunks are stale, by their index, where that is known. */
  readonly staleReasons?: Readonly<Record<number, string>>;
}

/** An edit put before the user: files with hunks, and the evidence for it. */
export interface Proposal {
  readonly id: string;
  readonly run: string;
  readonly title: string;
  /** The tasks whose work it holds. */
  readonly tasks: readonly string[];
  readonly tier: Tier;
  readonly files: readonly ProposedFile[];
  readonly verdict: Verdict;
  /** What the reviewer said of it, where one was asked. */
  readonly review?: string;
  /** Whether the user has written some of it since. */
  readonly isEdited?: true;
  /** Set where it is one of several for the same problem: `choice` is theirs, and at most one of them is accepted. */
  readonly alternative?: { readonly choice: string; readonly of: number; readonly reason: string };
}
