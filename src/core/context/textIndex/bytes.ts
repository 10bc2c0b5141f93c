/** Bytes that mean something to a scan, by the characters that they stand for. */
export const [tab, newline, carriageReturn, blank, star, dot, slash, colon, semicolon, hash] = [
  9, 10, 13, 32, 42, 46, 47, 58, 59, 35,
] as const;
export const [doubleQuote, quote, openBracket, closeBracket, less, more, bang, openBlock] = [
  34, 39, 40, 41, 60, 62, 33, 123,
] as const;

/** By bytes: 1 begins a word, 2 goes on with one. What is outside of ASCII is no part of a word. */
export const wordBytes = new Uint8Array(256);
for (const letter of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_$')
  wordBytes[letter.charCodeAt(0)] = 1;
for (const digit of '0123456789') wordBytes[digit.charCodeAt(0)] = 2;

export function pastBlanks(bytes: Uint8Array, at: number): number {
  let next = at;
  while (bytes[next] === blank || bytes[next] === tab) next++;
  return next;
}

export function pastWord(bytes: Uint8Array, at: number): number {
  let next = at;
  while (next < bytes.length && wordBytes[bytes[next] ?? 0] !== 0) next++;
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
