import type { HunkFailure, PatchError } from './patchError.ts';
import { type Block, changesSomething, isOld } from './place/block.ts';
import { FileIndex } from './place/fileIndex.ts';
import { isElision } from './place/fold.ts';
import type { PlacedEdit } from './place/lineEdits.ts';
import { resolveBlocks } from './place/resolve.ts';
import { quote } from './quote.ts';
import { applyTextEdit, emptyEdit, type TextEdit } from './textEdit.ts';
import { lineEditToTextEdit, splitText } from './textLines.ts';

/** What changes did to a text: those that fit, by number, and why the others did not. */
export interface BlocksResult {
  /** The text with the changes that fit. */
  readonly text: string;
  readonly edit: TextEdit;
  readonly applied: readonly number[];
  readonly failed: readonly HunkFailure[];
  /** What is amiss with the changes as a whole; nothing is applied then. */
  readonly problem?: Pick<PatchError, 'code' | 'message'>;
}

/** Applies all changes to one file's text that find their place; each is placed in the text as it was. */
export function applyBlocks(text: string, blocks: readonly Block[]): BlocksResult {
  if (!blocks.some(changesSomething))
    return nothing(text, 'invalid_patch', 'The patch changes nothing: its old and new lines are the same.');
  const source = splitText(text);
  const index = new FileIndex(source, text);
  const failed = new Map<number, HunkFailure>();
  const fail = (number: number, code: PatchError['code'], message: string): void => {
    if (!failed.has(number)) failed.set(number, { number, code, message });
  };
  const parts = blocks.flatMap((block) => splitAtElisions(block, index));
  for (const { number, code, message } of leftOutLines(parts, blocks, index)) fail(number, code, message);
  const outcomes = resolveBlocks(
    parts.filter(({ number }) => !failed.has(number)),
    index,
  );
  for (const outcome of outcomes)
    if (outcome.type === 'failed') fail(outcome.block.number, outcome.code, outcome.message);
  const placed = outcomes.flatMap((outcome) =>
    outcome.type === 'placed' && !failed.has(outcome.block.number)
      ? [{ number: outcome.block.number, edit: outcome.edit }]
      : [],
  );
  for (const { numbers, what } of clashes(placed))
    for (const number of numbers)
      fail(
        number,
        'invalid_patch',
        `Changes ${numbers[0]} and ${numbers[1]} both ${what}. Send them as one.`,
      );
  const kept = placed.filter(({ number }) => !failed.has(number));
  const edit = lineEditToTextEdit(source, lineEditOf(kept.map((one) => one.edit)));
  if (edit.replacements.length === 0 && failed.size === 0)
    return nothing(
      text,
      'already_applied',
      'The file already reads as the patch wants it. Nothing is left to do.',
    );
  const changing = new Set(blocks.filter(changesSomething).map(({ number }) => number));
  return {
    text: applyTextEdit(edit, text),
    edit,
    applied:
      edit.replacements.length === 0
        ? []
        : [...new Set(kept.map(({ number }) => number))].filter((number) => changing.has(number)),
    failed: [...failed.values()].sort((a, b) => a.number - b.number),
  };
}

function nothing(text: string, code: PatchError['code'], message: string): BlocksResult {
  return { text, edit: emptyEdit, applied: [], failed: [], problem: { code, message } };
}

function lineEditOf(edits: readonly PlacedEdit[]) {
  const remove = new Set<number>();
  const insert = new Map<number, string[]>();
  for (const edit of edits) {
    for (const line of edit.remove) remove.add(line);
    for (const { before, lines } of edit.insert) {
      const known = insert.get(before);
      if (known) known.push(...lines);
      else insert.set(before, [...lines]);
    }
  }
  return { remove, insert };
}

interface Clash {
  readonly numbers: readonly [number, number];
  readonly what: string;
}

/**
 * Changes that get in each other's way: they take out the same line, one adds lines amid those that the other takes out,
 * or both add the same. Which of them is meant is open, so neither is made.
 */
function clashes(
  placed: readonly { readonly number: number; readonly edit: PlacedEdit }[],
): readonly Clash[] {
  const taken = new Map<number, number>();
  const added = new Map<string, number>();
  const found: Clash[] = [];
  for (const { number, edit } of placed) {
    for (const line of edit.remove) {
      const other = taken.get(line);
      if (other === undefined) taken.set(line, number);
      else found.push({ numbers: [other, number], what: `replace line ${line + 1}` });
    }
  }
  for (const { number, edit } of placed) {
    for (const { before, lines } of edit.insert) {
      const other = taken.get(before);
      if (other !== undefined && other !== number && taken.get(before - 1) === other)
        found.push({ numbers: [other, number], what: `change what stands at line ${before + 1}` });
      const key = [before, ...lines].join('\n');
      const same = added.get(key);
      if (same !== undefined && same !== number)
        found.push({ numbers: [same, number], what: `add the same at line ${before + 1}` });
      added.set(key, number);
    }
  }
  return found;
}

/** Changes that hold a stand-in for lines where it can't be told what it stands for. */
function leftOutLines(
  parts: readonly Block[],
  blocks: readonly Block[],
  index: FileIndex,
): readonly HunkFailure[] {
  return parts.flatMap((part): HunkFailure[] => {
    const { number } = part;
    const stand = part.lines.find(
      (line) => line.type !== 'context' && isElision(line.text) && !holds(line.text, index),
    );
    if (stand)
      return [
        {
          number,
          code: 'invalid_patch',
          message: `Change ${number} holds ${quote(stand.text.trim())} in place of lines. Send every line of the change.`,
        },
      ];
    if (part.lines.some(isOld) || blocks.includes(part)) return [];
    return [
      {
        number,
        code: 'invalid_patch',
        message: `Change ${number} adds lines next to left-out ones. Send the lines around them.`,
      },
    ];
  });
}

function holds(line: string, index: FileIndex): boolean {
  return index.withLine(line, 'folded', 1).length > 0;
}

/** A context line that stands for left-out lines parts a block in two, the second somewhere below the first. */
function splitAtElisions(block: Block, index: FileIndex): readonly Block[] {
  const cuts = block.lines.flatMap((line, k) =>
    line.type === 'context' && isElision(line.text) && !holds(line.text, index) ? [k] : [],
  );
  if (cuts.length === 0) return [block];
  const bounds = [-1, ...cuts, block.lines.length];
  return bounds.slice(1).flatMap((to, k): Block[] => {
    const lines = block.lines.slice((bounds[k] ?? -1) + 1, to);
    if (lines.length === 0) return [];
    return [k === 0 ? { ...block, lines } : { ...block, lines, anchors: [], below: true }];
  });
}
