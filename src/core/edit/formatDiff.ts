import { hunksOf } from './hunks.ts';

/** A change as a unified diff, for a reader (a person or a reviewing model), not for a tool to apply. */
export function formatDiff(file: {
  readonly path: string;
  readonly base: string | null;
  readonly content: string | null;
}): string {
  const from = file.base === null ? '/dev/null' : `a/${file.path}`;
  const to = file.content === null ? '/dev/null' : `b/${file.path}`;
  const hunks = hunksOf(file.base, file.content).map((hunk) => {
    const head = `@@ -${hunk.oldStart},${hunk.oldCount} +${hunk.newStart},${hunk.newCount} @@`;
    const mark = { context: ' ', removed: '-', added: '+' } as const;
    return [head, ...hunk.lines.map((line) => `${mark[line.type]}${line.text}`)].join('\n');
  });
  return [`--- ${from}`, `+++ ${to}`, ...hunks].join('\n');
}
