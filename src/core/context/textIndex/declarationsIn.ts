import {
  bang,
  beginsWord,
  blank,
  carriageReturn,
  closeBracket,
  dot,
  isWordAt,
  less,
  more,
  newline,
  openBlock,
  openBracket,
  pastBlanks,
  pastByte,
  semicolon,
  star,
} from './bytes.ts';

/** What is looked at of a method's parameters, and of what stands between them and its block. */
const [longestParameters, longestResult] = [200, 100];
const [longestReceiver, longestTrait] = [80, 100];

/** Where the name stands that a keyword such as `class` declares, given where the keyword ends; -1 for none. */
export function declaredAfter(bytes: Uint8Array, start: number, end: number): number {
  let at = end;
  if (bytes[at] === star || bytes[at] === bang) at++;
  else if (isWordAt(bytes, start, 'impl') && bytes[at] === less) at = pastTypeParameters(bytes, at);
  else if (isWordAt(bytes, start, 'func') && bytes[pastBlanks(bytes, at)] === openBracket)
    at = pastByte(bytes, at + 1, { byte: closeBracket, never: newline, most: longestReceiver });
  const name = at < 0 ? at : pastBlanks(bytes, at);
  if (name <= at || !beginsWord(bytes[name])) return -1;
  return isWordAt(bytes, start, 'impl') ? implementedAt(bytes, name) : name;
}

/** Behind `<T: From<U>>`; -1 where it does not end soon in its line. */
function pastTypeParameters(bytes: Uint8Array, open: number): number {
  let depth = 0;
  for (let at = open; at < open + longestReceiver && bytes[at] !== newline; at++) {
    if (bytes[at] === less) depth++;
    else if (bytes[at] === more && --depth === 0) return at + 1;
  }
  return -1;
}

/** `Name` in `impl Trait for Name`, and in `impl Name`. */
function implementedAt(bytes: Uint8Array, trait: number): number {
  for (let at = trait; at < trait + longestTrait && bytes[at] !== newline && bytes[at] !== openBlock; at++)
    if (bytes[at] === blank && isWordAt(bytes, at + 1, 'for')) return pastBlanks(bytes, at + 4);
  return trait;
}

/** Whether parameters and a block follow a place, as they follow the name of a method. */
export function isMethodAt(bytes: Uint8Array, at: number): boolean {
  const open = pastBlanks(bytes, at);
  if (bytes[open] !== openBracket) return false;
  const closed = pastByte(bytes, open + 1, {
    byte: closeBracket,
    never: openBracket,
    most: longestParameters,
  });
  // What is called on a result, as in `fetch(url).then(() => {`, is no method's block.
  if (closed < 0 || bytes[pastBlanks(bytes, closed)] === dot) return false;
  const block = pastByte(bytes, closed, { byte: openBlock, never: semicolon, most: longestResult });
  return block >= 0 && isEndOfLine(bytes, pastBlanks(bytes, block));
}

function isEndOfLine(bytes: Uint8Array, at: number): boolean {
  return at >= bytes.length || bytes[at] === newline || bytes[at] === carriageReturn;
}
