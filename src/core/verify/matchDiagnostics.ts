import type { Diagnostic } from './diagnostic.ts';

export interface DiagnosticChange {
  /** As they were before the change. */
  readonly fixed: readonly Diagnostic[];
  readonly introduced: readonly Diagnostic[];
  /** As they are after the change. */
  readonly remaining: readonly Diagnostic[];
}

/**
 * Tells what a change did to diagnostics. One that only moved is the same: within a file by code, message and
 * severity, the nearest line first, and then from one changed file into another, as when code is moved. Each
 * diagnostic matches at most one other, so that a second one of the same kind is new.
 */
export function compareDiagnostics(
  before: readonly Diagnostic[],
  after: readonly Diagnostic[],
  changed: readonly string[],
): DiagnosticChange {
  const within = pair(before, after, (diagnostic) => `${diagnostic.path}\n${kind(diagnostic)}`);
  const moves = new Set(changed);
  const across = pair(within.before, within.after, (diagnostic) =>
    moves.has(diagnostic.path) ? kind(diagnostic) : undefined,
  );
  return {
    fixed: across.before,
    introduced: across.after,
    remaining: [...within.pairs, ...across.pairs].sort(byPlace),
  };
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

function kind(diagnostic: Diagnostic): string {
  return JSON.stringify([diagnostic.code ?? null, diagnostic.message, diagnostic.severity]);
}

interface Pairing {
  readonly before: readonly Diagnostic[];
  readonly after: readonly Diagnostic[];
  readonly pairs: readonly Diagnostic[];
}

/** Pairs diagnostics of one key, nearest lines first; those without a key stay as they are. */
function pair(
  before: readonly Diagnostic[],
  after: readonly Diagnostic[],
  keyOf: (diagnostic: Diagnostic) => string | undefined,
): Pairing {
  const groups = new Map<string, Diagnostic[]>();
  for (const diagnostic of before) {
    const key = keyOf(diagnostic);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group) group.push(diagnostic);
    else groups.set(key, [diagnostic]);
  }
  const candidates: { from: Diagnostic; to: Diagnostic; distance: number }[] = [];
  for (const to of after) {
    const key = keyOf(to);
    for (const from of (key === undefined ? undefined : groups.get(key)) ?? []) {
      candidates.push({ from, to, distance: Math.abs(from.range.start.line - to.range.start.line) });
    }
  }
  candidates.sort((a, b) => a.distance - b.distance);
  const usedBefore = new Set<Diagnostic>();
  const usedAfter = new Set<Diagnostic>();
  for (const { from, to } of candidates) {
    if (usedBefore.has(from) || usedAfter.has(to)) continue;
    usedBefore.add(from);
    usedAfter.add(to);
  }
  return {
    before: before.filter((diagnostic) => !usedBefore.has(diagnostic)),
    after: after.filter((diagnostic) => !usedAfter.has(diagnostic)),
    pairs: [...usedAfter],
  };
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  if (a.path !== b.path) return a.path < b.path ? -1 : 1;
  return a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character;
}
