import { BytePairEncodingCore } from 'gpt-tokenizer/BytePairEncodingCore';

/**
 * A piece that the vocabulary's pattern leaves whole is merged in time that grows with the square of its length; one
 * longer than this is bounded by its bytes. Words, numbers and runs of signs in code stay far below.
 */
const longestPiece = 512;

/** Words seen before are remembered, up to so many: they are texts of the user's, so not without end. */
const remembered = 5_000;

/** Gives a function that counts the tokens of a text, never less than there are. */
export function pieceCounter(
  ranks: readonly (string | readonly number[])[],
  pattern: RegExp,
): (text: string) => number {
  const core = new BytePairEncodingCore({
    bytePairRankDecoder: ranks as (string | number[])[],
    tokenSplitRegex: pattern,
    mergeCacheSize: remembered,
  });
  const long = longRuns();
  return (text) => {
    let tokens = 0;
    let start = 0;
    for (const { index, 0: run } of text.matchAll(long)) {
      // The signs and spaces around a run may be of one piece with it; what is cut there can cost a token each.
      tokens += core.countNative(text.slice(start, index)) + Buffer.byteLength(run) + 2;
      start = index + run.length;
    }
    return tokens + core.countNative(start === 0 ? text : text.slice(start));
  };
}

/** Runs that no pattern would cut: of letters, of signs, or of white space. */
function longRuns(): RegExp {
  const classes = ['[\\p{L}\\p{M}]', '[^\\s\\p{L}\\p{N}]', '\\s'];
  return new RegExp(classes.map((one) => `${one}{${longestPiece},}`).join('|'), 'gu');
}
