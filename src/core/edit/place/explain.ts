import { counted } from '../../../base/counted.ts';
import { firstDifferenceIn, quote } from '../quote.ts';
import { type Block, oldLines } from './block.ts';
import { likeness } from './distance.ts';
import type { FileIndex } from './fileIndex.ts';
import { fold } from './fold.ts';
import { likelyStarts } from './nearMatch.ts';

const mostLinesCompared = 60;

/** What the file's line is and what the patch has, each where they begin to differ. */
function bothLines(own: string | undefined, written: string | undefined): string {
  const at = firstDifferenceIn(own ?? '', written ?? '');
  const shown = (line: string | undefined): string =>
    line === undefined ? 'the end of the file' : quote(line, at);
  return `${shown(own)} and the patch has ${shown(written)}`;
}

/** Where the block comes closest, and the first line that differs there. */
export function explainMissing(block: Block, index: FileIndex): string {
  const old = oldLines(block);
  const start = closestStart(old, index);
  if (start === undefined)
    return `Change ${block.number} fits nowhere in the file (${counted(index.lines.length, 'line')}). Read the file again and send the change against what it holds now.`;
  const { patch, file } = firstDifference(old, start, index);
  if (fold(patch ?? '') === fold(index.lines[file] ?? ''))
    return (
      `Change ${block.number} comes closest at line ${start + 1}, but its white space differs from the file's in more than one way: ` +
      `line ${file + 1} of the file is ${bothLines(index.lines[file], patch)}. Send this change again with the file's own lines.`
    );
  return (
    `Change ${block.number} fits nowhere. It comes closest at line ${start + 1}, where line ${file + 1} of the file is ` +
    `${bothLines(index.lines[file], patch)}. Send this change again with the file's own lines.`
  );
}

/** `more`: set where `starts` are only the first of the places. */
export function explainAmbiguous(block: Block, starts: readonly number[], more = ''): string {
  const lines = starts.map((start) => start + 1).sort((a, b) => a - b);
  const rest = more || (lines.length > 6 ? `and ${lines.length - 6} more` : '');
  const shown = rest ? `${lines.slice(0, 6).join(', ')} ${rest}` : lines.join(' and ');
  return (
    `Change ${block.number} fits equally well at lines ${shown}. Send it again with more lines around it, ` +
    'or with a line above it that tells these places apart.'
  );
}

function closestStart(old: readonly string[], index: FileIndex): number | undefined {
  const [voted] = likelyStarts(old, index);
  if (voted !== undefined) return Math.max(0, Math.min(voted, index.lines.length - 1));
  if (!index.mayScan()) return undefined;
  const at = old.findIndex((line) => /\w{3}/.test(line));
  const wanted = fold(old[at] ?? '');
  // A line that shares no longer word with the one sought is hardly it.
  const words = (wanted.match(/\w{3,}/g) ?? []).sort((a, b) => b.length - a.length).slice(0, 3);
  let best = 0.5;
  let closest: number | undefined;
  for (const line of index.linesWithAny(words, mostLinesCompared)) {
    const alike = likeness(index.folded(line), wanted, best);
    if (alike !== undefined && alike > best) {
      best = alike;
      closest = Math.max(0, line - at);
    }
  }
  return closest;
}

function firstDifference(
  old: readonly string[],
  start: number,
  index: FileIndex,
): { readonly patch: string | undefined; readonly file: number } {
  for (let k = 0; k < old.length; k++) {
    if (start + k >= index.lines.length || index.folded(start + k) !== fold(old[k] ?? ''))
      return { patch: old[k], file: start + k };
  }
  const at = old.findIndex((line, k) => line.trimEnd() !== index.lines[start + k]?.trimEnd());
  return { patch: old[Math.max(at, 0)], file: start + Math.max(at, 0) };
}
