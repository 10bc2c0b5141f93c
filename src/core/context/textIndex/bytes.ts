/** Bytes that mean something to a scan, by the characters that they stand for. */
export const [tab, newline, carriageReturn, blank, star, dot, slash, colon, semicolon, hash] = [
  9, 10, 13, 32, 42, 46, 47, 58, 59, 35,
] as const;
export const [doubleQuote, quote, openBracket, closeBracket, less, more, bang, openBlock] = [
  34, 39, 40, 41, 60, 62, 33, 123,
] as const;

/**
 * By bytes of UTF-8: 1 begins a word in Latin letters and 3 one of another script; 1 goes on with the first, 3 with the
 * second, 2 with both, and 0 ends one. So `cartTotal` is a word of its own in a sentence that has no blanks.
 */
export const wordBytes = new Uint8Array(256);
const [restOfCharacter, firstOther, endOfOther] = [0x80, 0xce, 0xf0];
wordBytes.fill(2, restOfCharacter, 0xc2);
wordBytes.fill(1, 0xc3, firstOther);
wordBytes.fill(3, firstOther, endOfOther);
// Signs for the most part: `«`, dashes, quotes and boxes, forms for a line's width and the mark at a file's begin.
for (const lead of [0xc2, 0xe2, 0xef]) wordBytes[lead] = 0;
for (const letter of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_$')
  wordBytes[letter.charCodeAt(0)] = 1;
for (const digit of '0123456789') wordBytes[digit.charCodeAt(0)] = 2;

/** The place behind blanks and tabs. */
export function pastBlanks(bytes: Uint8Array, at: number): number {
  let next = at;
  while (bytes[next] === blank || bytes[next] === tab) next++;
  return next;
}

/** Whether a word can begin with this byte. */
export function beginsWord(byte: number | undefined): boolean {
  return ((wordBytes[byte ?? 0] ?? 0) & 1) === 1;
}

/** Behind the word that begins at a place; the place itself where none does. */
export function pastWord(bytes: Uint8Array, at: number): number {
  if (!beginsWord(bytes[at])) return at;
  const script = wordBytes[bytes[at] ?? 0];
  let next = at + 1;
  for (; next < bytes.length; next++) {
    const kind = wordBytes[bytes[next] ?? 0];
    if (kind !== 2 && kind !== script) break;
  }
  return next;
}

/** Behind the first of some bytes within `most` bytes of its line; -1 when it is not there, or `never` comes first. */
export function pastByte(
  bytes: Uint8Array,
  at: number,
  { byte, never, most }: { readonly byte: number; readonly never: number; readonly most: number },
): number {
  const end = Math.min(bytes.length, at + most + 1);
  for (let next = at; next < end; next++) {
    const code = bytes[next];
    if (code === byte) return next + 1;
    if (code === never || code === newline) return -1;
  }
  return -1;
}

/** Whether an ASCII word stands at a place, with no other after it. */
export function isWordAt(bytes: Uint8Array, at: number, word: string): boolean {
  for (let k = 0; k < word.length; k++) if (bytes[at + k] !== word.charCodeAt(k)) return false;
  return wordBytes[bytes[at + word.length] ?? 0] === 0;
}
