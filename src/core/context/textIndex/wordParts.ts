import { longestWord } from './scanText.ts';

/** From here on a byte is part of a letter outside of ASCII. */
const beyondAscii = 128;
const [firstUpper, lastUpper, firstLower, lastLower, firstDigit, lastDigit] = [65, 90, 97, 122, 48, 57];

/** Endings that a sentence or a plural puts on a word, the longest first. */
const endings = ['ings', 'ing', 'ers', 'er', 'es', 'ed', 'ly', 's'].map((ending) =>
  Uint8Array.from(ending, (character) => character.charCodeAt(0)),
);
const nounEndings = ['ations', 'ators', 'ation', 'ator'].map((ending) =>
  Uint8Array.from(ending, (character) => character.charCodeAt(0)),
);
const letterE = 101;

/**
 * The parts of one word after another: `readFile` has `read` and `fil`. They stand in arrays that the next word
 * writes over, since making strings of the words of a repository takes longer than all else that is done with them.
 */
export class WordParts {
  /** The word in small letters. */
  readonly lower = new Uint8Array(longestWord);
  length = 0;
  /** Where the stems of its parts begin and end. */
  readonly starts = new Uint8Array(longestWord);
  readonly ends = new Uint8Array(longestWord);
  count = 0;
  /** Whether it counts as a whole too, as a word of several parts does. Parts of one character are left out. */
  hasWhole = false;

  read(bytes: Uint8Array, start: number, end: number): void {
    const stop = Math.min(end, start + longestWord);
    let isAscii = true;
    for (let at = start; at < stop; at++) isAscii &&= (bytes[at] ?? 0) < beyondAscii;
    if (isAscii) this.#read(bytes, start, stop);
    else this.#read(othersLowered(bytes.subarray(start, stop)), 0, stop - start);
  }

  #read(bytes: Uint8Array, start: number, stop: number): void {
    this.length = stop - start;
    this.count = 0;
    let parts = 0;
    for (let at = start; at < stop; ) {
      const from = at;
      at = pastPart(bytes, at, stop);
      if (at === from) {
        this.lower[at - start] = bytes[at] ?? 0;
        at++;
        continue;
      }
      parts++;
      for (let k = from; k < at; k++) this.lower[k - start] = lowered(bytes[k] ?? 0);
      if (at - from < 2) continue;
      this.starts[this.count] = from - start;
      this.ends[this.count++] = endOfStem(this.lower, from - start, at - start);
    }
    this.hasWhole = parts > 1 && this.length > 2;
  }
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A word with what is outside of ASCII in small letters, if that is as long: the rest shows where parts begin. */
function othersLowered(word: Uint8Array): Uint8Array {
  const text = decoder.decode(word).replace(/[^\p{ASCII}]+/gu, (letters) => letters.toLowerCase());
  const bytes = encoder.encode(text);
  return bytes.length === word.length ? bytes : word;
}

/** `HTTPServer` has the parts `HTTP` and `Server`. */
function pastPart(bytes: Uint8Array, start: number, stop: number): number {
  let at = start;
  if (isDigit(bytes[at] ?? 0)) {
    while (at < stop && isDigit(bytes[at] ?? 0)) at++;
    return at;
  }
  while (at < stop && isUpper(bytes[at] ?? 0)) at++;
  const isLowerNext = at < stop && isLower(bytes[at] ?? 0);
  if (at - start > 1 && isLowerNext) return at - 1;
  if (isLowerNext) while (at < stop && isLower(bytes[at] ?? 0)) at++;
  return at;
}

/** `parse`, `parser`, `parsing` and `parsed` are one word to who looks for them. */
function endOfStem(word: Uint8Array, start: number, end: number): number {
  if (end - start <= 3) return end;
  const noun = nounEndings.find((ending) => endsWith(word, start, end, ending));
  const verb = noun ? end - noun.length + 2 : end;
  const ending = endings.find((each) => endsWith(word, start, verb, each));
  const cut = ending ? verb - ending.length : verb;
  const stem = cut - start < 3 ? end : cut;
  return word[stem - 1] === letterE ? stem - 1 : stem;
}

function endsWith(word: Uint8Array, start: number, end: number, ending: Uint8Array): boolean {
  const from = end - ending.length;
  if (from < start) return false;
  for (let k = 0; k < ending.length; k++) if (word[from + k] !== ending[k]) return false;
  return true;
}

const isUpper = (code: number): boolean => code >= firstUpper && code <= lastUpper;
const isLower = (code: number): boolean => (code >= firstLower && code <= lastLower) || code >= beyondAscii;
const isDigit = (code: number): boolean => code >= firstDigit && code <= lastDigit;
const lowered = (code: number): number => (isUpper(code) ? code + 32 : code);
