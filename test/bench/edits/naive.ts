import type { PatchFormat } from '../../../src/core/edit/patch.ts';

/**
 * The reference that the engine is set against: the obvious way to apply a patch, as many tools do it. The text is
 * searched for the old lines from the top, to the letter first, then line by line with each of four normalisations,
 * then for lines that are mostly alike; the first place found is taken.
 */
export function naiveApply(format: PatchFormat, patch: string, text: string): string | undefined {
  if (format === 'whole_file') return naiveWholeFile(patch);
  const pairs = format === 'v4a' ? naiveV4a(patch) : naiveSearchReplace(patch);
  if (!pairs || pairs.length === 0) return undefined;
  let result: string | undefined = text;
  for (const { old, next } of pairs) {
    result = naiveReplace(result, old, next);
    if (result === undefined) return undefined;
  }
  return result;
}

interface Pair {
  readonly old: readonly string[];
  readonly next: readonly string[];
}

const normalisations: readonly ((line: string) => string)[] = [
  (line) => line.trimEnd(),
  (line) => line.trim(),
  (line) => line.replace(/\s+/g, ' ').trim(),
  (line) =>
    line
      .replace(/[\u2018\u2019]/g, "'")
      .replace(/[\u201C\u201D]/g, '"')
      .replace(/[\u2010-\u2015]/g, '-')
      .replace(/\u2026/g, '...')
      .replace(/\s+/g, ' ')
      .trim(),
];

export function naiveReplace(
  text: string,
  old: readonly string[],
  next: readonly string[],
): string | undefined {
  const wanted = `${old.join('\n')}\n`;
  const at = text.indexOf(wanted);
  if (at >= 0)
    return text.slice(0, at) + next.map((line) => `${line}\n`).join('') + text.slice(at + wanted.length);
  const lines = text.split('\n');
  for (const normal of normalisations)
    for (let start = 0; start + old.length <= lines.length; start++)
      if (old.every((line, k) => normal(line) === normal(lines[start + k] ?? '')))
        return lines.toSpliced(start, old.length, ...next).join('\n');
  const most = Math.max(1, Math.floor(old.length / 10));
  for (let start = 0; start + old.length <= lines.length; start++) {
    let off = 0;
    for (let k = 0; k < old.length && off <= most; k++)
      if (!isAlike((old[k] ?? '').trim(), (lines[start + k] ?? '').trim())) off++;
    if (off <= most) return lines.toSpliced(start, old.length, ...next).join('\n');
  }
  return undefined;
}

function isAlike(a: string, b: string): boolean {
  if (a === b) return true;
  const most = Math.max(a.length, b.length) / 4;
  if (Math.abs(a.length - b.length) > most) return false;
  let row = Array.from({ length: b.length + 1 }, (_, k) => k);
  for (let i = 1; i <= a.length; i++) {
    const below = [i];
    for (let j = 1; j <= b.length; j++)
      below[j] = Math.min(
        (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
        (row[j] ?? 0) + 1,
        (below[j - 1] ?? 0) + 1,
      );
    row = below;
  }
  return (row[b.length] ?? 0) <= most;
}

function naiveV4a(patch: string): readonly Pair[] | undefined {
  const body = /\*\*\* Update File: .*\n([\s\S]*?)\*\*\* End Patch/.exec(patch)?.[1];
  return body
    ?.split(/^@@.*\n/m)
    .filter((hunk) => hunk !== '')
    .map((hunk) => {
      const lines = hunk.replace(/\n$/, '').split('\n');
      const keep = (sign: string): readonly string[] =>
        lines.filter((line) => !line.startsWith(sign)).map((line) => line.slice(1));
      return { old: keep('+'), next: keep('-') };
    });
}

function naiveSearchReplace(patch: string): readonly Pair[] {
  const blocks = patch.matchAll(/^<<<<<<< SEARCH\n([\s\S]*?)^=======\n([\s\S]*?)^>>>>>>> REPLACE/gm);
  const lines = (part: string | undefined): readonly string[] => (part ?? '').replace(/\n$/, '').split('\n');
  return [...blocks].map(([, old, next]) => ({ old: lines(old), next: next === '' ? [] : lines(next) }));
}

function naiveWholeFile(patch: string): string | undefined {
  return /^(`{3,})\w*\n([\s\S]*?)^\1\s*$/m.exec(patch)?.[2];
}
