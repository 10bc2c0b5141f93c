import { type Block, oldLines } from './block.ts';
import { similarity } from './distance.ts';
import type { FileIndex } from './fileIndex.ts';
import { fold, isBlank } from './fold.ts';
import { likelyStarts } from './nearMatch.ts';

const mostLinesCompared = 5000;

function quote(line: string | undefined): string {
  if (line === undefined) return 'the end of the file';
  return JSON.stringify(line.length > 160 ? `${line.slice(0, 157)}...` : line);
}

/** Where the block comes closest, and the first line that differs there. */
export function explainMissing(block: Block, index: FileIndex): string {
  const old = oldLines(block);
  const start = closestStart(old, index);
  if (start === undefined)
    return `Change ${block.number}: no line of it is in the file (${index.lines.length} lines). Read the file again and send the change against what it holds now.`;
  const { patch, file } = firstDifference(old, start, index);
  if (fold(patch ?? '') === fold(index.lines[file] ?? ''))
    return (
      `Change ${block.number} comes closest at line ${start + 1}, but its white space differs from the file's in more than one way: ` +
      `line ${file + 1} of the file is ${quote(index.lines[file])} and the patch has ${quote(patch)}. Send this change again with the file's own lines.`
    );
  return (
    `Change ${block.number} fits nowhere. It comes closest at line ${start + 1}, where line ${file + 1} of the file is ` +
    `${quote(index.lines[file])} and the patch has ${quote(patch)}. Send this change again with the file's own lines.`
  );
}

export function explainAmbiguous(block: Block, starts: readonly number[]): string {
  const lines = starts.map((start) => start + 1).sort((a, b) => a - b);
  const shown =
    lines.length > 6 ? `${lines.slice(0, 6).join(', ')} and ${lines.length - 6} more` : lines.join(' and ');
  return (
    `Change ${block.number} fits equally well at lines ${shown}. Send it again with more lines around it, ` +
    'or with a line above it that tells these places apart.'
  );
}

function closestStart(old: readonly string[], index: FileIndex): number | undefined {
  const [voted] = likelyStarts(old, index);
  if (voted !== undefined) return Math.max(0, Math.min(voted, index.lines.length - 1));
  const at = old.findIndex((line) => !isBlank(line));
  const wanted = fold(old[at] ?? '');
  let best = 0.5;
  let closest: number | undefined;
  index.keys('folded').forEach((key, line) => {
    if (line >= mostLinesCompared) return;
    const alike = similarity(key, wanted);
    if (alike > best) {
      best = alike;
      closest = Math.max(0, line - at);
    }
  });
  return closest;
}

function firstDifference(
  old: readonly string[],
  start: number,
  index: FileIndex,
): { readonly patch: string | undefined; readonly file: number } {
  const keys = index.keys('folded');
  for (let k = 0; k < old.length; k++) {
    if (keys[start + k] !== fold(old[k] ?? '')) return { patch: old[k], file: start + k };
  }
  const at = old.findIndex((line, k) => line.trimEnd() !== index.lines[start + k]?.trimEnd());
  return { patch: old[Math.max(at, 0)], file: start + Math.max(at, 0) };
}
