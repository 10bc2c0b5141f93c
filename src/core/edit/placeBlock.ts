import { type Block, type BlockLine, isOld } from './block.ts';
import type { Closeness, FileIndex } from './fileIndex.ts';
import { isBlank } from './fold.ts';
import { indentPairs, isIndentedAlike, isShiftedAlike } from './indent.ts';
import { type Alignment, editAt, type PlacedEdit, sameEdit } from './lineEdits.ts';
import { nearMatches } from './nearMatch.ts';

export type Placing =
  /** One place or several equally good ones. */
  | { readonly type: 'places'; readonly edits: readonly PlacedEdit[] }
  | { readonly type: 'none' }
  /** The place is there, but not how the new lines would fit in. */
  | { readonly type: 'unsure'; readonly reason: string; readonly line: number };

interface Variant {
  readonly block: Block;
  /** Old lines that the file need not hold: blank ones at the rim. */
  readonly leading: number;
  readonly trailing: number;
}

type Rung = (variant: Variant, index: FileIndex) => readonly Alignment[];

const contiguous =
  (close: Closeness): Rung =>
  ({ block, leading, trailing }, index) => {
    const all = block.lines.filter(isOld).map((line) => line.text);
    const pattern = all.slice(leading, all.length - trailing);
    const at = index
      .find(pattern, close)
      .map((start) => [
        ...new Array<number>(leading).fill(-1),
        ...pattern.map((_, k) => start + k),
        ...new Array<number>(trailing).fill(-1),
      ]);
    if (close !== 'indent' && close !== 'folded') return at;
    const isAlike = close === 'indent' ? isShiftedAlike : isIndentedAlike;
    return at.filter((places) => isAlike(indentPairs(all, index.lines, places)));
  };

const near: Rung = ({ block }, index) => {
  const old = block.lines.filter(isOld);
  const all = old.map((line) => line.text);
  return nearMatches(old, index)
    .map((match) => match.at)
    .filter((at) => isIndentedAlike(indentPairs(all, index.lines, at)));
};

/**
 * The ladder: each rung is tried only when the ones before found no place, and gives all of its equally good places.
 * Whether one of them is meant is for the caller to decide.
 */
export function placeBlock(block: Block, index: FileIndex): Placing {
  const own = asIs(block);
  const bare = withoutPrefix(block);
  const steps: (readonly [Variant, Rung])[] = [[own, contiguous('exact')]];
  if (bare) steps.push([bare, contiguous('exact')]);
  steps.push([own, contiguous('trailing')]);
  if (bare) steps.push([bare, contiguous('trailing')]);
  steps.push([own, contiguous('indent')], [own, contiguous('folded')]);
  for (const variant of [own, bare]) {
    const trimmed = variant && withoutBlankRim(variant.block);
    if (trimmed)
      for (const close of ['exact', 'trailing', 'indent', 'folded'] as const)
        steps.push([trimmed, contiguous(close)]);
  }
  return climb(steps, index);
}

/** The last rung: all but a few context lines agree. */
export function placeBlockNearly(block: Block, index: FileIndex): Placing {
  const bare = withoutPrefix(block);
  return climb([[asIs(block), near], ...(bare ? [[bare, near] as const] : [])], index);
}

function climb(steps: readonly (readonly [Variant, Rung])[], index: FileIndex): Placing {
  for (const [variant, rung] of steps) {
    const found = rung(variant, index);
    if (found.length > 0) return editsOf(variant.block, found, index);
  }
  return { type: 'none' };
}

function editsOf(block: Block, found: readonly Alignment[], index: FileIndex): Placing {
  const old = block.lines.filter(isOld).map((line) => line.text);
  const edits: PlacedEdit[] = [];
  let unsure: Placing | undefined;
  for (const at of found) {
    const outcome = editAt(block, at, index.lines, old);
    if (outcome.type === 'edit') {
      const { edit } = outcome;
      if (!edits.some((other) => other.start === edit.start && sameEdit(other, edit))) edits.push(edit);
      continue;
    }
    const reason =
      outcome.type === 'openIndent'
        ? `the lines there are indented in another way, and how "${outcome.line.trim()}" should be indented does not follow from them`
        : 'the file has other lines between those that the new lines should go between';
    unsure ??= { type: 'unsure', reason, line: at.find((line) => line >= 0) ?? 0 };
  }
  return unsure ?? { type: 'places', edits };
}

const asIs = (block: Block): Variant => ({ block, leading: 0, trailing: 0 });

/** The block as a model means it that left out the space before its context lines. */
function withoutPrefix(block: Block): Variant | undefined {
  let differs = false;
  const lines = block.lines.map((line): BlockLine => {
    if (line.unprefixed === undefined || line.unprefixed === line.text) return line;
    differs = true;
    return { ...line, text: line.unprefixed };
  });
  return differs ? asIs({ ...block, lines }) : undefined;
}

/** Blank context lines at the rim of a block are as often layout of the patch as lines of the file. */
function withoutBlankRim(block: Block): Variant | undefined {
  const old = block.lines.filter(isOld);
  const isRim = (line: BlockLine | undefined): boolean => line?.type === 'context' && isBlank(line.text);
  let leading = 0;
  while (leading < old.length && isRim(old[leading])) leading++;
  let trailing = 0;
  while (trailing < old.length - leading && isRim(old[old.length - 1 - trailing])) trailing++;
  if (leading + trailing === 0 || leading + trailing === old.length) return undefined;
  return { block, leading, trailing };
}
