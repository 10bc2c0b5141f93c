import { withoutMark } from '../../base/byteOrderMark.ts';

/** A name that a file declares at its outermost level, and where; lines count from 0. */
export interface DeclaredName {
  readonly name: string;
  readonly line: number;
  readonly lastLine: number;
  /** What is declared one level further in, such as the properties of an interface, by its line; functions have none. */
  readonly members: ReadonlyMap<string, number>;
}

export interface ImportedName {
  readonly specifier: string;
  /** As the other file calls it; `*` for all of it. */
  readonly name: string;
}

/** What can be told of a file's names without a parser: rather too little than wrong. */
export interface SourceSymbols {
  readonly lines: readonly string[];
  readonly declared: ReadonlyMap<string, DeclaredName>;
  readonly imported: ReadonlyMap<string, ImportedName>;
  /** All that it imports or hands on, as it is written. */
  readonly specifiers: ReadonlySet<string>;
  /** Those of which it hands on all that they have. */
  readonly handedOn: ReadonlySet<string>;
}

const declaration =
  /^(?:(?:export|default|declare|abstract|public|internal|static|final|async|unsafe|pub(?:\([a-z]+\))?|readonly|typedef)\s+)*(?:function\*?|class|interface|type|enum|const\s+enum|namespace|module|const|let|var|def|func(?:\s*\([^()]{0,80}\))?|fn|struct|union|trait|record|object)\s+([A-Za-z_$][\w$]*)/;
const member =
  /^\s+(?:(?:public|private|protected|static|readonly|abstract|override|async|declare|get|set|pub|def|fn|const|let|var|val|func|export|self\.)\s+|self\.)*['"]?([A-Za-z_$#][\w$]*)['"]?\s*(?:[?!]?\s*[:(=,<;]|$|\s+[\w*[\]]+)/;
const functions = /^[\w\s()]*\b(?:function\*?|def|fn|func)\s/;
const notMembers = new Set(
  'if for while switch catch return function else with do try throw case default break continue import export from new await yield pass raise elif except finally this super'.split(
    ' ',
  ),
);

/** Lines beyond which a file is data, and what it declares no cause of problems elsewhere. */
const mostLines = 20_000;

/** What a file declares and imports, read by expressions: near enough to group problems, without a parser. */
export function readSymbols(text: string): SourceSymbols {
  const unmarked = withoutMark(text);
  const lines = unmarked.split('\n', mostLines);
  const imports = readImports(unmarked);
  return { lines, declared: readDeclared(lines), ...imports };
}

function readDeclared(lines: readonly string[]): ReadonlyMap<string, DeclaredName> {
  const found: (DeclaredName & { lastLine: number; members: Map<string, number>; isFunction: boolean })[] =
    [];
  let inner: number | undefined;
  for (const [line, text] of lines.entries()) {
    const last = found.at(-1);
    const indent = text.search(/\S/);
    if (indent === -1) continue;
    if (indent > 0) {
      if (!last) continue;
      last.lastLine = line;
      inner ??= indent;
      const name = !last.isFunction && indent === inner ? member.exec(text.slice(0, 200))?.[1] : undefined;
      if (name !== undefined && !notMembers.has(name) && !last.members.has(name))
        last.members.set(name, line);
      continue;
    }
    const name = declaration.exec(text.slice(0, 400))?.[1];
    if (name === undefined) {
      if (last && /^[)}\]]/.test(text)) last.lastLine = line;
      continue;
    }
    inner = undefined;
    const members = new Map<string, number>();
    const isFunction = functions.test(text.slice(0, 400));
    // Small types stand in one line.
    for (const [, each] of text.slice(0, 400).matchAll(/[{;,]\s*(?:readonly\s+)?([A-Za-z_$][\w$]*)\??\s*:/g))
      if (each !== undefined && !isFunction) members.set(each, line);
    found.push({ name, line, lastLine: line, members, isFunction });
  }
  // Overloads and merged declarations: the first one stands for all.
  const declared = new Map<string, DeclaredName>();
  for (const each of found) {
    const known = declared.get(each.name);
    if (!known) declared.set(each.name, each);
    else for (const [name, line] of each.members) if (!known.members.has(name)) each.members.set(name, line);
  }
  return declared;
}

/** All runs of signs are bounded: a text is data, and may be made to take long. */
const from = /\bfrom\s{0,20}['"]([^'"\n]{1,300})['"]/g;
const bare = /\b(?:import\s{0,20}\(?|require\s{0,20}\()\s{0,20}['"]([^'"\n]{1,300})['"]/g;
const fromPython =
  /^[ \t]{0,40}from[ \t]{1,20}([\w.]{1,200})[ \t]{1,20}import[ \t]{1,20}(\([^()]{1,4000}\)|[^\n]{1,400})/gm;
const useRust =
  /^[ \t]{0,40}(?:pub[ \t]{1,20})?use[ \t]{1,20}((?:\w{1,80}::){1,12})(\{[^{}]{1,2000}\}|\w{1,80})/gm;
const include = /^[ \t]{0,40}#[ \t]{0,20}include[ \t]{0,20}"([^"\n]{1,300})"/gm;
const importJava = /^import[ \t]{1,20}(?:static[ \t]{1,20})?((?:\w{1,80}\.){1,12})(\w{1,80});/gm;

/** The longest list of names between `import` and `from`. */
const mostClause = 4_000;

/** What stands between `import` or `export` and a `from`; undefined where that is no list of names. */
function clauseBefore(text: string, at: number): string | undefined {
  const before = text.slice(Math.max(0, at - mostClause), at);
  const start = Math.max(before.lastIndexOf('import'), before.lastIndexOf('export'));
  const list = start === -1 ? '' : before.slice(start + 'import'.length);
  return start !== -1 && /^[\s\w$*,{}]*$/.test(list)
    ? list.replace(/^\s{1,20}type\s(?!\s*,)/, ' ')
    : undefined;
}

function readImports(text: string): Omit<SourceSymbols, 'lines' | 'declared'> {
  const imported = new Map<string, ImportedName>();
  const specifiers = new Set<string>();
  const handedOn = new Set<string>();
  const take = (specifier: string, list: string) => {
    specifiers.add(specifier);
    if (list.trim() === '*') handedOn.add(specifier);
    for (const part of list.replace(/[{}()]/g, ',').split(',')) {
      const words = part
        .replace(/^\s*type\s+(?=\S)/, '')
        .trim()
        .split(/\s+as\s+/);
      const [name = '', local = name] = words;
      if (/^[\w$]+$/.test(name) && /^[\w$]+$/.test(local)) imported.set(local, { specifier, name });
      else if (name === '*' && /^[\w$]+$/.test(local)) imported.set(local, { specifier, name: '*' });
    }
  };
  for (const { index, 1: specifier = '' } of text.matchAll(from)) {
    const list = clauseBefore(text, index);
    if (list !== undefined) take(specifier, list);
  }
  for (const [, specifier = ''] of text.matchAll(bare)) specifiers.add(specifier);
  for (const pattern of [fromPython, useRust, importJava])
    for (const [, specifier = '', list = ''] of text.matchAll(pattern))
      take(specifier.replace(/(?<=\w)(?:::|\.)$/, ''), list);
  for (const [, specifier = ''] of text.matchAll(include)) {
    specifiers.add(specifier);
    handedOn.add(specifier);
  }
  return { imported, specifiers, handedOn };
}

/** What is declared at a line, and the member of it that begins nearest above. */
export function declaredAt(
  symbols: SourceSymbols,
  line: number,
): { readonly declared: DeclaredName; readonly member?: string } | undefined {
  for (const declared of symbols.declared.values()) {
    if (line < declared.line || line > declared.lastLine) continue;
    const name = [...declared.members].find(([, at]) => at === line)?.[0];
    return line === declared.line || name === undefined ? { declared } : { declared, member: name };
  }
  return undefined;
}
