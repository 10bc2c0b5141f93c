import { contentWith } from './hunks.ts';
import { type MergeConflict, merge3 } from './merge.ts';
import type { HunkDecision, ProposedFile } from './proposal.ts';

export type Accepted =
  | { readonly type: 'content'; readonly content: string | null }
  /** The file is no longer what the hunks were made for, and they have no place of their own in it. */
  | {
      readonly type: 'stale';
      readonly reason: string;
      /** Where the change and what was done to the file since exclude each other; `theirs` is the file as it is. */
      readonly conflicts?: readonly MergeConflict[];
    };

/**
 * What the file becomes when these hunks are accepted beside those that already are. A file that has changed since takes
 * them where a three-way merge leaves no doubt; anything else is stale.
 */
export function acceptHunks(
  file: ProposedFile,
  current: string | null,
  indices: readonly number[],
): Accepted {
  const already = file.decisions.flatMap((decision, k) => (decision === 'accepted' ? [k] : []));
  const before = contentWith(file.base, file.content, already);
  const wanted = contentWith(file.base, file.content, [...already, ...indices]);
  if (current === before) return { type: 'content', content: wanted };
  if (file.base === null) return { type: 'stale', reason: `${file.path} has come to exist since.` };
  if (current === null) return { type: 'stale', reason: `${file.path} is gone.` };
  if (before === null || wanted === null)
    return { type: 'stale', reason: `${file.path} has changed since; deleting it would lose that.` };
  const like = endingsOf(current);
  const merged = merge3(withEndings(before, like), withEndings(wanted, like), current);
  if (merged.type === 'conflict') {
    const reason = `${file.path} has changed since: ${merged.conflicts.map(describe).join('; ')}.`;
    return { type: 'stale', reason, conflicts: merged.conflicts };
  }
  if (merged.text !== current) return { type: 'content', content: merged.text };
  const isThere = withEndings(before, like) !== withEndings(wanted, like);
  return {
    type: 'stale',
    reason: isThere
      ? `${file.path} has changed since: what was to be changed is already in the file.`
      : `${file.path} has changed since, and only line breaks are left to change.`,
  };
}

type Ending = '\n' | '\r\n' | '\r';

/** The ending of all lines; undefined where they differ or no line ends. */
function endingsOf(text: string): Ending | undefined {
  const found = new Set(text.match(/\r\n|\n|\r/g));
  const [ending] = found;
  return found.size === 1 ? (ending as Ending) : undefined;
}

/**
 * The text with the endings of the file as it is now: editors and git turn the endings of whole files, and each line would
 * count as changed. Nothing is turned where the file has several: each line keeps its own.
 */
function withEndings(text: string, ending: Ending | undefined): string {
  return ending === undefined || endingsOf(text) === ending ? text : text.replace(/\r\n|\n|\r/g, ending);
}

const mostQuoted = 80;

function describe({ reason, base, theirs }: MergeConflict): string {
  const change = `the change at line ${base.line}`;
  switch (reason) {
    case 'overlap': {
      const [now] = theirs.lines;
      if (now === undefined) return `${change} meets lines that were removed, at line ${theirs.line} now`;
      const last = theirs.line + theirs.lines.length - 1;
      const where =
        last > theirs.line ? `lines ${theirs.line} to ${last} begin` : `line ${theirs.line} reads`;
      return `${change} meets another: ${where} "${now.trim().slice(0, mostQuoted)}" now`;
    }
    case 'unclear':
      return `${change} has no place of its own any more, as its lines could be found at more than one place or not at all`;
    case 'twice':
      return `${change} is in the file already, at another place`;
  }
}

/** The file with the decision on these hunks taken. */
export function decide(file: ProposedFile, indices: readonly number[], decision: HunkDecision): ProposedFile {
  return { ...file, decisions: file.decisions.map((old, k) => (indices.includes(k) ? decision : old)) };
}
