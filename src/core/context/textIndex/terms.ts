/**
 * What a term was found as. The same word has another number for each, so that a file that declares `parse` can be
 * told from one that calls it.
 */
export const fields = { text: 1, declared: 2, path: 3, fileName: 4, imports: 5, module: 6 } as const;
export type Field = keyof typeof fields;

/**
 * The number that stands for a term: 32 bits of FNV-1a, spread once more since its low bits are weak. Two terms of one
 * repository seldom share a number, and then a file ranks a little too high; the index stays small for it.
 */
export function termNumber(term: string, field: Field): number {
  let hash = 0x811c9dc5 ^ fields[field];
  for (let k = 0; k < term.length; k++) hash = Math.imul(hash ^ term.charCodeAt(k), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}

const part = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g;

/** Endings that a sentence or a plural puts on a word; `parse`, `parser`, `parsing` and `parsed` become one. */
export function stemOf(word: string): string {
  if (word.length <= 3) return word;
  const cut = word.replace(/(ation|ator)s?$/, 'at').replace(/(ings?|ed|es|ers?|s|ly)$/, '');
  return (cut.length < 3 ? word : cut).replace(/e$/, '');
}

/**
 * The terms of a word: its parts by stem, and itself as a whole (marked by '=') where it has several parts. A person
 * who writes `readFile` means that name above all, and perhaps anything that reads files.
 */
export function termsOfWord(word: string): readonly string[] {
  const parts = (word.match(part) ?? []).map((each) => each.toLowerCase());
  if (parts.length < 2) {
    const [only = ''] = parts;
    return only.length > 1 ? [stemOf(only)] : [];
  }
  const terms = parts.filter((each) => each.length > 1).map(stemOf);
  return word.length > 2 ? [`=${word.toLowerCase()}`, ...terms] : terms;
}

/** The words of a text: runs of letters, digits, `_` and `$` that begin with no digit. */
export function wordsOf(text: string): readonly string[] {
  return text.match(/[A-Za-z_$][\w$]*/g) ?? [];
}
