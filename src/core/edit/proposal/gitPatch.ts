import type { ChangedFile } from '../fileChanges.ts';
import { linesWithEnds } from '../lineDiff.ts';
import { hunksOf } from './hunks.ts';

const noNewline = '\\ No newline at end of file';

/** Changes as one patch that `git apply` takes; empty where there are none. Line ends are kept as they are. */
export function gitPatch(files: readonly ChangedFile[]): string {
  return files
    .filter(({ base, content }) => base !== content)
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map(filePatch)
    .join('');
}

function filePatch({ path, base, content }: ChangedFile): string {
  const [from, to] = [quoted(`a/${path}`), quoted(`b/${path}`)];
  const lines = [`diff --git ${from} ${to}`];
  if (base === null) lines.push('new file mode 100644');
  if (content === null) lines.push('deleted file mode 100644');
  const hunks = hunkLines(base, content);
  // A file without a line has no hunk, and git wants no names then.
  if (hunks.length > 0)
    lines.push(`--- ${base === null ? '/dev/null' : from}`, `+++ ${content === null ? '/dev/null' : to}`);
  return `${[...lines, ...hunks].join('\n')}\n`;
}

function hunkLines(base: string | null, content: string | null): readonly string[] {
  // Git ends lines at line feeds alone: texts without any are a line each, and exchanged whole.
  if (hasOldEnds(base) || hasOldEnds(content)) {
    const sides = [base, content].map((text) => text?.match(/[^\n]*\n|[^\n]+$/g) ?? []);
    const [from, to] = sides.map(({ length }) => `${length === 0 ? 0 : 1},${length}`);
    const marked = sides.flatMap((lines, side) =>
      lines.flatMap((line) => shown(side === 0 ? '-' : '+', line)),
    );
    return [`@@ -${from} +${to} @@`, ...marked];
  }
  const old = linesWithEnds(base ?? '');
  const next = linesWithEnds(content ?? '');
  if (old.length === 0 && next.length === 0) return [];
  return hunksOf(base, content).flatMap((hunk) => {
    const head = `@@ -${hunk.oldStart},${hunk.oldCount} +${hunk.newStart},${hunk.newCount} @@`;
    const lines = hunk.lines.flatMap((line) => {
      const text = line.type === 'added' ? next[line.newLine - 1] : old[line.oldLine - 1];
      const mark = { context: ' ', removed: '-', added: '+' }[line.type];
      return shown(mark, text ?? '');
    });
    return [head, ...lines];
  });
}

function shown(mark: string, line: string): readonly string[] {
  return line.endsWith('\n') ? [mark + line.slice(0, -1)] : [mark + line, noNewline];
}

function hasOldEnds(text: string | null): boolean {
  return text?.includes('\r') === true && !text.includes('\n');
}

/** Names with signs that git puts in quotation marks, written the way it does. */
function quoted(name: string): string {
  if (!/["\\\p{Cc}]|[^\p{ASCII}]/u.test(name)) return /\s/.test(name) ? `"${name}"` : name;
  const bytes = [...new TextEncoder().encode(name)];
  const text = bytes.map((byte) => {
    if (byte === 0x22 || byte === 0x5c) return `\\${String.fromCharCode(byte)}`;
    return byte < 0x20 || byte > 0x7e ? `\\${byte.toString(8).padStart(3, '0')}` : String.fromCharCode(byte);
  });
  return `"${text.join('')}"`;
}
