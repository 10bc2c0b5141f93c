import ignore from 'ignore';

/** The name of the files that say, in git's own syntax, what is kept from models though git knows it. */
export const ignoreFileName = '.tiercelignore';

/**
 * Makes a test for workspace paths out of `.tiercelignore` files, by their folders ('' for the root). As with git, a
 * file nearer to a path is heard first, and what it says nothing of is left to those above.
 */
export function ignoreTest(texts: ReadonlyMap<string, string>): (path: string) => boolean {
  const rules = [...texts]
    .sort(([a], [b]) => b.length - a.length)
    .map(([folder, text]) => ({
      prefix: folder === '' ? '' : `${folder}/`,
      rules: ignore({ ignorecase: false }).add(text),
    }));
  if (rules.length === 0) return () => false;
  return (path) => {
    for (const { prefix, rules: each } of rules) {
      if (!path.startsWith(prefix) || path.length === prefix.length) continue;
      const { ignored, unignored } = each.test(path.slice(prefix.length));
      if (ignored) return true;
      if (unignored) return false;
    }
    return false;
  };
}
