import { visibleTokens } from './signature.ts';
import { type Statement, statementsOf } from './statements.ts';
import { type Token, tokensOf } from './tokens.ts';

/** A name of another file: `*` stands for all of them. */
export interface Binding {
  readonly specifier: string;
  readonly imported: string;
  /** The name it has here; undefined for one that is handed on without having one. */
  readonly local: string | undefined;
  /** The name it is handed on by; `*` for all under their own names. */
  readonly exported: string | undefined;
}

/** A part of a file that declares names, as far as other parts can see into it. */
export interface Part {
  readonly declares: readonly string[];
  readonly exports: readonly string[];
  readonly text: string;
  readonly mentions: ReadonlySet<string>;
}

/** What a file shows of itself, and what it takes from other files. */
export interface ModuleSurface {
  readonly parts: readonly Part[];
  /** Statements that declare nothing and may narrow or set what others declare. */
  readonly effects: readonly Part[];
  readonly bindings: readonly Binding[];
}

/** The name by which a part mentions a file that it imports in an expression or a type. */
export function importedInPlace(specifier: string): string {
  return `import ${specifier}`;
}

/** What a program shows of itself; undefined where that can't be told for sure without its compiler. */
export function moduleSurface(path: string, text: string): ModuleSurface | undefined {
  // The types of JavaScript stand in comments and follow from bodies; JSX has texts that look like anything.
  if (!/\.[cm]?ts$/.test(path) || /^\s*\/\/\/\s*</m.test(text)) return undefined;
  const tokens = tokensOf(text);
  if (!tokens) return undefined;
  const statements = statementsOf(tokens);
  const variables = new Set(statements.flatMap((statement) => variableNames(statement)));
  const isPlain = (body: readonly Token[]) => !body.some((token) => variables.has(token.text));
  const parts: Part[] = [];
  const effects: Part[] = [];
  const bindings: Binding[] = inPlaceBindings(tokens);
  for (const statement of statements) {
    if (statement.kind === 'effect') {
      effects.push(partOf([], [], statement.tokens));
      continue;
    }
    const read = readDeclaration(statement.tokens, isPlain);
    if (!read) return undefined;
    for (const part of read.parts) {
      // What a part may set, others may see narrowed otherwise.
      const set = [...variables].filter((name) => part.mentions.has(name));
      parts.push(set.length === 0 ? part : { ...part, declares: [...part.declares, ...set] });
    }
    bindings.push(...read.bindings);
  }
  return { parts, effects, bindings };
}

interface Declaration {
  readonly parts: readonly Part[];
  readonly bindings: readonly Binding[];
}

function readDeclaration(
  tokens: readonly Token[],
  isPlain: (body: readonly Token[]) => boolean,
): Declaration | undefined {
  const words = tokens.map((token) => token.text);
  if (words[0] === 'import' && words[1] !== '(' && words[1] !== '.') return readImport(tokens);
  if (words[0] === 'export') {
    const at = words[1] === 'type' && /^[{*]$/.test(words[2] ?? '') ? 2 : 1;
    if (words[at] === '{' || words[at] === '*') return readExportList(tokens, at);
    if (words[at] === '=') return onlyParts([partOf(['export='], ['export='], tokens)]);
    if (words[at] === 'as' || words[at] === 'import') return undefined;
  }
  const names = declaredNames(tokens);
  if (!names) return undefined;
  const isDefault = words[0] === 'export' && words[1] === 'default';
  const exports = isDefault ? ['default'] : words[0] === 'export' ? names : [];
  const declares = isDefault ? [...names, 'export default'] : names;
  return onlyParts([partOf(declares, exports, visibleTokens(tokens, isPlain))]);
}

function onlyParts(parts: readonly Part[]): Declaration {
  return { parts, bindings: [] };
}

const modifiers = new Set('export default declare abstract async const'.split(' '));

/** Undefined for what is no declaration that is known here. */
function declaredNames(tokens: readonly Token[]): readonly string[] | undefined {
  const isDefault = tokens[0]?.text === 'export' && tokens[1]?.text === 'default';
  let at = 0;
  while (modifiers.has(tokens[at]?.text ?? '') && tokens[at + 1]?.text !== '=') {
    // `const` alone declares variables; before `enum` it says of what kind that is.
    if (tokens[at]?.text === 'const' && tokens[at + 1]?.text !== 'enum') break;
    at++;
  }
  const keyword = tokens[at]?.text ?? '';
  const next = tokens[at + 1]?.text === '*' ? at + 2 : at + 1;
  const name = tokens[next];
  if (/^(?:const|let|var)$/.test(keyword)) return declaredVariables(tokens.slice(at + 1));
  if (/^(?:function|class|interface|enum)$/.test(keyword)) {
    if (name?.kind === 'word' && name.text !== 'extends') return [name.text];
    return isDefault ? [] : undefined;
  }
  if (keyword === 'type' && /^[=<]$/.test(tokens[next + 1]?.text ?? ''))
    return name ? [name.text] : undefined;
  if (keyword === 'namespace' && name?.kind === 'word') return [name.text];
  return isDefault ? [] : undefined;
}

/** All names that the declarators may declare, and some that they don't. */
function declaredVariables(tokens: readonly Token[]): readonly string[] {
  const names: string[] = [];
  let inPattern = true;
  for (const token of tokens) {
    if (token.depth === 0 && token.text === ',') inPattern = true;
    else if (token.depth === 0 && (token.text === '=' || token.text === ':')) inPattern = false;
    else if (inPattern && token.kind === 'word') names.push(token.text);
  }
  return names;
}

function variableNames({ tokens }: Statement): readonly string[] {
  const at = tokens.findIndex((token) => token.text === 'let' || token.text === 'var');
  return at === -1 || at > 2 ? [] : declaredVariables(tokens.slice(at + 1));
}

function readImport(tokens: readonly Token[]): Declaration | undefined {
  const words = tokens.map((token) => token.text);
  const equals = words.indexOf('=');
  if (equals !== -1 && words[equals + 1] !== undefined && !words.includes('from')) {
    const local = words[equals - 1];
    return local === undefined ? undefined : onlyParts([partOf([local], [], tokens)]);
  }
  const specifier = specifierOf(tokens);
  if (specifier === undefined) return undefined;
  const from = words.indexOf('from', 1);
  if (from === -1) return { parts: [], bindings: [unnamed(specifier)] };
  const list = words.indexOf('{');
  const bindings = listItems(tokens).map(({ own, other }) => ({
    specifier,
    imported: own,
    local: other,
    exported: undefined,
  }));
  const head = tokens.slice(1, list === -1 ? from : list).filter((token) => token.kind === 'word');
  const star = words.indexOf('*');
  const names = head.map((token) => token.text).filter((text) => text !== 'as');
  const namespace = star !== -1 && star < from ? names.pop() : undefined;
  if (namespace !== undefined)
    bindings.push({ specifier, imported: '*', local: namespace, exported: undefined });
  // The first may be the word `type` and the last is the name, so that both count.
  for (const local of names) bindings.push({ specifier, imported: 'default', local, exported: undefined });
  return { parts: [], bindings: [...bindings, unnamed(specifier)] };
}

/** Whoever imports a file needs it to be there, also for no name at all. */
function unnamed(specifier: string): Binding {
  return { specifier, imported: '', local: undefined, exported: undefined };
}

function readExportList(tokens: readonly Token[], at: number): Declaration | undefined {
  const specifier = specifierOf(tokens);
  const isFrom = tokens.some((token) => token.depth === 0 && token.text === 'from');
  if (isFrom && specifier === undefined) return undefined;
  if (tokens[at]?.text === '*') {
    if (specifier === undefined) return undefined;
    const name = tokens[at + 1]?.text === 'as' ? tokens[at + 2]?.text : '*';
    return { parts: [], bindings: [{ specifier, imported: '*', local: undefined, exported: name }] };
  }
  const items = listItems(tokens);
  if (specifier !== undefined && isFrom) {
    const bindings = items.map(({ own, other }) => ({
      specifier,
      imported: own,
      local: undefined,
      exported: other,
    }));
    return { parts: [], bindings: [...bindings, unnamed(specifier)] };
  }
  return onlyParts(
    items.map(({ own, other }) => ({
      declares: [],
      exports: [other],
      text: `export ${own} ${other}`,
      mentions: new Set([own]),
    })),
  );
}

/** `{ own, own as other, type own }` */
function listItems(tokens: readonly Token[]): readonly { readonly own: string; readonly other: string }[] {
  const open = tokens.findIndex((token) => token.depth === 0 && token.text === '{');
  if (open === -1) return [];
  const items: { own: string; other: string }[] = [];
  let names: string[] = [];
  for (const token of tokens.slice(open + 1)) {
    if (token.text !== ',' && token.text !== '}') {
      names.push(token.kind === 'string' ? token.text.slice(1, -1) : token.text);
      continue;
    }
    if (names.length > 2 && names[0] === 'type') names = names.slice(names[1] === 'as' ? 0 : 1);
    else if (names.length === 2 && names[0] === 'type') names = names.slice(1);
    const [own, , other] = names;
    if (own !== undefined) items.push({ own, other: other ?? own });
    names = [];
    if (token.text === '}') break;
  }
  return items;
}

function specifierOf(tokens: readonly Token[]): string | undefined {
  const found = tokens.find((token) => token.depth === 0 && token.kind === 'string');
  return found?.text.slice(1, -1);
}

/** `import('...')` and `require('...')`, wherever they stand. */
function inPlaceBindings(tokens: readonly Token[]): Binding[] {
  return tokens.flatMap((token, at) => {
    const specifier = inPlaceSpecifier(tokens, at);
    return specifier === undefined || token.kind !== 'string'
      ? []
      : [{ specifier, imported: '*', local: importedInPlace(specifier), exported: undefined }];
  });
}

function inPlaceSpecifier(tokens: readonly Token[], at: number): string | undefined {
  const token = tokens[at];
  if (token?.kind !== 'string' || tokens[at - 1]?.text !== '(') return undefined;
  return /^(?:import|require)$/.test(tokens[at - 2]?.text ?? '') ? token.text.slice(1, -1) : undefined;
}

function partOf(declares: readonly string[], exports: readonly string[], tokens: readonly Token[]): Part {
  const mentions = new Set<string>();
  tokens.forEach((token, at) => {
    if (token.kind === 'word' && tokens[at - 1]?.text !== '.') mentions.add(token.text);
    const specifier = inPlaceSpecifier(tokens, at);
    if (specifier !== undefined) mentions.add(importedInPlace(specifier));
  });
  return { declares, exports, text: tokens.map((token) => token.text).join(' '), mentions };
}
