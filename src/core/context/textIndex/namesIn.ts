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

const imported =
  /(?:\bfrom[ \t]+|\brequire\([ \t]*|\bimport[ \t]*\(?[ \t]*|@import[ \t]+)['"]([^'"\n]{1,200})['"]|^[ \t]*from[ \t]+([.\w]+)[ \t]+import|^[ \t]*import[ \t]+([\w.]+)|^[ \t]*(?:pub[ \t]+)?(?:use|mod)[ \t]+([\w:]+)|^[ \t]*#include[ \t]+"([^"\n]{1,200})"/gm;

/**
 * The last two names of what a text imports (`core/edit` of '../core/edit.ts'), which is how `importKey` names a file.
 * Resolving them truly belongs to a language's own rules; for ranking, a rare wrong neighbour does no harm.
 */
export function importedKeys(path: string, text: string): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const match of text.matchAll(imported)) {
    const name = match[1] ?? match[2] ?? match[3] ?? match[4] ?? match[5];
    if (!name) continue;
    const full = /^\.{1,2}\//.test(name) ? joined(path, name) : name.replace(/::|\./g, '/');
    const key = importKey(/^\.{1,2}\//.test(name) ? full : `${full}.x`);
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
