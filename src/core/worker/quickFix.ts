import { applyRangeEdits } from '../../base/textRange.ts';
import type { FileChanges } from '../edit/fileChanges.ts';
import type { Overlay } from '../edit/overlay.ts';
import type { Checker, QuickFix } from '../verify/checker.ts';
import type { Diagnostic } from '../verify/diagnostic.ts';
import { findSilencing } from '../verify/silencing.ts';
import { judge, type Verdict } from '../verify/verdict.ts';

export type QuickFixResult =
  /** `changes` is what the fix adds to the overlay; the verdict is over the whole overlay with the fix. */
  | {
      readonly type: 'fixed';
      readonly changes: FileChanges;
      readonly verdict: Verdict;
      readonly title: string;
    }
  | { readonly type: 'none'; readonly reason: string };

interface Candidate {
  readonly title: string;
  readonly preferred: boolean;
  readonly changes: FileChanges;
  readonly verdict: Verdict;
}

/**
 * Tier `none`: the language server's own fixes for a diagnostic, each tried on a copy of the overlay. One that
 * removes the diagnostic and introduces nothing is taken; of several that say different things the server must prefer
 * exactly one, since choosing among meanings is no job without a model. What only silences is never taken.
 */
export async function tryQuickFixes(
  target: Diagnostic,
  overlay: Overlay,
  deps: { readonly checker: Checker },
  options: { readonly signal: AbortSignal },
): Promise<QuickFixResult> {
  const start = overlay.changes();
  const offered = await deps.checker.quickFixes(target, start, options);
  if (offered.length === 0) return none('the language server offers no fix for it');
  const base = start.size === 0 ? 0 : await countIntroduced(start, deps.checker, options.signal);
  const verified: Candidate[] = [];
  const refusals: string[] = [];
  for (const fix of offered) {
    const tried = await tryFix(fix, { target, overlay, base }, deps.checker, options.signal);
    if (tried.type === 'verified') verified.push(tried.candidate);
    else refusals.push(`"${fix.title}" ${tried.reason}`);
  }
  if (verified.length === 0) return none(refusals.join('; '));
  const chosen = choose(verified);
  if (chosen === undefined) {
    const titles = verified.map((candidate) => `"${candidate.title}"`).join(', ');
    return none(`several fixes pass the check and they differ: ${titles}`);
  }
  return { type: 'fixed', changes: chosen.changes, verdict: chosen.verdict, title: chosen.title };
}

type Trial =
  | { readonly type: 'verified'; readonly candidate: Candidate }
  | { readonly type: 'refused'; readonly reason: string };

async function tryFix(
  fix: QuickFix,
  from: { readonly target: Diagnostic; readonly overlay: Overlay; readonly base: number },
  checker: Checker,
  signal: AbortSignal,
): Promise<Trial> {
  const changes = new Map<string, string>();
  for (const [path, edits] of fix.edits) {
    const file = await from.overlay.read(path);
    if (file.type !== 'text') return refused(`would edit ${path}, which can't be read`);
    const text = applyRangeEdits(file.text, edits);
    const silencer = findSilencing(file.text, text);
    if (silencer !== undefined) return refused(`only silences the problem (${silencer})`);
    if (text !== file.text) changes.set(path, text);
  }
  if (changes.size === 0) return refused('changes nothing');
  const fork = from.overlay.fork();
  await fork.write(changes);
  const all = fork.changes();
  const report = await checker.check(all, { signal });
  const verdict = judge(report, [from.target], [...all.keys()]);
  if (verdict.introduced.length > from.base) return refused('brings new problems');
  if (verdict.introduced.some((diagnostic) => diagnostic.severity === 'error')) {
    return refused('stands on work that fails its check');
  }
  if (verdict.outcome === 'failed') return refused('does not remove the problem');
  if (verdict.outcome === 'unchecked') return refused('could not be checked in full');
  return {
    type: 'verified',
    candidate: { title: fix.title, preferred: fix.preferred, changes, verdict },
  };
}

/** Warnings that the work before has brought already are not the fix's doing. */
async function countIntroduced(changes: FileChanges, checker: Checker, signal: AbortSignal): Promise<number> {
  const report = await checker.check(changes, { signal });
  return judge(report, [], [...changes.keys()]).introduced.length;
}

/**
 * A fix that does more than is asked ("add all missing imports") is left out where a smaller one does the job with
 * a part of its changes: the one that fixes fewest diagnostics.
 */
function choose(verified: readonly Candidate[]): Candidate | undefined {
  const fewest = Math.min(...verified.map((candidate) => candidate.verdict.fixed.length));
  const narrow = verified.filter((candidate) => candidate.verdict.fixed.length === fewest);
  const preferred = narrow.filter((candidate) => candidate.preferred);
  const pool = preferred.length > 0 ? preferred : narrow;
  const texts = new Set(pool.map((candidate) => JSON.stringify([...candidate.changes].sort())));
  return texts.size === 1 ? pool[0] : undefined;
}

function refused(reason: string): Trial {
  return { type: 'refused', reason };
}

function none(reason: string): QuickFixResult {
  return { type: 'none', reason };
}
