import { lineChanges, linesWithEnds, withoutEnd } from '../lineDiff.ts';
import { type MergeConflict, merge3 } from '../merge/merge.ts';
import { contentWith } from './hunks.ts';
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
  const mine = turned({ before, wanted }, current);
  const merged = merge3(mine.before, mine.wanted, current);
  if (merged.type === 'conflict') {
    const reason = `${file.path} has changed since: ${merged.conflicts.map(describe).join('; ')}.`;
    return { type: 'stale', reason, conflicts: merged.conflicts };
  }
  if (merged.text !== current) return { type: 'content', content: merged.text };
  const isThere = mine.before !== mine.wanted;
  return {
    type: 'stale',
    reason: isThere
      ? `${file.path} has changed since: what was to be changed is already in the file.`
      : `${file.path} has changed since, and only line breaks are left to change.`,
  };
}

type Ending = '\n' | '\r\n' | '\r';

/** The ending of all lines; undefined where they differ or no line ends. */
function endingOf(text: string): Ending | undefined {
  const found = new Set(text.match(/\r\n|\n|\r/g));
  const [ending] = found;
  return found.size === 1 ? (ending as Ending) : undefined;
}

/**
 * The proposal's texts with the line ends that the file has now: editors and git turn the ends of whole files, and each
 * line would count as changed. Texts with ends of several kinds keep them.
 */
function turned(
  { before, wanted }: { readonly before: string; readonly wanted: string },
  current: string,
): { readonly before: string; readonly wanted: string } {
  const [own, ending] = [endingOf(before), endingOf(current)];
  if (own === undefined || own === ending) return { before, wanted };
  const turnedBefore = endedLike(before, current);
  return { before: turnedBefore, wanted: endedLike(wanted, turnedBefore) };
}

/** A text whose lines end as the same lines of another do, or those that stand in their place, or the line before. */
function endedLike(text: string, other: string): string {
  const lines = linesWithEnds(text);
  const others = linesWithEnds(other);
  const usual = others.find((line) => withoutEnd(line) !== line);
  let end = usual?.slice(withoutEnd(usual).length) ?? '\n';
  const ended: string[] = [];
  const put = (line: string, like: string) => {
    const bare = withoutEnd(line);
    end = like.slice(withoutEnd(like).length) || end;
    ended.push(bare === line ? line : bare + end);
  };
  let at = 0;
  for (const change of lineChanges(lines.map(withoutEnd), others.map(withoutEnd))) {
    for (; at < change.oldStart; at++)
      put(lines[at] ?? '', others[change.newStart - change.oldStart + at] ?? '');
    for (let k = change.newStart; at < change.oldEnd; at++, k++)
      put(lines[at] ?? '', k < change.newEnd ? (others[k] ?? '') : '');
  }
  const shift = others.length - lines.length;
  for (; at < lines.length; at++) put(lines[at] ?? '', others[at + shift] ?? '');
  return ended.join('');
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
