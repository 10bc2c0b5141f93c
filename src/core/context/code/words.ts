const common = new Set(
  `the a an and or of to in on for with from by is are be it its this that these those as at into not no do does make
  add fix change update remove use using should must can could would when where which who what why how all any each
  please need needs want wants so then than if else file files code function class method new old only also but we i
  you my our your they their there here have has had was were will may some more most other same such like`.split(
    /\s+/,
  ),
);

/**
 * The words of a request that are worth looking for: identifiers whole, longest first, without the words that every
 * sentence has.
 */
export function queryWords(text: string): readonly string[] {
  const words = (text.match(/[A-Za-z_$][\w$]*(?:[.-][A-Za-z_$][\w$]*)*/g) ?? []).flatMap((word) =>
    /[.-]/.test(word) ? [word, ...word.split(/[.-]/)] : [word],
  );
  const kept = words.filter((word) => word.length > 2 && !common.has(word.toLowerCase()));
  return [...new Set(kept)].sort(
    (a, b) => Number(isIdentifier(b)) - Number(isIdentifier(a)) || b.length - a.length,
  );
}

/** Whether a word can hardly be prose: it has an inner capital, an underscore or a digit. */
export function isIdentifier(word: string): boolean {
  return /[a-z][A-Z]|_|\d|\$/.test(word);
}

/** The parts of an identifier or path in lower case: `readFile_v2` gives read, file, v2. */
export function wordParts(text: string): readonly string[] {
  return text
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((part) => part.length > 1);
}

/** A word without the endings that a sentence gives it: "cache", "caches", "cached" and "caching" have one stem. */
export function stem(word: string): string {
  const lower = word.toLowerCase();
  const cut = lower.replace(/(ies|ing|ed|es|s|e|y)$/, '');
  return cut.length < 3 || lower.endsWith('ss') ? lower : cut;
}
