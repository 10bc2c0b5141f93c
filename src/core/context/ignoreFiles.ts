import ignore from 'ignore';

/** The name of the files that say, in git's own syntax, what is kept from models though git knows it. */
export const ignoreFileName = '.tiercelignore';

/** What one file in git's syntax says of the paths below its folder. */
export interface IgnoreRules {
  readonly prefix: string;
  readonly rules: ReturnType<typeof ignore>;
}

/** The rules of a text that stands in a folder ('' for the root). */
export function ignoreRules(folder: string, text: string): IgnoreRules {
  return { prefix: folder === '' ? '' : `${folder}/`, rules: ignore({ ignorecase: false }).add(text) };
}

/**
 * Whether rules leave a path out; those of a folder end with '/'. The rules of the nearest folder come first: they
 * are heard first, and what they say nothing of is left to those above.
 */
export function isIgnoredBy(rules: readonly IgnoreRules[], path: string): boolean {
  for (const { prefix, rules: each } of rules) {
    if (!path.startsWith(prefix) || path.length === prefix.length) continue;
    const { ignored, unignored } = each.test(path.slice(prefix.length));
    if (ignored) return true;
    if (unignored) return false;
  }
  return false;
}

/** Makes a test for workspace paths out of `.tiercelignore` files, by their folders ('' for the root). */
export function ignoreTest(texts: ReadonlyMap<string, string>): (path: string) => boolean {
  const rules = [...texts]
    .sort(([a], [b]) => b.length - a.length)
    .map(([folder, text]) => ignoreRules(folder, text));
  return rules.length === 0 ? () => false : (path) => isIgnoredBy(rules, path);
}
