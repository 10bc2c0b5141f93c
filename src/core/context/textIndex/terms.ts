import { beginsWord, pastWord } from './bytes.ts';
import { longestWord } from './scanText.ts';
import { WordParts } from './wordParts.ts';

/**
 * What a term was found as. The same word has another number for each, so that a file that declares `parse` can be
 * told from one that calls it.
 */
export const fields = { text: 1, declared: 2, path: 3, fileName: 4, imports: 5, module: 6 } as const;
export type Field = keyof typeof fields;

const [begin, prime] = [0x811c9dc5, 0x01000193];
const mark = '='.charCodeAt(0);

/** FNV-1a of a term that stands in bytes; `whole` for one that stands for a whole word. */
export function termHash(bytes: Uint8Array, start: number, end: number, kind: 'part' | 'whole'): number {
  let hash = kind === 'whole' ? Math.imul(begin ^ mark, prime) : begin;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), prime);
  return hash >>> 0;
}

/**
 * The number that stands for a term in a field: 32 bits, spread since the low ones of FNV are weak. Two terms of one
 * repository seldom share a number, and then a file ranks a little too high; the index stays small for it.
 */
export function numberOfHash(hash: number, field: number): number {
  let number = hash ^ Math.imul(field, 0x9e3779b1);
  number = Math.imul(number ^ (number >>> 15), 0x2c1b3c6d);
  return (number ^ (number >>> 13)) >>> 0;
}

/** The number under which the index keeps a term of a field. */
export function termNumber(term: string, field: Field): number {
  const bytes = bytesOf(term);
  return numberOfHash(termHash(bytes, 0, bytes.length, 'part'), fields[field]);
}

/**
 * The terms of a text's words: of each its parts by stem, and itself as a whole (marked by '=') where it has several
 * parts. A person who writes `readFile` means that name above all, and perhaps anything that reads files.
 */
export function termsOf(text: string): readonly string[] {
  const parts = new WordParts();
  const terms: string[] = [];
  const bytes = bytesOf(text);
  const textOf = (start = 0, end = 0): string => decoder.decode(parts.lower.subarray(start, end));
  for (let at = 0; at < bytes.length; ) {
    const start = at;
    at = Math.max(start + 1, pastWord(bytes, start));
    if (!beginsWord(bytes[start]) || at - start > longestWord) continue;
    parts.read(bytes, start, at);
    if (parts.hasWhole) terms.push(`=${textOf(0, parts.length)}`);
    for (let k = 0; k < parts.count; k++) terms.push(textOf(parts.starts[k], parts.ends[k]));
  }
  return terms;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A text's bytes in UTF-8. */
export function bytesOf(text: string): Uint8Array {
  return encoder.encode(text);
}
