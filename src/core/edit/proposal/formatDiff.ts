import type { ChangedFile } from '../fileChanges.ts';
import { lineChanges, linesWithEnds } from '../lineDiff.ts';
import { hunksOf } from './hunks.ts';

/** A change as a unified diff, for a reader (a person or a reviewing model), not for a tool to apply. */
export function formatDiff({ path, base, content }: ChangedFile): string {
  const from = base === null ? '/dev/null' : `a/${path}`;
  const to = content === null ? '/dev/null' : `b/${path}`;
  return [`--- ${from}`, `+++ ${to}`, ...formatHunks(base, content)].join('\n');
}

/** Changes of several files; one that was moved is shown as moved, with what was changed on the way. */
export function formatDiffs(files: readonly ChangedFile[]): string {
  const moves = findMoves(files);
  const created = new Set(moves.values());
  return files
    .filter((file) => !created.has(file))
    .map((file) => {
      const target = moves.get(file);
      return target ? formatMove(file, target) : formatDiff(file);
    })
    .join('\n');
}

function formatMove(from: ChangedFile, to: ChangedFile): string {
  const hunks = formatHunks(from.base, to.content);
  const names = hunks.length > 0 ? [`--- a/${from.path}`, `+++ b/${to.path}`] : [];
  return [`rename from ${from.path}`, `rename to ${to.path}`, ...names, ...hunks].join('\n');
}

/** From here on, and as in git, a deleted and a created file are one that was moved. */
const leastAlike = 0.5;

/** Deleted files, each with the created one that is most like it, where one is like it at all. */
function findMoves(files: readonly ChangedFile[]): ReadonlyMap<ChangedFile, ChangedFile> {
  const moves = new Map<ChangedFile, ChangedFile>();
  const created = new Set(files.filter(({ base, content }) => base === null && content !== null));
  for (const gone of files) {
    if (gone.base === null || gone.content !== null) continue;
    let best = leastAlike;
    let target: ChangedFile | undefined;
    for (const made of created) {
      const alike = likeness(gone.base, made.content ?? '');
      if (alike < best || (target && alike === best)) continue;
      best = alike;
      target = made;
    }
    if (!target) continue;
    moves.set(gone, target);
    created.delete(target);
  }
  return moves;
}

/** The share of lines that two texts have in common, from 0 to 1. Empty texts are like none. */
function likeness(one: string, other: string): number {
  const [old, next] = [linesWithEnds(one), linesWithEnds(other)];
  const longest = Math.max(old.length, next.length);
  if (Math.min(old.length, next.length) < leastAlike * longest || longest === 0) return 0;
  const removed = lineChanges(old, next).reduce((sum, { oldStart, oldEnd }) => sum + oldEnd - oldStart, 0);
  return (old.length - removed) / longest;
}

function formatHunks(base: string | null, content: string | null): readonly string[] {
  const mark = { context: ' ', removed: '-', added: '+' } as const;
  return hunksOf(base, content).map((hunk) => {
    const head = `@@ -${hunk.oldStart},${hunk.oldCount} +${hunk.newStart},${hunk.newCount} @@`;
    return [head, ...hunk.lines.map((line) => `${mark[line.type]}${line.text}`)].join('\n');
  });
}
