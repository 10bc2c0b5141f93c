import { beginsWord, hash, newline, openBracket, pastBlanks, pastWord, star, wordBytes } from './bytes.ts';
import { declaredAfter, isMethodAt } from './declarationsIn.ts';
import { type ImportPlace, importAfter } from './importsIn.ts';
import { keyword } from './keywords.ts';

/** Longer runs of letters are data, such as an encoded picture. */
export const longestWord = 64;

/** What is told of a text, by places among its bytes. */
export interface TextVisitor {
  /** A word, with the hash of its bytes. Gives what it is as a keyword, 0 for most (see keywords.ts). */
  word(hash: number, start: number, end: number): number;
  /** The word that was told last declares a name: a guess by how languages write it, that needs no parser. */
  declared(start: number, end: number): void;
  imported(place: ImportPlace): void;
}

const importing = keyword.from | keyword.import | keyword.require | keyword.use | keyword.include;

/** Goes through a text in UTF-8 once, byte by byte: no string is made and no expression tried, whatever it holds. */
export function scanText(bytes: Uint8Array, visitor: TextVisitor): void {
  const length = bytes.length;
  // Where the first word of the line begins, or the next one while all before it are modifiers.
  const begin = pastMark(bytes);
  let head = headOfLine(bytes, begin);
  let isIndented = head > begin;
  let isModified = false;
  let declared = -1;
  for (let at = begin; at < length; ) {
    const code = bytes[at++] ?? 0;
    const script = wordBytes[code] ?? 0;
    if ((script & 1) === 0) {
      if (code === newline) {
        head = headOfLine(bytes, at);
        isIndented = head > at;
        isModified = false;
        at = head;
      }
      continue;
    }
    const start = at - 1;
    let sum = Math.imul(0x811c9dc5 ^ code, 0x01000193);
    while (at < length) {
      const next = bytes[at] ?? 0;
      const kind = wordBytes[next];
      if (kind !== script && kind !== 2) break;
      sum = Math.imul(sum ^ next, 0x01000193);
      at++;
    }
    if (at - start > longestWord) continue;
    const kinds = visitor.word(sum >>> 0, start, at);
    if (start === declared) {
      // As in `const enum Kind`, and not as in `const type = 1`.
      const isBefore = (kinds & (keyword.modifier | keyword.declares)) !== 0 && isWordNext(bytes, at);
      if (isBefore) declared = pastBlanks(bytes, at);
      else visitor.declared(start, at);
    }
    if ((kinds & importing) !== 0) {
      const place = importAfter(bytes, { kinds, start, end: at, isFirst: start === head });
      if (place) visitor.imported(place);
    }
    if (start !== head) continue;
    if (isIndented && (kinds & keyword.statement) === 0 && isMethodAt(bytes, at)) visitor.declared(start, at);
    else if ((kinds & keyword.modifier) !== 0) {
      head = pastModifier(bytes, at);
      isModified = true;
      // A type, as in `public void read() {`.
    } else if (isModified && kinds === 0 && isWordNext(bytes, at)) head = pastBlanks(bytes, at);
    if ((kinds & keyword.declares) !== 0) declared = declaredAfter(bytes, start, at);
  }
}

/** Behind the mark that some editors put at the begin of a file. */
function pastMark(bytes: Uint8Array): number {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}

function isWordNext(bytes: Uint8Array, at: number): boolean {
  const next = pastBlanks(bytes, at);
  return next > at && beginsWord(bytes[next]);
}

/** Where a word may stand first. A `#` belongs to it, as to a private method and to what C includes. */
function headOfLine(bytes: Uint8Array, at: number): number {
  const head = pastBlanks(bytes, at);
  return bytes[head] === hash ? head + 1 : head;
}

/** Where the word after a modifier may begin; `pub` may have brackets after it, and a generator a star before it. */
function pastModifier(bytes: Uint8Array, end: number): number {
  const head = headOfLine(bytes, bytes[end] === openBracket ? pastWord(bytes, end + 1) + 1 : end);
  return bytes[head] === star ? head + 1 : head;
}
