import type { PatchError } from '../patchError.ts';
import { quote } from '../quote.ts';
import { anchorLines, choose, isInSibling } from './anchors.ts';
import { type Block, changesSomething, newLines, oldLines } from './block.ts';
import { explainAmbiguous, explainMissing } from './explain.ts';
import type { FileIndex } from './fileIndex.ts';
import { indentOf, isBlank } from './fold.ts';
import { sharedTabRule } from './indent.ts';
import type { PlacedEdit } from './lineEdits.ts';
import { placeBlock, placeBlockNearly } from './placeBlock.ts';

type Failure = Pick<PatchError, 'code' | 'message'>;

export type BlockOutcome =
  | { readonly type: 'placed'; readonly block: Block; readonly edit: PlacedEdit }
  /** It only shows lines, and they stand in several places. */
  | { readonly type: 'idle'; readonly block: Block }
  | ({ readonly type: 'failed'; readonly block: Block } & Failure);

/** Finds the one place of each block, or says why there is none. */
export function resolveBlocks(blocks: readonly Block[], index: FileIndex): readonly BlockOutcome[] {
  const all = blocks.map((block): Open => {
    const places = placesOf(block, index);
    return 'code' in places ? { block, places: [], failure: places } : { block, places };
  });
  const open = all.filter(({ places }) => places.length > 0);
  settleByOrder(open);
  settleRepeated(open);
  return withSharedTabs(all.map((one, k) => outcomeOf(one, all[k - 1], index)));
}

function outcomeOf(
  { block, places, failure }: Open,
  before: Open | undefined,
  index: FileIndex,
): BlockOutcome {
  if (failure) return { type: 'failed', block, ...failure };
  const [edit, other] = places;
  if (!edit) return fail(block, 'context_not_found', explainMissing(block, index));
  if (other) {
    if (!changesSomething(block)) return { type: 'idle', block };
    const starts = places.map((place) => place.start);
    return fail(block, 'ambiguous', explainAmbiguous(block, starts));
  }
  const above = before?.places[0];
  if (block.below && above && above.end > edit.start)
    return fail(
      block,
      'context_not_found',
      `Change ${block.number}: the lines after the left-out ones stand above the lines before them.`,
    );
  if (isApplied(block, edit, index))
    return fail(
      block,
      'already_applied',
      `Change ${block.number} is already in the file, at line ${edit.start + 1}. Nothing is left to do for it.`,
    );
  return { type: 'placed', block, edit };
}

function withSharedTabs(outcomes: readonly BlockOutcome[]): readonly BlockOutcome[] {
  const pairs = outcomes.flatMap((outcome) => (outcome.type === 'placed' ? outcome.edit.pairs : []));
  const rule = sharedTabRule(pairs);
  if (!rule) return outcomes;
  const reindent = (line: string): string => {
    const indent = indentOf(line);
    return (rule(indent) ?? indent) + line.slice(indent.length);
  };
  return outcomes.map((outcome) => {
    if (outcome.type !== 'placed') return outcome;
    const { edit } = outcome;
    if (edit.pairs.some((pair) => pair.patch !== pair.file)) return outcome;
    const insert = edit.insert.map((run) => ({ ...run, lines: run.lines.map(reindent) }));
    return { ...outcome, edit: { ...edit, insert } };
  });
}

interface Open {
  readonly block: Block;
  places: readonly PlacedEdit[];
  readonly failure?: Failure;
}

function fail(block: Block, code: Failure['code'], message: string): BlockOutcome {
  return { type: 'failed', block, code, message };
}

function placesOf(block: Block, index: FileIndex): readonly PlacedEdit[] | Failure {
  const anchors = anchorLines(block.anchors, index);
  if (anchors.type === 'missing')
    return {
      code: 'context_not_found',
      message: `Change ${block.number}: the anchor line ${quote(anchors.anchor)} is not in the file, or not below the anchor before it. Send it again with a line of the file, or without an anchor.`,
    };
  const isAnchored = block.anchors.some((anchor) => anchor.strict);
  if (oldLines(block).length === 0)
    return insertionWithoutContext(block, index, isAnchored ? anchors.lines : []);
  if (!isAnchored && saysNothing(block, index))
    return {
      code: 'invalid_patch',
      message: `Change ${block.number} names its place by blank lines alone. Send it again with a line of text next to it.`,
    };
  let placing = placeBlock(block, index);
  if (placing.type === 'none') {
    const applied = appliedAt(block, index);
    if (applied !== undefined)
      return {
        code: 'already_applied',
        message: `Change ${block.number} is already in the file, at line ${applied + 1}. Nothing is left to do for it.`,
      };
    placing = placeBlockNearly(block, index);
  }
  if (placing.type === 'none') return { code: 'context_not_found', message: explainMissing(block, index) };
  if (placing.type === 'tooMany')
    return { code: 'ambiguous', message: explainAmbiguous(block, placing.lines, 'and many more') };
  if (placing.type === 'unsure')
    return {
      code: 'context_not_found',
      message: `Change ${block.number} comes close at line ${placing.line + 1}, but ${placing.reason}. Send it again with the file's own lines.`,
    };
  return narrow(block, placing.edits, anchors.lines, { index, isAnchored });
}

/** Whether the block holds only blank lines of a file that has others: where they stand together is chance. */
function saysNothing(block: Block, index: FileIndex): boolean {
  return (
    !block.atEnd &&
    block.startLine === undefined &&
    changesSomething(block) &&
    oldLines(block).every(isBlank) &&
    !index.lines.every(isBlank)
  );
}

/** What the anchors, the end of the file and the named line leave of several places. */
function narrow(
  block: Block,
  edits: readonly PlacedEdit[],
  anchors: readonly number[],
  { index, isAnchored }: { readonly index: FileIndex; readonly isAnchored: boolean },
): readonly PlacedEdit[] | Failure {
  let left = edits;
  if (block.atEnd) {
    const last = left.filter((edit) => index.lines.slice(edit.end).every(isBlank));
    if (last.length > 0) left = last;
  }
  const [first = -1] = anchors;
  if (isAnchored) {
    left = left.filter((edit) => edit.start >= first);
    if (left.length === 0)
      return {
        code: 'context_not_found',
        message: `Change ${block.number}: its lines stand above its anchor, line ${first + 1}, and not below it. Send it again with an anchor that stands above the change.`,
      };
  }
  if (left.length > 1 && first >= 0) {
    const starts = choose(
      left.map((edit) => edit.start),
      anchors,
      index.lines,
    );
    if (starts.length > 0) left = left.filter((edit) => starts.includes(edit.start));
  }
  const [only] = left;
  if (isAnchored && only && left.length === 1 && isInSibling(only.start, anchors, index.lines))
    return {
      code: 'context_not_found',
      message: `Change ${block.number}: its lines stand at line ${only.start + 1}, but in another part than its anchor, line ${first + 1}, begins. Send it again with the lines that are there, or with an anchor right above them.`,
    };
  if (left.length > 1 && block.startLine !== undefined) {
    const named = left.filter((edit) => edit.start + 1 === block.startLine);
    if (named.length === 1) left = named;
  }
  return left;
}

/** New lines with nothing around them: below the anchor, else at the end of the file, as V4A has it. */
function insertionWithoutContext(
  block: Block,
  index: FileIndex,
  anchors: readonly number[],
): readonly PlacedEdit[] {
  const lines = newLines(block);
  const places = anchors.length > 0 ? anchors.map((anchor) => anchor + 1) : [index.lines.length];
  return places.map((before) => ({
    remove: [],
    insert: [{ before, lines }],
    start: before,
    end: before,
    pairs: [],
  }));
}

/** Leaves of several places the only one between the blocks that stand before and after it in the patch. */
function settleByOrder(open: readonly Open[]): void {
  for (let round = 0; round < open.length; round++) {
    const settled = open.filter(({ places }) => places.length === 1);
    if (settled.length === open.length) return;
    const ascends = settled.every(
      ({ places }, k) => k === 0 || zone(places[0])[0] >= zone(settled[k - 1]?.places[0])[1],
    );
    if (!ascends) return;
    let moved = false;
    open.forEach((one, k) => {
      if (one.places.length < 2) return;
      const before = open
        .slice(0, k)
        .reverse()
        .find(({ places }) => places.length === 1)?.places[0];
      const after = open.slice(k + 1).find(({ places }) => places.length === 1)?.places[0];
      const left = one.places.filter(
        (place) =>
          (!before || zone(place)[0] >= zone(before)[1]) && (!after || zone(place)[1] <= zone(after)[0]),
      );
      if (left.length === 1) {
        one.places = left;
        moved = true;
      }
    });
    if (!moved) return;
  }
}

/** The same change asked for as often as there are places for it means all of them. */
function settleRepeated(open: readonly Open[]): void {
  const groups = Map.groupBy(
    open.filter(({ places }) => places.length > 1),
    ({ block }) => block.lines.map((line) => line.type[0] + line.text).join('\n'),
  );
  for (const group of groups.values()) {
    const places = [...(group[0]?.places ?? [])].sort((a, b) => a.start - b.start);
    if (places.length !== group.length) continue;
    group.forEach((one, k) => {
      one.places = places.slice(k, k + 1);
    });
  }
}

/** First line that an edit touches and the first one after: context around it may be shared. */
function zone(edit: PlacedEdit | undefined): readonly [number, number] {
  if (!edit) return [0, 0];
  const starts = [...edit.remove, ...edit.insert.map((run) => run.before)];
  const ends = [...edit.remove.map((line) => line + 1), ...edit.insert.map((run) => run.before)];
  return starts.length === 0 ? [edit.start, edit.end] : [Math.min(...starts), Math.max(...ends)];
}

/** Whether the lines as they should become already stand where the block is placed. */
function isApplied(block: Block, edit: PlacedEdit, index: FileIndex): boolean {
  const old = oldLines(block);
  const next = newLines(block);
  if (next.length < old.length || !changesSomething(block)) return false;
  // A change of nothing but the ends of lines is made only where it stands to the byte.
  const isOfEnds =
    next.length === old.length && next.every((line, k) => line.trimEnd() === old[k]?.trimEnd());
  const own = (line: string | undefined): string | undefined => (isOfEnds ? line : line?.trimEnd());
  const holds = (start: number): boolean =>
    start >= 0 && next.every((line, k) => own(index.lines[start + k]) === own(line));
  const first = block.lines[0]?.type;
  const last = block.lines[block.lines.length - 1]?.type;
  if (old.length === 0) return holds(edit.start) || holds(edit.start - next.length);
  return (first !== 'added' && holds(edit.start)) || (last !== 'added' && holds(edit.end - next.length));
}

/** Where the lines as they should become stand, when those to be replaced stand nowhere. */
function appliedAt(block: Block, index: FileIndex): number | undefined {
  const next = newLines(block);
  if (!changesSomething(block) || next.every(isBlank)) return undefined;
  const adds = block.lines.some((line) => line.type === 'added' && !isBlank(line.text));
  if (!adds && next.filter((line) => !isBlank(line)).length < 2) return undefined;
  const asContext: Block = { ...block, lines: next.map((text) => ({ type: 'context', text })) };
  const placing = placeBlock(asContext, index);
  return placing.type === 'places' ? placing.edits[0]?.start : undefined;
}
