/** The one stretch of a text that differs: `[start, end)` is replaced by `newText`. */
export interface TextChange {
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

/**
 * The smallest single replacement that makes one text of another: carets, folds and marks outside of it stay where
 * they are. It never parts a surrogate pair or a line ending.
 */
export function textChange(before: string, after: string): TextChange {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start += 1;
  if (start > 0 && isJoined(before, after, start)) start -= 1;
  let tail = 0;
  while (
    tail < shorter - start &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  ) {
    tail += 1;
  }
  if (
    tail > 0 &&
    (isJoined(before, before, before.length - tail) || isJoined(after, after, after.length - tail))
  ) {
    tail -= 1;
  }
  return { start, end: before.length - tail, newText: after.slice(start, after.length - tail) };
}

/** Whether what stands before an offset belongs together with what follows it, in either text. */
function isJoined(one: string, other: string, offset: number): boolean {
  const first = one[offset - 1] ?? '';
  const isPair = (next: string | undefined) =>
    next !== undefined && ((first === '\r' && next === '\n') || (isHigh(first) && isLow(next)));
  return isPair(one[offset]) || isPair(other[offset]);
}

function isHigh(unit: string): boolean {
  return unit >= '\ud800' && unit <= '\udbff';
}

function isLow(unit: string): boolean {
  return unit >= '\udc00' && unit <= '\udfff';
}
