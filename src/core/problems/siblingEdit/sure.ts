import { folderOf } from '../../context/workspacePath.ts';
import type { Diagnostic } from '../../verify/diagnostic.ts';
import { computes } from './elements.ts';
import { flowAt, isJump, isJumpWithValue } from './flow.ts';
import {
  type EditPattern,
  type Element,
  holesOf,
  type InsertedLine,
  type Piece,
  type Sure,
} from './pattern.ts';
import { importLine, mostLine } from './source.ts';
import { isKeyword, solidTokensOf, type Token } from './tokens.ts';

type Learned = Omit<EditPattern, 'sure'>;

/** What some names mean in a file: those that it binds, and the modules that others come from. */
interface Names {
  readonly bound: ReadonlySet<string>;
  readonly imported: ReadonlyMap<string, string>;
}

const declares =
  /^(?:const|let|var|val|mut|function|def|fn|func|class|interface|type|enum|struct|trait|for|as)$/;

/** Looks at no line without one of the names, and at the beginning alone of one that is data. */
function namesOf(names: readonly string[], lines: readonly string[], path: string): Names {
  const imported = new Map<string, string>();
  const bound = new Set<string>();
  for (const line of lines) {
    if (!names.some((name) => line.includes(name))) continue;
    const tokens = solidTokensOf(line.slice(0, mostLine));
    if (importLine.test(line)) {
      for (const { kind, text } of tokens) if (kind === 'word') imported.set(text, moduleOf(line, path));
      continue;
    }
    for (const [at, { kind, text }] of tokens.entries()) {
      const before = tokens[at - 1]?.text ?? '';
      if (kind !== 'word' || before === '.') continue;
      const isBinding = /^\p{Ll}/u.test(text) && /^(?:[:,)=}\]?]|of|in)$/.test(tokens[at + 1]?.text ?? '');
      if (declares.test(before) || isBinding) bound.add(text);
    }
  }
  return { bound, imported };
}

/** The module of an import, the same for the same one wherever the import stands. */
function moduleOf(line: string, path: string): string {
  const written = /['"]([^'"]+)['"]/.exec(line)?.[1] ?? /^from\s+(\S+)/.exec(line)?.[1] ?? line;
  if (!written.startsWith('.')) return written;
  if (!written.startsWith('./') && !written.startsWith('../')) return `${folderOf(path)} ${written}`;
  const parts = folderOf(path)
    .split('/')
    .filter((part) => part !== '');
  for (const part of written.split('/')) {
    if (part === '..' && parts.length > 0) parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/** The texts that a pattern puts in, as they were where it was learned. */
export function textsPut(pattern: Learned): readonly (readonly Piece[])[] {
  const elements = [...pattern.home, ...pattern.far.flatMap(({ lines }) => lines.flat())];
  return [...changesIn(elements).map(({ puts }) => puts), ...insertedIn(pattern).map(({ pieces }) => pieces)];
}

function insertedIn({ above, below, imports, far }: Learned): readonly InsertedLine[] {
  return [...above, ...below, ...imports, ...far.flatMap((each) => each.inserted)];
}

function changesIn(elements: readonly Element[]) {
  return elements.flatMap((each) => (each.type === 'change' ? [each] : []));
}

export const textOf = (pieces: readonly Piece[]) =>
  pieces.map((piece) => (typeof piece === 'string' ? piece : piece.hole)).join('');

/**
 * Holes that have to hold what they held where the edit was learned: a key or a member may be called like a variable
 * and be none, a text may name something else, and a number that is computed with belongs to one unit.
 */
function keptHoles(pattern: Learned): readonly string[] {
  const kept: string[] = [];
  const elements = [pattern.home, ...pattern.far.flatMap(({ lines }) => lines)].map(wholeOf);
  const inserted = insertedIn(pattern).map(({ pieces }) => wordsOf(pieces, true));
  for (const words of [...elements, ...inserted]) {
    const tokens = words.map(({ token }) => token);
    const holes = new Set(words.filter(({ isHole }) => isHole).map(({ token }) => token.text));
    const isPut = (at: number) => [at - 1, at, at + 1].some((each) => words[each]?.isPut);
    for (const [at, { token, isPut: isNew }] of words.entries()) {
      if (token.kind === 'word' && holes.has(token.text) && isPut(at) && isLabel(tokens, at))
        kept.push(token.text);
      if (token.kind !== 'text' || !isNew) continue;
      const names = token.text.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? [];
      const isWhole = (word: string) => token.text.slice(1, -1) === word;
      kept.push(...names.filter((word) => word !== token.text && (isWhole(word) || word.length < 3)));
    }
    if (words.some(({ isPut: isNew }) => isNew) && computes(textsIn(words)))
      kept.push(...[...holes].filter((hole) => /^[\p{L}_$]/u.test(hole)));
  }
  const known = new Set([...holesOf(pattern.home), ...pattern.names]);
  return [...new Set(kept)].filter((name) => known.has(name));
}

interface Word {
  readonly token: Token;
  readonly isHole: boolean;
  readonly isPut: boolean;
}

/** Code with what is put in, as it was where the edit was learned. */
function wholeOf(elements: readonly Element[]): readonly Word[] {
  return elements.flatMap((each) => {
    if (each.type === 'same') return wordsOf([each.text], false);
    if (each.type === 'hole') return wordsOf([{ hole: each.name }], false);
    return each.type === 'change' ? wordsOf(each.puts, true) : [];
  });
}

function wordsOf(pieces: readonly Piece[], isPut: boolean): readonly Word[] {
  const holes = new Set(pieces.flatMap((piece) => (typeof piece === 'string' ? [] : [piece.hole])));
  return solidTokensOf(textOf(pieces)).map((token) => ({ token, isPut, isHole: holes.has(token.text) }));
}

/** What is put in, with a blank for the rest. */
const textsIn = (words: readonly Word[]) =>
  words.map(({ token, isPut }) => (isPut ? token.text : ' x ')).join(' ');

/** A member, a key, or the name of an argument. */
function isLabel(tokens: readonly Token[], at: number): boolean {
  const [before, after] = [tokens[at - 1]?.text ?? '', tokens[at + 1]?.text];
  if (before === '.') return tokens[at - 2]?.text !== '.';
  if (after === ':') return /^[{,(]?$/.test(before);
  return after === '=' && tokens[at + 2]?.text !== '=' && /^[(,]?$/.test(before);
}

/** Names that are put in as they are: what they mean has to be the same elsewhere. */
function freeWords(pattern: Learned, constants: ReadonlySet<string>): readonly string[] {
  return textsPut(pattern).flatMap((pieces) => {
    const holes = new Set(pieces.flatMap((piece) => (typeof piece === 'string' ? [] : [piece.hole])));
    const text = textOf(pieces);
    // What a template computes is code as well.
    const inner = [...text.matchAll(/\$\{([^}]*)\}/g)].map(([, code = '']) => code);
    return [text, ...inner].flatMap((code) => {
      const tokens = solidTokensOf(code);
      return tokens.flatMap(({ kind, text: word }, at) =>
        kind === 'word' &&
        !isKeyword(word) &&
        !holes.has(word) &&
        !constants.has(word) &&
        !isLabel(tokens, at)
          ? [word]
          : [],
      );
    });
  });
}

/** What has to be the same elsewhere; undefined where no other place could be told to be the same. */
export function sureOf(
  pattern: Learned,
  place: {
    readonly old: readonly string[];
    readonly next: readonly string[];
    readonly diagnostic: Diagnostic;
    readonly constants: ReadonlySet<string>;
  },
): Sure | undefined {
  const { old, next, diagnostic, constants } = place;
  const { path } = diagnostic;
  const words = [...new Set(freeWords(pattern, constants))];
  const [before, after] = [namesOf(words, old, path), namesOf(words, next, path)];
  if (words.some((word) => before.bound.has(word))) return undefined;
  const puts = textsPut(pattern).map(textOf);
  if (puts.some(isJumpWithValue)) return undefined;
  const isGapJump = pattern.far.some(({ inserted }) => inserted.some(({ pieces }) => isJump(textOf(pieces))));
  if (isGapJump) return undefined;
  const isLeft = puts.some(isJump);
  const flow = isLeft ? flowAt(old, diagnostic) : undefined;
  if (isLeft && flow === undefined) return undefined;
  const imports = pattern.imports.map(({ pieces }) => textOf(pieces));
  const changed =
    pattern.far.length > 0 ? old.filter((line) => importLine.test(line) && !next.includes(line)) : [];
  return {
    kept: keptHoles(pattern),
    free: words.map((word) => {
      const module = before.imported.get(word) ?? after.imported.get(word);
      return { word, ...(module !== undefined && { module }), isThere: before.imported.has(word) };
    }),
    modules: [...imports, ...changed].map((line) => ({ line, module: moduleOf(line, path) })),
    ...(flow !== undefined && { flow }),
  };
}

/** Whether what is put in by name means the same in another file. */
export function meansSame({ free, modules }: Sure, lines: readonly string[], path: string): boolean {
  if (modules.some(({ line, module }) => moduleOf(line, path) !== module)) return false;
  const words = free.map(({ word }) => word);
  const { bound, imported } = namesOf(words, lines, path);
  return free.every(({ word, module, isThere }) => {
    const known = imported.get(word);
    return !bound.has(word) && (known === undefined ? !isThere : known === module);
  });
}
