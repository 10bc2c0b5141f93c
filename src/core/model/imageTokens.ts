import type { ImagePart } from './image.ts';
import type { TierSettings } from './tier.ts';

type Size = Pick<ImagePart, 'width' | 'height'>;

interface Row {
  readonly model: RegExp;
  readonly tokens: (size: Size) => number;
}

/**
 * The most that the published ways of counting come to for an image in high detail; the first row that fits counts.
 * Newer models cut an image into patches of 32 pixels and count each for more than one token: the documents name
 * factors from 1.2 to 2.46 for these models and do not agree with one another or with bills, so that the highest
 * stands. Older ones cut it into tiles of 512 pixels once its sides are at most 2,048 and 768: eight tiles at most.
 */
const table: readonly Row[] = [
  { model: /gpt-4o-mini/i, tokens: () => 2_833 + 8 * 5_667 },
  { model: /gpt-4\.1-(?:mini|nano)|gpt-5|o4-mini|codex-mini/i, tokens: patches },
  { model: /gpt-4(?:o|\.1|\.5)|\bo[13]\b|gpt-oss/i, tokens: () => 85 + 8 * 170 },
];

const patchSide = 32;
/** An image of more patches than this is made smaller before it is counted. */
const mostPatches = 2_500;
const tokensPerPatch = 2.46;

function patches({ width, height }: Size): number {
  const count = Math.ceil(width / patchSide) * Math.ceil(height / patchSide);
  return Math.ceil(Math.min(count, mostPatches) * tokensPerPatch);
}

/** The smallest patch that an open model is known to see by, in pixels; their endpoints mostly make nothing smaller. */
const smallestPatch = 14;

/** An upper bound of the tokens that an image is billed as, at the model of a tier. */
export function imageTokens(size: Size, { model }: Pick<TierSettings, 'model'>): number {
  const row = table.find((each) => each.model.test(model));
  if (row !== undefined) return row.tokens(size);
  return Math.ceil(size.width / smallestPatch) * Math.ceil(size.height / smallestPatch);
}
