import { fold, lookAlikes } from './fold.ts';

const seed = 0x811c9dc5 | 0;
const prime = 0x01000193;

/** Characters of one form only: `fold` leaves them as they are. What combines with them is not among them. */
const stable: readonly (readonly [number, number])[] = [
  [0x21, 0x7e],
  [0xc0, 0x24f],
  [0x400, 0x482],
  [0x2010, 0x2027],
  [0x2030, 0x205e],
  [0x2190, 0x2328],
  [0x232b, 0x2adb],
  [0x3001, 0x3029],
  [0x3041, 0x3096],
  [0x30a1, 0x30fa],
  [0x4e00, 0x9fff],
  [0xac00, 0xd7a3],
  // Emoji; other halves of a pair come after one that is none of these.
  [0xd83c, 0xd83e],
  [0xdc00, 0xdfff],
];

/**
 * By character: what a hash is multiplied by for it, and what is added then. White space and what folding drops leave
 * the hash as it is. Only what folding makes something else of beside other neighbours adds an odd number.
 */
const factors = new Int32Array(0x10000).fill(1);
const terms = new Int32Array(0x10000).fill(1);

for (const [first, last] of stable)
  for (let code = first; code <= last; code++) {
    factors[code] = prime;
    terms[code] = 2 * code;
  }
for (let code = 9; code <= 0xffff; code++) {
  if (code === 10) code = 32;
  if (code === 33) code = 0x80;
  if (code === 0x250) code = 0x1680;
  if (code === 0x1681) code = 0x2000;
  if (code === 0x2213) code = 0x3000;
  if (code === 0x3001) code = 0xfe58;
  const char = String.fromCharCode(code);
  const to = char === '\t' || char === ' ' ? ' ' : lookAlikes.find(([pattern]) => pattern.test(char))?.[1];
  if (to === undefined) continue;
  factors[code] = [...to.trim()].reduce((product) => Math.imul(product, prime), 1);
  terms[code] = hashOf(to, 0);
}

/** The hash of a folded text, going on from that of what stands before it. */
function hashOf(folded: string, before: number): number {
  let hash = before;
  for (let k = 0; k < folded.length; k++) {
    const code = folded.charCodeAt(k);
    if (code !== 32) hash = (Math.imul(hash, prime) + 2 * code) | 0;
  }
  return hash;
}

/** A number that is the same for any two lines that fold alike, mostly found without folding them. */
export function foldHash(line: string): number {
  return foldHashWithin(line, 0, line.length);
}

/**
 * The same of a stretch of a text: reading many lines where they stand is quicker than taking each out. No step hangs on
 * what a character is: of a long file, most of the time would go into guessing that wrong.
 */
export function foldHashWithin(text: string, start: number, end: number): number {
  let hash = seed;
  let added = 0;
  for (let k = start; k < end; k++) {
    const code = text.charCodeAt(k);
    const term = terms[code] ?? 1;
    hash = (Math.imul(hash, factors[code] ?? 1) + term) | 0;
    added |= term;
  }
  return ((added & 1) === 0 ? hash : hashOf(fold(text.slice(start, end)), seed)) >> 1;
}
