import { lineChanges } from '../../edit/lineDiff.ts';
import type { Diagnostic } from '../../verify/diagnostic.ts';
import { abstracted, type Part } from './abstracted.ts';
import { lineEdit } from './lineEdit.ts';
import type { EditPattern } from './pattern.ts';
import { importLine, mostLine } from './source.ts';
import { sureOf } from './sure.ts';

export interface LearnedFrom {
  readonly before: string;
  readonly after: string;
  /** Where it is in `before`. */
  readonly diagnostic: Diagnostic;
  /** The problems beside it that the same edit mended, in the same file. */
  readonly others: readonly Diagnostic[];
  /** Names that stay what they are: those of what the problems come from. */
  readonly constants: ReadonlySet<string>;
}

/** Changes of an edit beyond these are the work of a model, not a way to go on. */
const mostHunks = 4;
const mostLines = 12;

/**
 * What an edit that passed its check did for one of the problems that it mended; undefined where that can't be said in
 * a form that another place could be held against.
 */
export function learnEdit({
  before,
  after,
  diagnostic,
  others,
  constants,
}: LearnedFrom): EditPattern | undefined {
  const old = before.split('\n');
  const next = after.split('\n');
  const { start, end } = diagnostic.range;
  const distance = (hunk: Hunk, at: Diagnostic) =>
    hunk.oldEnd <= at.range.start.line
      ? at.range.start.line - Math.max(hunk.oldStart, hunk.oldEnd - 1)
      : Math.max(0, hunk.oldStart - at.range.end.line);
  const own = lineChanges(old, next)
    .map(
      (change): Hunk => ({
        ...change,
        old: old.slice(change.oldStart, change.oldEnd),
        next: next.slice(change.newStart, change.newEnd),
      }),
    )
    .filter(
      (hunk) =>
        others.every((other) => distance(hunk, diagnostic) < distance(hunk, other)) || isImports(hunk),
    );
  const isTooMuch = own.length === 0 || own.length > mostHunks || own.some(isData);
  if (isTooMuch || end.line - start.line > mostLines) return undefined;
  const parts = own.map((hunk) => partsOf(hunk, start.line, end.line));
  if (parts.some((part) => part === undefined)) return undefined;
  const pattern = abstracted(
    parts.flatMap((part) => part ?? []),
    { old, diagnostic, constants },
  );
  const sure = pattern && sureOf(pattern, { old, next, diagnostic, constants });
  return sure && { ...pattern, sure };
}

function isData({ old, next }: Hunk): boolean {
  return next.length > mostLines || [...old, ...next].some((line) => line.length > mostLine);
}

interface Hunk {
  readonly oldStart: number;
  readonly oldEnd: number;
  readonly old: readonly string[];
  readonly next: readonly string[];
}

function isImports({ old, next }: Hunk): boolean {
  return old.length === 0 && next.every((line) => importLine.test(line) || line.trim() === '');
}

/** Pairs the lines of a hunk; undefined where lines go, which no other place has in the same number. */
function partsOf({ oldStart, old, next }: Hunk, first: number, last: number): readonly Part[] | undefined {
  const more = next.length - old.length;
  if (more < 0) return undefined;
  if (old.length === 0) return [{ type: 'insert', at: oldStart, lines: next }];
  const paired = (from: number): readonly Part[] =>
    old.map((_, index) => ({ type: 'line', line: oldStart + index, text: next[from + index] ?? '' }));
  if (more === 0) return paired(0);
  // New lines beside one that is changed as well: on the side where what is changed is less.
  const cost = (from: number) =>
    old.reduce((sum, line, index) => sum + differences(line, next[from + index] ?? ''), 0);
  const isAbove = cost(more) <= cost(0);
  const at = isAbove ? oldStart : oldStart + old.length;
  const isHome = isAbove ? at === first : at === last + 1;
  if (!isHome) return undefined;
  const lines = isAbove ? next.slice(0, more) : next.slice(old.length);
  return [...paired(isAbove ? more : 0), { type: 'insert', at, lines }];
}

function differences(line: string, other: string): number {
  return lineEdit(line, other).reduce((sum, { from, to, text }) => sum + to - from + text.length, 0);
}
