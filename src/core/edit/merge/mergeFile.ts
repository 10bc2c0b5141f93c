import { type MergeConflict, merge3 } from './merge.ts';

export type MergedFile =
  | { readonly type: 'clean'; readonly content: string | null }
  /** No lines are named where one side deleted what the other changed, or both created a file of their own. */
  | { readonly type: 'conflict'; readonly conflicts: readonly MergeConflict[] };

/** Puts two versions of a file together that both come from one; null: it does not exist. */
export function mergeFile(base: string | null, mine: string | null, theirs: string | null): MergedFile {
  if (mine === base || mine === theirs) return { type: 'clean', content: theirs };
  if (theirs === base) return { type: 'clean', content: mine };
  if (base === null || mine === null || theirs === null) return { type: 'conflict', conflicts: [] };
  const merged = merge3(base, mine, theirs);
  return merged.type === 'clean' ? { type: 'clean', content: merged.text } : merged;
}
