import { getOrMake } from '../../base/getOrMake.ts';
import type { Position } from '../../base/textRange.ts';
import type { Diagnostic } from './diagnostic.ts';
import { characterAfter, type LineMoves, linesAfter } from './lineMoves.ts';
import { isOwnStill } from './whoseIsLeft.ts';

export interface DiagnosticChange {
  /** As they were before the change. */
  readonly fixed: readonly Diagnostic[];
  readonly introduced: readonly Diagnostic[];
  /** As they are after the change, by place. */
  readonly remaining: readonly Diagnostic[];
  /** The remaining ones as they were and as they are. */
  readonly pairs: readonly DiagnosticPair[];
  /** Those of the fixed of which nobody can tell: one like them remains in the stretch that took their place. */
  readonly doubtful: readonly Diagnostic[];
}

export interface DiagnosticPair {
  readonly from: Diagnostic;
  readonly to: Diagnostic;
}

/**
 * Tells what a change did to diagnostics. One that only moved is the same, by the first of these that holds:
 *
 * 1. in one file (or from a file into the one it became): code, severity and message are the same;
 * 2. at one place: code and severity are the same and it starts on a line that the change left as it was, at the same
 *    character, whatever the message now says of types and names that stand elsewhere;
 * 3. in a stretch that was rewritten: code and severity are the same, and the message but for names, types and numbers;
 * 4. from one changed file into another, as when code is moved: code, severity and message are the same.
 *
 * The nearest place is taken first, before all others the one that is known to be its own, and each diagnostic matches
 * at most one other, so that a second one of the same kind is new. A diagnostic without a line to know it by is never
 * matched by its code alone: that might hide a new one.
 */
export function compareDiagnostics(
  before: readonly Diagnostic[],
  after: readonly Diagnostic[],
  changes: { readonly paths: readonly string[]; readonly lineMoves: readonly LineMoves[] },
): DiagnosticChange {
  const moves = new Map(changes.lineMoves.map((entry) => [entry.from, entry]));
  const changed = new Set(changes.paths);
  const newPath = (path: string) => moves.get(path)?.to ?? path;
  const expected = (from: Diagnostic) => {
    const known = moves.get(from.path);
    // Where the texts are not known, nothing is known of a changed file's lines.
    if (!known && changed.has(from.path)) return undefined;
    return linesAfter(known?.changes ?? [], from.range.start.line);
  };
  const character = (from: Diagnostic) => {
    const known = moves.get(from.path);
    return known && characterAfter(known, from.range);
  };
  const onItsLine = ({ path, range }: Diagnostic) => {
    const line = moves.get(path)?.changed?.get(range.start.line);
    return line && { line, range };
  };

  const rest = { before, after, pairs: [] as DiagnosticPair[] };
  const pairUp = (rule: Rule) => {
    const found = pair(rest.before, rest.after, rule, (from) => {
      const { start } = from.range;
      const lines = expected(from);
      const onLine = lines?.isSame ? start.character : character(from);
      return {
        line: lines?.likely ?? start.line,
        character: onLine ?? start.character,
        isKnown: lines?.isEven === true && onLine !== undefined,
      };
    });
    rest.before = found.before;
    rest.after = found.after;
    rest.pairs.push(...found.pairs);
  };
  pairUp({
    keyBefore: (from) => `${newPath(from.path)}\n${kind(from)}\n${from.message}`,
    keyAfter: (to) => `${to.path}\n${kind(to)}\n${to.message}`,
  });
  pairUp({
    keyBefore: (from) => {
      const lines = expected(from);
      return lines?.isSame
        ? `${newPath(from.path)}\n${kind(from)}\n${lines.first}:${from.range.start.character}`
        : undefined;
    },
    keyAfter: (to) => `${to.path}\n${kind(to)}\n${to.range.start.line}:${to.range.start.character}`,
  });
  pairUp({
    keyBefore: (from) => plainKey(newPath(from.path), from),
    keyAfter: (to) => plainKey(to.path, to),
    agree: (from, to) => {
      const lines = expected(from);
      const { line } = to.range.start;
      return lines !== undefined && !lines.isSame && line >= lines.first && line <= lines.last;
    },
  });
  const keyAcross = (diagnostic: Diagnostic) =>
    changed.has(diagnostic.path) ? `${kind(diagnostic)}\n${diagnostic.message}` : undefined;
  pairUp({ keyBefore: keyAcross, keyAfter: keyAcross });
  const alike = Map.groupBy(rest.pairs, ({ to }) => plainKey(to.path, to));
  const isDoubtful = (gone: Diagnostic) => {
    const lines = expected(gone);
    if (!lines || lines.isSame) return false;
    return (alike.get(plainKey(newPath(gone.path), gone)) ?? []).some(({ from, to }) => {
      const { start } = to.range;
      if (start.line < lines.first || start.line > lines.last) return false;
      // What still says what it said is itself, if this one said something else.
      if (from.message === to.message && gone.message !== to.message) return false;
      // So is what is still on its own line, and of two on one line what stands where it did.
      if (!lines.isEven || start.line !== expected(from)?.likely) return true;
      if (start.line !== lines.likely) {
        const [own, other] = [onItsLine(from), onItsLine(gone)];
        return !own || !other || !isOwnStill(to.range, own, other);
      }
      return character(from) !== start.character || character(gone) === start.character;
    });
  };
  return {
    fixed: rest.before,
    introduced: rest.after,
    remaining: rest.pairs.map(({ to }) => to).sort(byPlace),
    pairs: rest.pairs,
    doubtful: rest.before.filter(isDoubtful),
  };
}

/** What two in a file have in common that differ in names, types and numbers alone. */
function plainKey(path: string, diagnostic: Diagnostic): string {
  return `${path}\n${kind(diagnostic)}\n${plainMessage(diagnostic.message)}`;
}

/**
 * Whether two diagnostics speak of the same problem, perhaps in the words of two versions of a server: the same code
 * with the same message or on the same line.
 */
export function sameProblem(a: Diagnostic, b: Diagnostic): boolean {
  if (a.path !== b.path) return false;
  if (a.message === b.message && a.code === b.code) return true;
  return a.code !== undefined && a.code === b.code && a.range.start.line === b.range.start.line;
}

/**
 * Which of the others speaks of the same problem as each does, by `sameProblem`. Those that say the same come first: as
 * many as there are on both sides are the same ones in their order, of unequal numbers the nearest. Only what then is
 * left is known by its line. No two share one, and none takes one that says what another does.
 */
export function sameProblems(
  those: readonly Diagnostic[],
  others: readonly Diagnostic[],
): ReadonlyMap<Diagnostic, Diagnostic> {
  const words = ({ path, code, message }: Diagnostic) => JSON.stringify([path, code, message]);
  const line = ({ path, code, range }: Diagnostic) =>
    code === undefined ? undefined : JSON.stringify([path, code, range.start.line]);
  const inOrder = placesInOrder(those, others, words);
  const placeOf = (each: Diagnostic) => ({ ...(inOrder.get(each) ?? each.range.start), isKnown: false });
  const said = pair(those, others, { keyBefore: words, keyAfter: words }, placeOf);
  const left = pair(said.before, said.after, { keyBefore: line, keyAfter: line }, placeOf);
  return new Map([...said.pairs, ...left.pairs].map(({ from, to }) => [from, to]));
}

/** Where the ones stand that are as many as the others of their key. */
function placesInOrder(
  those: readonly Diagnostic[],
  others: readonly Diagnostic[],
  key: (diagnostic: Diagnostic) => string,
): ReadonlyMap<Diagnostic, Position> {
  const alike = Map.groupBy(others, key);
  const places = new Map<Diagnostic, Position>();
  for (const [kind, own] of Map.groupBy(those, key)) {
    const there = [...(alike.get(kind) ?? [])].sort(byPlace);
    if (there.length !== own.length) continue;
    for (const [index, each] of [...own].sort(byPlace).entries())
      places.set(each, there[index]?.range.start ?? each.range.start);
  }
  return places;
}

function kind(diagnostic: Diagnostic): string {
  return JSON.stringify([diagnostic.code ?? null, diagnostic.severity, diagnostic.source ?? null]);
}

/** A message without what it quotes and counts. */
function plainMessage(message: string): string {
  return message.replace(/"[^"]*"|'[^']*'|`[^`]*`|\d+/g, '_');
}

interface Rule {
  /** Diagnostics whose keys are equal may be the same; one without a key is not asked about. */
  keyBefore(diagnostic: Diagnostic): string | undefined;
  keyAfter(diagnostic: Diagnostic): string | undefined;
  /** What must hold beside. */
  agree?(from: Diagnostic, to: Diagnostic): boolean;
}

/** Where a diagnostic of before should be; `isKnown`: what is there is itself and no guess. */
interface Expected extends Position {
  readonly isKnown: boolean;
}

/** Pairs diagnostics by a rule, those nearest to where they are expected first; what finds none stays as it is. */
function pair(
  before: readonly Diagnostic[],
  after: readonly Diagnostic[],
  rule: Rule,
  expected: (from: Diagnostic) => Expected,
) {
  const groups = new Map<string, Diagnostic[]>();
  for (const diagnostic of before) {
    const key = rule.keyBefore(diagnostic);
    if (key === undefined) continue;
    getOrMake(groups, key, () => []).push(diagnostic);
  }
  const candidates: (DiagnosticPair & {
    readonly lines: number;
    readonly characters: number;
    readonly isOwn: boolean;
  })[] = [];
  for (const to of after) {
    const key = rule.keyAfter(to);
    for (const from of (key === undefined ? undefined : groups.get(key)) ?? []) {
      if (rule.agree && !rule.agree(from, to)) continue;
      const { line, character, isKnown } = expected(from);
      const { start } = to.range;
      const away = { lines: Math.abs(line - start.line), characters: Math.abs(character - start.character) };
      candidates.push({ from, to, ...away, isOwn: isKnown && away.lines + away.characters === 0 });
    }
  }
  candidates.sort(
    (a, b) => Number(b.isOwn) - Number(a.isOwn) || a.lines - b.lines || a.characters - b.characters,
  );
  const usedBefore = new Set<Diagnostic>();
  const usedAfter = new Set<Diagnostic>();
  const pairs: DiagnosticPair[] = [];
  for (const { from, to } of candidates) {
    if (usedBefore.has(from) || usedAfter.has(to)) continue;
    usedBefore.add(from);
    usedAfter.add(to);
    pairs.push({ from, to });
  }
  return {
    before: before.filter((diagnostic) => !usedBefore.has(diagnostic)),
    after: after.filter((diagnostic) => !usedAfter.has(diagnostic)),
    pairs,
  };
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  if (a.path !== b.path) return a.path < b.path ? -1 : 1;
  return a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character;
}
