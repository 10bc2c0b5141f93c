import { fold, lookAlikes } from './fold.ts';

const seed = 0x811c9dc5;
const prime = 0x01000193;

const slow = 0;
const nothing = 1;
const dots = 2;
const space = 32;
const dot = 46;

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

/** By character: what folding makes of it, as far as that does not depend on its neighbours. */
const folded = ((): Uint16Array => {
  const table = new Uint16Array(0x10000);
  for (const [first, last] of stable) for (let code = first; code <= last; code++) table[code] = code;
  table[9] = space;
  table[space] = space;
  for (let code = 0x80; code <= 0xffff; code++) {
    if (code === 0x250) code = 0x1680;
    if (code === 0x1681) code = 0x2000;
    if (code === 0x2213) code = 0x3000;
    if (code === 0x3001) code = 0xfe58;
    const to = lookAlikes.find(([pattern]) => pattern.test(String.fromCharCode(code)))?.[1];
    if (to !== undefined) table[code] = to === '' ? nothing : to === '...' ? dots : to.charCodeAt(0);
  }
  return table;
})();

/** A number that is the same for any two lines that fold alike, mostly found without folding them. */
export function foldHash(line: string): number {
  return foldHashWithin(line, 0, line.length);
}

/** The same of a stretch of a text: reading many lines where they stand is quicker than taking each out. */
export function foldHashWithin(text: string, start: number, end: number): number {
  let hash = seed;
  let gap = false;
  for (let k = start; k < end; k++) {
    const code = folded[text.charCodeAt(k)] ?? slow;
    if (code === space) {
      gap = true;
      continue;
    }
    if (code <= dots) {
      if (code === slow) return plainHash(fold(text.slice(start, end)));
      if (code === nothing) continue;
    }
    if (gap) {
      if (hash !== seed) hash = Math.imul(hash ^ space, prime);
      gap = false;
    }
    if (code === dots) for (let n = 0; n < 3; n++) hash = Math.imul(hash ^ dot, prime);
    else hash = Math.imul(hash ^ code, prime);
  }
  return hash;
}

function plainHash(text: string): number {
  let hash = seed;
  for (let k = 0; k < text.length; k++) hash = Math.imul(hash ^ text.charCodeAt(k), prime);
  return hash;
}
