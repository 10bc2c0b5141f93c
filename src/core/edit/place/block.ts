import { diffArrays } from 'diff';

export interface BlockLine {
  readonly type: 'context' | 'removed' | 'added';
  readonly text: string;
  /** The line as it stood, for a model that left out the space before context lines. */
  readonly unprefixed?: string;
}

/** A line that stands above the place. `strict`: the patch's own anchor, which must be there. */
export interface Anchor {
  readonly text: string;
  readonly strict: boolean;
}

/** One change to one place, in whatever format it came: what is there, what goes and what comes. */
export interface Block {
  readonly lines: readonly BlockLine[];
  readonly anchors: readonly Anchor[];
  /** The place is the end of the file, if it is found there. */
  readonly atEnd: boolean;
  /** From 1: where the model says that it begins; decides only between equal places. */
  readonly startLine?: number;
  /** Its place among the patch's changes to this file, from 1. */
  readonly number: number;
  /** Set on what follows lines that the model left out: it stands below the block before it. */
  readonly below?: boolean;
}

export const isOld = (line: BlockLine): boolean => line.type !== 'added';
export const isNew = (line: BlockLine): boolean => line.type !== 'removed';

/** What the block takes to be in the file. */
export function oldLines(block: Block): readonly string[] {
  return block.lines.filter(isOld).map((line) => line.text);
}

/** The lines of a block as they are after it was applied, context among them. */
export function newLines(block: Block): readonly string[] {
  return block.lines.filter(isNew).map((line) => line.text);
}

/** Whether a block has a line that goes or comes. */
export function changesSomething(block: Block): boolean {
  return block.lines.some((line) => line.type !== 'context');
}

/** More lines than this that differ, and telling which is which costs more than it tells. */
const mostDifferences = 400;

/** Tells what a search and replace pair really changes from what it only repeats to be found. */
export function diffToLines(old: readonly string[], next: readonly string[]): readonly BlockLine[] {
  const line = (type: BlockLine['type']) => (text: string) => ({ type, text });
  const parts = diffArrays([...old], [...next], { maxEditLength: mostDifferences });
  if (parts)
    return parts.flatMap((part) =>
      part.value.map(line(part.added ? 'added' : part.removed ? 'removed' : 'context')),
    );
  const shorter = Math.min(old.length, next.length);
  let head = 0;
  while (head < shorter && old[head] === next[head]) head++;
  let tail = 0;
  while (tail < shorter - head && old[old.length - 1 - tail] === next[next.length - 1 - tail]) tail++;
  return [
    ...old.slice(0, head).map(line('context')),
    ...old.slice(head, old.length - tail).map(line('removed')),
    ...next.slice(head, next.length - tail).map(line('added')),
    ...old.slice(old.length - tail).map(line('context')),
  ];
}
