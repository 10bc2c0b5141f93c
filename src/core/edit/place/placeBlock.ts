import { quote } from '../quote.ts';
import { type Block, type BlockLine, isOld } from './block.ts';
import type { Closeness, FileIndex } from './fileIndex.ts';
import { isBlank } from './fold.ts';
import { indentPairs, isIndentedAlike } from './indent.ts';
import { type Alignment, editAt, type PlacedEdit, sameEdit } from './lineEdits.ts';
import { nearMatches } from './nearMatch.ts';

export type Placing =
  /** One place or several equally good ones. */
  | { readonly type: 'places'; readonly edits: readonly PlacedEdit[] }
  | { readonly type: 'none' }
  /** So many places that no choice is made of them; `lines` are the first (from 0). */
  | { readonly type: 'tooMany'; readonly lines: readonly number[] }
  /** The place is there, but not how the new lines would fit in. */
  | { readonly type: 'unsure'; readonly reason: string; readonly line: number };

interface Variant {
  readonly block: Block;
  /** Old lines that the file need not hold: blank ones at the rim. */
  readonly leading: number;
  readonly trailing: number;
  /** All old lines, those that the file must hold, and where they might stand. */
  readonly all: readonly string[];
  readonly pattern: readonly string[];
  readonly likely: () => readonly number[];
}

type Rung = (
  variant: Variant,
  index: FileIndex,
) => readonly Alignment[] | Extract<Placing, { type: 'tooMany' }>;

/** A block that fits at more places than this says too little of where it belongs for an anchor to tell. */
const mostPlaces = 1000;

const contiguous =
  (close: Closeness): Rung =>
  ({ leading, trailing, all, pattern, likely }, index) => {
    const starts =
      close === 'exact'
        ? index.exactly(pattern)
        : index.find(pattern, close, { likely: likely(), most: mostPlaces + 1 });
    if (starts.length > mostPlaces) return { type: 'tooMany', lines: starts.slice(0, 6) };
    const at = starts.map((start) => [
      ...new Array<number>(leading).fill(-1),
      ...pattern.map((_, k) => start + k),
      ...new Array<number>(trailing).fill(-1),
    ]);
    if (close !== 'indent' && close !== 'folded') return at;
    return at.filter((places) => isIndentedAlike(indentPairs(all, index.lines, places)));
  };

function near(block: Block, index: FileIndex): readonly Alignment[] {
  const old = block.lines.filter(isOld);
  const all = old.map((line) => line.text);
  return nearMatches(old, index)
    .map((match) => match.at)
    .filter((at) => isIndentedAlike(indentPairs(all, index.lines, at)));
}

/**
 * The ladder: each rung is tried only when the ones before found no place, and gives all of its equally good places.
 * Whether one of them is meant is for the caller to decide.
 */
export function placeBlock(block: Block, index: FileIndex): Placing {
  const bareBlock = withoutPrefix(block);
  const own = variantOf(block, index);
  const bare = bareBlock && variantOf(bareBlock, index);
  const steps: (readonly [Variant, Rung])[] = [[own, contiguous('exact')]];
  if (bare) steps.push([bare, contiguous('exact')]);
  steps.push([own, contiguous('trailing')]);
  if (bare) steps.push([bare, contiguous('trailing')]);
  steps.push([own, contiguous('indent')], [own, contiguous('folded')]);
  const found = climb(steps, index);
  if (found.type !== 'none') return found;
  for (const variant of [block, bareBlock]) {
    const trimmed = variant && withoutBlankRim(variant, index);
    if (!trimmed) continue;
    const outcome = climb(
      (['exact', 'trailing', 'indent', 'folded'] as const).map((close) => [trimmed, contiguous(close)]),
      index,
    );
    if (outcome.type !== 'none') return outcome;
  }
  return found;
}

/** The last rung: all but a few context lines agree. */
export function placeBlockNearly(block: Block, index: FileIndex): Placing {
  const found = editsOf(block, near(block, index), index);
  if (found.type !== 'none') return found;
  const bare = withoutPrefix(block);
  return bare ? editsOf(bare, near(bare, index), index) : found;
}

function climb(steps: readonly (readonly [Variant, Rung])[], index: FileIndex): Placing {
  for (const [variant, rung] of steps) {
    const found = rung(variant, index);
    if ('type' in found) return found;
    if (found.length > 0) return editsOf(variant.block, found, index);
  }
  return { type: 'none' };
}

function editsOf(block: Block, found: readonly Alignment[], index: FileIndex): Placing {
  if (found.length === 0) return { type: 'none' };
  const old = block.lines.filter(isOld).map((line) => line.text);
  const byStart = new Map<number, PlacedEdit[]>();
  let unsure: Placing | undefined;
  for (const at of found) {
    const outcome = editAt(block, at, index.lines, old);
    if (outcome.type === 'edit') {
      const { edit } = outcome;
      const same = byStart.get(edit.start);
      if (!same) byStart.set(edit.start, [edit]);
      else if (!same.some((other) => sameEdit(other, edit))) same.push(edit);
      continue;
    }
    const reason =
      outcome.type === 'openIndent'
        ? `the lines there are indented in another way, and how ${quote(outcome.line.trim())} should be indented does not follow from them`
        : 'the file has other lines between those that the new lines should go between';
    unsure ??= { type: 'unsure', reason, line: at.find((line) => line >= 0) ?? 0 };
  }
  return unsure ?? { type: 'places', edits: [...byStart.values()].flat() };
}

function variantOf(block: Block, index: FileIndex, leading = 0, trailing = 0): Variant {
  const all = block.lines.filter(isOld).map((line) => line.text);
  const pattern = all.slice(leading, all.length - trailing);
  let likely: readonly number[] | undefined;
  return {
    block,
    leading,
    trailing,
    all,
    pattern,
    likely: () => {
      likely ??= index.likely(pattern);
      return likely;
    },
  };
}

/** The block as a model means it that left out the space before its context lines. */
function withoutPrefix(block: Block): Block | undefined {
  let differs = false;
  const lines = block.lines.map((line): BlockLine => {
    if (line.unprefixed === undefined || line.unprefixed === line.text) return line;
    differs = true;
    return { ...line, text: line.unprefixed };
  });
  return differs ? { ...block, lines } : undefined;
}

/** Blank context lines at the rim of a block are as often layout of the patch as lines of the file. */
function withoutBlankRim(block: Block, index: FileIndex): Variant | undefined {
  const old = block.lines.filter(isOld);
  const isRim = (line: BlockLine | undefined): boolean => line?.type === 'context' && isBlank(line.text);
  let leading = 0;
  while (leading < old.length && isRim(old[leading])) leading++;
  let trailing = 0;
  while (trailing < old.length - leading && isRim(old[old.length - 1 - trailing])) trailing++;
  if (leading + trailing === 0 || leading + trailing === old.length) return undefined;
  return variantOf(block, index, leading, trailing);
}
