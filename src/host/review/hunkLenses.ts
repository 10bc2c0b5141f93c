import * as vscode from 'vscode';
import { commandIds } from '../ids.ts';
import { countHunks, type HunkPick } from '../proposals/hunkPicks.ts';
import { outcomeWords } from '../proposals/outcomeWords.ts';
import type { PlacedHunk } from './placeHunks.ts';

const mostTitle = 60;

export interface LensPlace {
  /** Which of the file's hunks it is, from 0, and of how many. */
  readonly at: number;
  readonly count: number;
  /** All that is open of its proposal. */
  readonly all: readonly HunkPick[];
  /** Whether the file can't be written. */
  readonly isReadOnly: boolean;
}

/** What stands above a hunk in the editor: what can be done with it, and what is known of it. */
export function lensesOf(
  hunk: PlacedHunk,
  document: vscode.TextDocument,
  { at, count, all, isReadOnly }: LensPlace,
): vscode.CodeLens[] {
  const line = Math.min(hunk.line, document.lineCount - 1);
  const range = new vscode.Range(line, 0, line, 0);
  const pick: HunkPick = { proposal: hunk.proposal, path: hunk.path, marks: [hunk.mark] };
  const lens = (title: string, command: string, args: unknown[], tooltip?: string) =>
    new vscode.CodeLens(range, { title, command, arguments: args, ...(tooltip && { tooltip }) });
  const title = hunk.title.length > mostTitle ? `${hunk.title.slice(0, mostTitle)}…` : hunk.title;
  const place = count > 1 ? `${at + 1} of ${count}, ` : '';
  const state = hunk.stale === undefined ? outcomeWords[hunk.outcome] : 'stale: the file has changed';
  const lock = isReadOnly ? ', can’t be saved: the file is read-only' : '';
  const about = lens(`Tiercel: ${title} (${place}${state}${lock})`, commandIds.showPanel, [], hunk.stale);
  const reject = lens('Reject', commandIds.rejectHunk, [pick]);
  const diff = lens('Diff', commandIds.showChanges, [hunk.proposal]);
  // What is at the end is cut off first where the editor is narrow.
  if (hunk.stale !== undefined) return [reject, diff, about];
  const accept = lens('Accept', commandIds.acceptHunk, [pick]);
  const total = countHunks(all);
  if (total <= 1) return [accept, reject, diff, about];
  const where = all.length > 1 ? `${total} in ${all.length} files` : String(total);
  return [
    accept,
    reject,
    lens(`Accept All ${where}`, commandIds.acceptHunk, [all]),
    lens('Reject All', commandIds.rejectHunk, [all]),
    diff,
    about,
  ];
}
