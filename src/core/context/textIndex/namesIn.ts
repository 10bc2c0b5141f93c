const declaration =
  /^[ \t]*(?:(?:export|default|declare|abstract|public|private|protected|internal|static|final|async|unsafe|extern|override|readonly|pub(?:\([a-z]+\))?|const(?= +fn))[ \t]+)*(?:function\*?|class|interface|type|enum|namespace|module|const|let|var|def|func(?:[ \t]*\([^)\n]{0,80}\))?|fn|struct|trait|record|object|impl(?:<[^>\n]{0,80}>)?(?:[ \t]+\w+[ \t]+for)?|mod|macro_rules!)[ \t]+([A-Za-z_$][\w$]*)/gm;
const method =
  /^[ \t]+(?:async[ \t]+|static[ \t]+|get[ \t]+|set[ \t]+|#)?([A-Za-z_$][\w$]*)[ \t]*\([^()\n]{0,200}\)[^;\n{]{0,100}\{[ \t]*$/gm;
const statement = new Set(['if', 'for', 'while', 'switch', 'catch', 'return', 'function', 'else', 'with']);

/** Names that a text declares, as its languages write declarations; a guess that needs no parser. */
export function declaredNames(text: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const pattern of [declaration, method]) {
    for (const [, name] of text.matchAll(pattern)) if (name && !statement.has(name)) names.add(name);
  }
  return names;
}

/** How a text says what it imports, by the word to look for. A pattern is tried where that word stands. */
const importing = [
  { word: 'from', pattern: /from[ \t]+['"]([^'"\n]{1,200})['"]/y, isFirst: false },
  { word: 'from', pattern: /from[ \t]+([.\w]+)[ \t]+import/y, isFirst: true },
  { word: 'import', pattern: /import[ \t]*\(?[ \t]*['"]([^'"\n]{1,200})['"]/y, isFirst: false },
  { word: 'import', pattern: /import[ \t]+([\w.]+)/y, isFirst: true },
  { word: 'require(', pattern: /require\([ \t]*['"]([^'"\n]{1,200})['"]/y, isFirst: false },
  { word: 'use ', pattern: /use[ \t]+([\w:]+)/y, isFirst: true },
  { word: 'mod ', pattern: /mod[ \t]+([\w:]+)/y, isFirst: true },
  { word: '#include', pattern: /#include[ \t]+"([^"\n]{1,200})"/y, isFirst: true },
] as const;

/** What a text imports, as it is written. Looking for the words first is many times as fast as one expression. */
function* importedNames(text: string): IterableIterator<string> {
  for (const { word, pattern, isFirst } of importing) {
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
      if (at > 0 && /[\w$]/.test(text[at - 1] ?? '')) continue;
      pattern.lastIndex = at;
      const name = pattern.exec(text)?.[1];
      if (name !== undefined && (!isFirst || isFirstOfLine(text, at))) yield name;
    }
  }
}

/** Whether nothing but blanks, or Rust's `pub`, stands before a place in its line. */
function isFirstOfLine(text: string, at: number): boolean {
  const line = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
  return /^[ \t]*(?:pub[ \t]+)?$/.test(line);
}

/**
 * The last two names of what a text imports (`core/edit` of '../core/edit.ts'), which is how `importKey` names a file.
 * Resolving them truly belongs to a language's own rules; for ranking, a rare wrong neighbour does no harm.
 */
export function importedKeys(path: string, text: string): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const name of importedNames(text)) {
    const key = importKey(
      /^\.{1,2}\//.test(name)
        ? joined(path, name)
        : name.includes('/')
          ? name
          : `${name.replace(/::|\./g, '/')}.x`,
    );
    if (key !== '') keys.add(key);
  }
  return keys;
}

/** The name under which imports of a file count: its last two path parts without ending or `index`. */
export function importKey(path: string): string {
  return path
    .replace(/\.[^./]+$/, '')
    .replace(/\/(?:index|__init__|mod|lib)$/, '')
    .split('/')
    .filter((part) => part !== '')
    .slice(-2)
    .join('/');
}

function joined(path: string, relative: string): string {
  const parts = path.split('/').slice(0, -1);
  for (const part of relative.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
}
