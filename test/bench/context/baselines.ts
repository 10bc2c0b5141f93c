/** What a simple tool would do, written apart from what it is set against. */
export type Ranker = (query: string, files: ReadonlyMap<string, string>) => readonly string[];

const stopWords = new Set(
  `the and for that this with from have not are was but you can when use used using will would should into does did
  has had its our their they then than them there here also only just more some any all one two new add added make made
  fix fixed support allow instead which what where who why how been being because about after before other such same
  like via per non get set file files code test tests function functions method methods class value values`.split(
    /\s+/,
  ),
);

const wordsIn = (text: string): readonly string[] => text.toLowerCase().match(/[a-z_$][\w$]*/g) ?? [];
const mostKeywords = 12;

/** Files by how many of the request's words they hold, then by how often: what `rg --count` for each word gives. */
export const countKeywords: Ranker = (query, files) => {
  const keywords = [...new Set(wordsIn(query))]
    .filter((word) => word.length > 2 && !stopWords.has(word))
    .slice(0, mostKeywords);
  const found: { path: string; kinds: number; count: number }[] = [];
  for (const [path, text] of files) {
    const lower = text.toLowerCase();
    let kinds = 0;
    let count = 0;
    for (const word of keywords) {
      const times = lower.split(word).length - 1;
      if (times > 0) kinds++;
      count += times;
    }
    if (kinds > 0) found.push({ path, kinds, count });
  }
  return found.sort((a, b) => b.kinds - a.kinds || b.count - a.count).map(({ path }) => path);
};

interface CountedFile {
  readonly counts: ReadonlyMap<string, number>;
  readonly length: number;
}

const stem = (word: string): string => (word.length > 4 ? word.replace(/(?:ing|ed|es|s)$/, '') : word);

/** Words of a text with their parts: `readFile` counts as itself, as `read` and as `file`. */
function termsIn(text: string): readonly string[] {
  return (text.match(/[A-Za-z_$][\w$]*/g) ?? []).flatMap((word) => {
    const parts = word.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g) ?? [];
    const whole = parts.length > 1 ? [word.toLowerCase()] : [];
    return [...whole, ...parts.map((part) => stem(part.toLowerCase()))];
  });
}

/** BM25 over whole files with its usual constants; `counted` keeps what was counted of a text. */
export function plainBm25(counted = new Map<string, CountedFile>()): Ranker {
  const countsOf = (text: string): CountedFile => {
    const known = counted.get(text);
    if (known) return known;
    const counts = new Map<string, number>();
    const terms = termsIn(text);
    for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
    const made = { counts, length: terms.length };
    counted.set(text, made);
    return made;
  };
  return (query, files) => {
    const docs = [...files].map(([path, text]) => ({ path, ...countsOf(text) }));
    const average = docs.reduce((sum, { length }) => sum + length, 0) / Math.max(1, docs.length);
    const terms = [...new Set(termsIn(query))].filter((term) => term.length > 1 && !stopWords.has(term));
    const scores = new Map<string, number>();
    for (const term of terms) {
      const having = docs.filter(({ counts }) => counts.has(term));
      const rarity = Math.log(1 + (docs.length - having.length + 0.5) / (having.length + 0.5));
      for (const { path, counts, length } of having) {
        const count = counts.get(term) ?? 0;
        const gain = (rarity * count * 2.2) / (count + 1.2 * (0.25 + (0.75 * length) / average));
        scores.set(path, (scores.get(path) ?? 0) + gain);
      }
    }
    return [...scores].sort(([, a], [, b]) => b - a).map(([path]) => path);
  };
}
