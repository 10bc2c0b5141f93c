import type { Diagnostic } from '../verify/diagnostic.ts';
import { chainsIn, chainsOfStatement, enclosingCall, initializerOf } from './expressions.ts';
import { namedIn } from './namedIn.ts';
import { declaredAt } from './sourceSymbols.ts';
import type { Declaration, SymbolTable } from './symbolTable.ts';

/** What may be the root of a problem: something that is declared in one place. */
export interface Suspect {
  /** Equal for equal roots. */
  readonly key: string;
  /** For people: `Invoice.total`. */
  readonly name: string;
  /** Where it is declared; absent outside the workspace, and where that can't be told. */
  readonly path?: string;
  /** From 0. */
  readonly line?: number;
  /** Where a module lacks what is wanted of it: what it has. */
  readonly instead?: readonly string[];
}

/** What a server points at as the place to look, rather than as a guess of its own or one side of a mismatch. */
const declares =
  /\bdeclared here\b|was not provided|also declared|defined here|previous (?:declaration|definition)|\bdeclaration is here\b/i;
const oneSideOnly = /expected type comes from/i;
const isGuess = /did you mean|forget to/i;
/** Types of a language, which no workspace declares: a member that they lack says that the value is not what it was. */
const builtIn =
  /^(?:string|number|boolean|bigint|symbol|undefined|null|never|void|unknown|object|any|Promise|Array|ReadonlyArray|Map|Set|Record|Date|Function|String|Number|Boolean|Iterable|AsyncIterable|str|int|float|bool|list|dict|tuple|None|bytes)$/;

/**
 * What a diagnostic's root may be, likeliest first. One that is certain stands alone: what the server points at, the
 * member and type that the message names, the name that a module lacks. Else these are what stands in the code at its
 * place, and which of them it is the other diagnostics tell.
 */
export function suspectsOf(diagnostic: Diagnostic, table: SymbolTable): readonly Suspect[] {
  const { path, message, related = [] } = diagnostic;
  const ends = isGuess.test(message) ? [] : related.filter((place) => !isGuess.test(place.message));
  const pointed = ends
    .filter((place) => declares.test(place.message) && !oneSideOnly.test(place.message))
    .flatMap((place) => suspectAt(place.path, place.range.start.line, table) ?? []);
  const named = namedIn(message);
  switch (named.type) {
    case 'member': {
      const { owner, member } = named;
      if (owner !== undefined && builtIn.test(owner)) break;
      // Where a server points at the member's own declaration, that says best whose it is.
      const certain = pointed.find(({ name }) => name.endsWith(`.${member}`));
      if (certain) return [certain];
      if (owner === undefined) {
        const only = table.ownerOf(member);
        if (only) return [suspect(only, member)];
        break;
      }
      return [ofOwner(path, owner, member, table)];
    }
    case 'export':
      return [lackingExport(path, named.module, named.name, table)];
    case 'module':
      return [
        { key: `module ${table.resolveModule(path, named.module) ?? named.module}`, name: named.module },
      ];
    case 'name': {
      const found = table.resolve(path, named.name);
      return [found ? suspect(found) : { key: `name ${named.name}`, name: named.name }];
    }
    case 'nothing':
      break;
  }
  if (pointed.length > 0) return pointed.slice(0, 1);
  const sides = ends.flatMap((place) => suspectAt(place.path, place.range.start.line, table) ?? []);
  return distinct([...sides, ...inCode(diagnostic, table)]);
}

/** The names of a module that are worth telling where one is looked for in vain. */
const mostNames = 12;

function lackingExport(path: string, module: string, name: string, table: SymbolTable): Suspect {
  const target = table.resolveModule(path, module);
  const found = target === undefined ? undefined : table.resolve(target, name);
  if (found) return suspect(found);
  const key = `${target ?? module}#${name}`;
  if (target === undefined) return { key, name };
  const instead = [...(table.fileOf(target)?.declared.keys() ?? [])].slice(0, mostNames);
  return { key, name, path: target, ...(instead.length > 0 && { instead }) };
}

function suspect({ path, declared }: Declaration, member?: string): Suspect {
  const line = member === undefined ? declared.line : (declared.members.get(member) ?? declared.line);
  const name = member === undefined ? declared.name : `${declared.name}.${member}`;
  return { key: `${path}#${name}`, name, path, line };
}

function ofOwner(path: string, owner: string, member: string, table: SymbolTable): Suspect {
  const found = table.resolve(path, owner);
  if (found) return suspect(found, member);
  const specifier = table.fileOf(path)?.imported.get(owner)?.specifier;
  return { key: `${specifier ?? '?'}#${owner}.${member}`, name: `${owner}.${member}` };
}

function suspectAt(path: string, line: number, table: SymbolTable): Suspect | undefined {
  const symbols = table.fileOf(path);
  const found = symbols && declaredAt(symbols, line);
  return found ? suspect({ path, declared: found.declared }, found.member) : undefined;
}

/** What the code at the place uses: what it calls, reads and is given, also through a variable. */
function inCode({ path, range, message }: Diagnostic, table: SymbolTable): readonly Suspect[] {
  const symbols = table.fileOf(path);
  if (!symbols) return [];
  const { lines } = symbols;
  const own = chainsIn(lines, range);
  const call = enclosingCall(lines, range.start);
  // A value that may be missing or is still to come is wrong where it comes from, whoever it is given to.
  const isOfSource = /undefined'|null'|'Promise<|possibly|on type '(?:Promise|number|string|boolean)/.test(
    message,
  );
  const chains = isOfSource ? own : [...(call ? [call] : []), ...own];
  const found = chains.flatMap((chain) => ofChain(path, chain, range.start.line, table));
  if (found.length > 0 && isOfSource) return found;
  const rest = chainsOfStatement(lines, range.start.line).flatMap((chain) =>
    ofChain(path, chain, range.start.line, table),
  );
  return [...found, ...rest];
}

/** How many variables are followed back to where their values come from. */
const mostSteps = 3;

function ofChain(
  path: string,
  chain: readonly string[],
  line: number,
  table: SymbolTable,
  steps = 0,
): readonly Suspect[] {
  const symbols = table.fileOf(path);
  const [head] = chain;
  const last = chain.at(-1);
  if (!symbols || head === undefined || last === undefined) return [];
  if (chain.length === 1) {
    if (symbols.imported.has(head)) {
      const found = table.resolve(path, head);
      if (found) return [suspect(found)];
      const { specifier, name } = symbols.imported.get(head) ?? {};
      return [{ key: `${specifier}#${name}`, name: head }];
    }
    const initial = steps < mostSteps ? initializerOf(symbols.lines, head, line) : undefined;
    return (initial?.chains ?? []).flatMap((each) =>
      ofChain(path, each, initial?.line ?? 0, table, steps + 1),
    );
  }
  // An import of all of a module, or an enum or class and its member.
  if (symbols.imported.has(head) && chain.length === 2) {
    const { specifier, name } = symbols.imported.get(head) ?? { specifier: '', name: '' };
    const target = name === '*' ? table.resolveModule(path, specifier) : undefined;
    const found = target === undefined ? table.resolve(path, head) : table.resolve(target, last);
    if (found) return [suspect(found, target === undefined ? last : undefined)];
    return [{ key: `${specifier}#${head}.${last}`, name: `${head}.${last}` }];
  }
  const owner = table.ownerOf(last);
  const before = ofChain(path, chain.slice(0, -1), line, table, steps);
  return owner ? [suspect(owner, last), ...before] : before;
}

function distinct(suspects: readonly Suspect[]): readonly Suspect[] {
  return [...new Map(suspects.map((each) => [each.key, each])).values()];
}
