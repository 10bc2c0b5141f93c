const token = /[\p{L}\p{M}_$]+|\d+|[^\s\p{L}\p{M}_$\d]/gu;
const shortestWord = 4;
/** Lines longer than this are not compared word by word. */
const longestLine = 2000;

/**
 * Whether a model that meant the file's line could have written the other one by a slip: each word of it is the file's
 * but for one letter. A number, an operator or a negation that differs says something else, and so does another letter
 * in a short part of a name (`minX` and `minY`), a plural, or a word that the file has elsewhere (`isKnown` tells):
 * where those differ, the line is another one that merely looks alike.
 */
export function isMisspelt(own: string, written: string, isKnown: (word: string) => boolean): boolean {
  if (own.length > longestLine || written.length > longestLine) return false;
  const ours = own.match(token) ?? [];
  const theirs = written.match(token) ?? [];
  const ends = (tokens: readonly string[]): number =>
    /^[;,]$/.test(tokens[tokens.length - 1] ?? '') ? tokens.length - 1 : tokens.length;
  const count = ends(ours);
  if (count === 0 || count !== ends(theirs)) return false;
  for (let k = 0; k < count; k++) {
    const [word, slip] = [ours[k] ?? '', theirs[k] ?? ''];
    if (word !== slip && (!isSlip(word, slip) || isKnown(slip))) return false;
  }
  return true;
}

/** One letter left out, put in or exchanged, or two swapped, in a part of the name that is long enough to be a word. */
function isSlip(word: string, slip: string): boolean {
  if (!/^[\p{L}_$]/u.test(word) || !/^[\p{L}_$]/u.test(slip)) return false;
  if (Math.abs(word.length - slip.length) > 1) return false;
  const shorter = Math.min(word.length, slip.length);
  let start = 0;
  while (start < shorter && word[start] === slip[start]) start++;
  let end = 0;
  while (end < shorter - start && word[word.length - 1 - end] === slip[slip.length - 1 - end]) end++;
  const left = word.slice(start, word.length - end);
  const right = slip.slice(start, slip.length - end);
  const isSwap = left.length === 2 && right === `${left[1]}${left[0]}`;
  if (!isSwap && (left.length > 1 || right.length > 1)) return false;
  if (end === 0 && /^s?$/i.test(left) && /^s?$/i.test(right)) return false;
  const longer = word.length >= slip.length ? word : slip;
  return partAt(longer, start).length >= (isSwap ? 3 : shortestWord);
}

/** The part of a name in snake or camel case that a place of it lies in. */
function partAt(name: string, at: number): string {
  let from = 0;
  for (const part of name.match(/\p{Lu}?[^\p{Lu}_$]+|\p{Lu}+|[_$]+/gu) ?? []) {
    if (at < from + part.length) return part;
    from += part.length;
  }
  return '';
}
