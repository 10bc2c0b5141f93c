/** What people do around an edit, and no worker does. */
const aroundIt =
  /\b(?:install\w*|set[- ]?up|getting started|prerequisites?|commits?|pull requests?|prs?|branch\w*|releas\w*|changelogs?|deploy\w*|publish\w*|licen[cs]e|contribut\w*|ci|pipelines?|docker|dev(?:elopment)? environment|code of conduct|maintainers?|links?|faq)\b/i;
const aboutTests = /\btest(?:s|ing)?\b/i;

/** Languages by the words of a heading, with the endings of their files. */
const languages: readonly (readonly [RegExp, RegExp])[] = [
  [/\b(?:type|java)script\b|\bnode(?:\.?js)?\b|\breact\b/i, /\.[cm]?[jt]sx?$|\.(?:vue|svelte)$/],
  [/\bpython\b|\bdjango\b|\bflask\b/i, /\.pyi?$/],
  [/\bgo(?:lang)\b|^#+\s*go\b/i, /\.go$/],
  [/\brust\b/i, /\.rs$/],
  [/\bjava\b|\bkotlin\b/i, /\.(?:java|kts?)$/],
  [/\bc\+\+/i, /\.(?:c|cc|cpp|h|hpp)$/],
  [/\bs?css\b|\bstyl(?:esheets|ing)\b/i, /\.(?:css|scss|less|[jt]sx|vue|svelte)$/],
  [/\bsql\b|\bmigrations?\b/i, /\.sql$|migrat/i],
  [/\bswift\b/i, /\.swift$/],
  [/\bruby\b|\brails\b/i, /\.rb$/],
];

export interface Applies {
  readonly files: readonly string[];
  readonly isTest: boolean;
}

/**
 * A page of instructions without the sections whose headings say that they are about something else: another language
 * or folder, tests where none are written, or what is done around an edit. `left` names those.
 */
export function applicableSections(
  page: string,
  work: Applies,
): { readonly text: string; readonly left: readonly string[] } {
  const kept: string[] = [];
  const left: string[] = [];
  /** The depth of the heading under which all is left out. */
  let under = Number.POSITIVE_INFINITY;
  let isCode = false;
  for (const line of page.split('\n')) {
    if (/^\s*(?:```|~~~)/.test(line)) isCode = !isCode;
    const depth = isCode ? undefined : /^(#{1,6})\s/.exec(line)?.[1]?.length;
    if (depth !== undefined && depth <= under) {
      // A page's own title speaks of the project, not of a part.
      const isLeft = depth > 1 && !applies(line, work);
      under = isLeft ? depth : Number.POSITIVE_INFINITY;
      if (isLeft)
        left.push(
          line
            .replace(/^#+\s*/, '')
            .trim()
            .slice(0, 60),
        );
    }
    if (under === Number.POSITIVE_INFINITY) kept.push(line);
  }
  return { text: kept.join('\n'), left };
}

function applies(heading: string, { files, isTest }: Applies): boolean {
  if (aboutTests.test(heading)) return isTest;
  if (aroundIt.test(heading)) return false;
  const [, quoted, bare] = /`([^`]*\/[^`]*)`|\s([\w./-]+\/)(?:\s|$)/.exec(heading) ?? [];
  const folder = (quoted ?? bare)?.replace(/^\.?\/+|[/*]+$/g, '');
  if (folder) return files.some((file) => `/${file}`.includes(`/${folder}/`) || file.endsWith(folder));
  const named = languages.filter(([words]) => words.test(heading));
  return named.length === 0 || named.some(([, ending]) => files.some((file) => ending.test(file)));
}
