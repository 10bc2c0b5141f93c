import type { Block } from './block.ts';
import { isOld } from './block.ts';
import { FileIndex } from './fileIndex.ts';
import type { Hunk } from './hunk.ts';
import { contentWith } from './hunks.ts';
import { editAt } from './lineEdits.ts';
import type { HunkDecision, ProposedFile } from './proposal.ts';
import { editLines, splitText } from './textLines.ts';

export type Accepted =
  | { readonly type: 'content'; readonly content: string | null }
  /** The file is no longer what the hunks were made for, and they have no place of their own in it. */
  | { readonly type: 'stale'; readonly reason: string };

/**
 * What the file becomes when these hunks are accepted beside those that already are. A file that has changed in other
 * places still takes a hunk whose lines stand in it to the letter, and once only; anything else is stale.
 */
export function acceptHunks(
  file: ProposedFile,
  current: string | null,
  indices: readonly number[],
): Accepted {
  const already = file.decisions.flatMap((decision, k) => (decision === 'accepted' ? [k] : []));
  if (current === contentWith(file.base, file.content, already))
    return { type: 'content', content: contentWith(file.base, file.content, [...already, ...indices]) };
  if (file.base === null) return { type: 'stale', reason: `${file.path} has come to exist since.` };
  if (current === null) return { type: 'stale', reason: `${file.path} is gone.` };
  if (file.content === null)
    return { type: 'stale', reason: `${file.path} has changed since; deleting it would lose that.` };
  return placeHunks(file, current, indices);
}

function placeHunks(file: ProposedFile, current: string, indices: readonly number[]): Accepted {
  const text = splitText(current);
  const index = new FileIndex(text.lines);
  const remove = new Set<number>();
  const insert = new Map<number, readonly string[]>();
  for (const k of [...new Set(indices)].sort((a, b) => a - b)) {
    const hunk = file.hunks[k];
    if (!hunk) return { type: 'stale', reason: `${file.path} has no hunk ${k + 1}.` };
    const block = toBlock(hunk);
    const old = block.lines.filter(isOld).map((line) => line.text);
    const starts = index.find(old, 'exact');
    const [start, other] = starts;
    if (start === undefined) return stale(file, hunk, 'its lines are no longer in the file');
    if (other !== undefined)
      return stale(file, hunk, `its lines stand at lines ${starts.map((at) => at + 1).join(' and ')} now`);
    if (standsAt(hunk, start, old.length, index)) return stale(file, hunk, 'it is already in the file');
    const outcome = editAt(
      block,
      old.map((_, line) => start + line),
      text.lines,
      old,
    );
    if (outcome.type !== 'edit') return stale(file, hunk, 'its place is not clear');
    for (const line of outcome.edit.remove) remove.add(line);
    for (const run of outcome.edit.insert)
      insert.set(run.before, [...(insert.get(run.before) ?? []), ...run.lines]);
  }
  const content = editLines(text, { remove, insert });
  if (content === current)
    return {
      type: 'stale',
      reason: `${file.path} has changed since, and only line breaks are left to change.`,
    };
  return { type: 'content', content };
}

/**
 * Whether the hunk's new lines stand where it would be placed. A hunk at the top or the end of a file has context on
 * one side only, so that its old lines are still there to the letter after the same change was made by another.
 */
function standsAt(hunk: Hunk, start: number, length: number, index: FileIndex): boolean {
  const now = hunk.lines.filter(({ type }) => type !== 'removed').map(({ text }) => text);
  return index.find(now, 'exact').some((at) => at < start + length && start < at + now.length);
}

function stale(file: ProposedFile, hunk: Hunk, why: string): Accepted {
  return {
    type: 'stale',
    reason: `${file.path} has changed since: the change at line ${hunk.oldStart} has no place, as ${why}.`,
  };
}

function toBlock(hunk: Hunk): Block {
  return {
    lines: hunk.lines.map(({ type, text }) => ({ type, text })),
    anchors: [],
    atEnd: false,
    number: hunk.index + 1,
  };
}

/** The file with the decision on these hunks taken. */
export function decide(file: ProposedFile, indices: readonly number[], decision: HunkDecision): ProposedFile {
  return { ...file, decisions: file.decisions.map((old, k) => (indices.includes(k) ? decision : old)) };
}
