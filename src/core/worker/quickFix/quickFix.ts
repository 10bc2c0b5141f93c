import { applyRangeEdits, type RangeEdit } from '../../../base/textRange.ts';
import type { FileChanges } from '../../edit/fileChanges.ts';
import type { Overlay } from '../../edit/overlay.ts';
import { protectedChange } from '../../edit/protectedPlace.ts';
import { usualEndOf } from '../../edit/textLines.ts';
import type { Checker, QuickFix } from '../../verify/checker.ts';
import { checkOverlay } from '../../verify/checkOverlay.ts';
import type { Diagnostic } from '../../verify/diagnostic.ts';
import type { DiagnosticPair } from '../../verify/matchDiagnostics.ts';
import { findSilencing } from '../../verify/suspicion/silencing.ts';
import type { Verdict } from '../../verify/verdict.ts';
import { type Appraisal, appraise } from './quickFixWorth.ts';

/** A fix that removes the problem and introduces nothing. */
export interface VerifiedFix {
  readonly title: string;
  /** What the fix adds to the overlay. */
  readonly changes: FileChanges;
  /** Over the whole overlay with the fix. */
  readonly verdict: Verdict;
  /** The problems that remain, as they were and as they are. */
  readonly pairs: readonly DiagnosticPair[];
  /** Why it is taken, or only offered. */
  readonly reason: string;
}

export type QuickFixResult =
  | ({ readonly type: 'fixed' } & VerifiedFix)
  /** `choose`: each restores what may have been meant, and only the user knows which. `compiles`: none is sure to. */
  | {
      readonly type: 'alternatives';
      readonly kind: 'choose' | 'compiles';
      readonly fixes: readonly VerifiedFix[];
      readonly reason: string;
    }
  | { readonly type: 'none'; readonly reason: string };

interface Candidate extends VerifiedFix {
  readonly preferred: boolean;
  readonly appraisal: Appraisal;
}

/** More choices than this help nobody. */
const mostAlternatives = 5;

/**
 * Tier `none`: the language server's own fixes for a diagnostic, each tried on a copy of the overlay. One that
 * removes the diagnostic, introduces nothing and restores what the code meant is taken; of several that say different
 * things the server must prefer exactly one, since choosing among meanings is no job without a model. What merely
 * compiles is given as an alternative, and what only silences is left out. fixTable.ts says which is which.
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
  // Warnings that the work before has brought already are not the fix's doing.
  const base =
    start.size === 0 ? 0 : (await checkOverlay(deps.checker, overlay, options)).verdict.introduced.length;
  const verified: Candidate[] = [];
  const refusals: string[] = [];
  for (const fix of offered) {
    const tried = await tryFix(fix, { target, overlay, base }, deps.checker, options.signal);
    if (tried.type === 'verified') verified.push(tried.candidate);
    else refusals.push(`"${fix.title}" ${tried.reason}`);
  }
  if (verified.length === 0) return none(refusals.join('; '));
  return decide(verified);
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
  const before = new Map<string, string>();
  for (const [path, edits] of fix.edits) {
    const file = await from.overlay.read(path);
    if (file.type !== 'text') return refused(`would edit ${path}, which can't be read`);
    const text = applyRangeEdits(file.text, inEndsOf(file.text, edits));
    // A server of the workspace's own is no more than what the workspace says.
    const place = protectedChange({ path, base: file.text, content: text });
    if (place !== undefined) return refused(`would change ${path}, which is ${place}`);
    const silencer = findSilencing(file.text, text, path);
    if (silencer !== undefined) return refused(`only silences the problem (${silencer})`);
    if (text !== file.text) {
      changes.set(path, text);
      before.set(path, file.text);
    }
  }
  if (changes.size === 0) return refused('changes nothing');
  const appraisal = appraise(fix, from.target, before);
  if (appraisal.worth === 'silences') return refused(`only silences the problem (${appraisal.reason})`);
  const fork = from.overlay.fork();
  await fork.write(changes);
  const { verdict, pairs } = await checkOverlay(checker, fork, { targets: [from.target], signal });
  if (verdict.introduced.length > from.base) return refused('brings new problems');
  if (verdict.introduced.some((diagnostic) => diagnostic.severity === 'error')) {
    return refused('stands on work that fails its check');
  }
  if (verdict.outcome === 'failed') return refused('does not remove the problem');
  if (verdict.outcome === 'unchecked') return refused('could not be checked in full');
  const doubt = appraisal.onlyAlone === true && hasErrors(verdict, from.target);
  const held: Appraisal = doubt
    ? { ...appraisal, worth: 'compiles', reason: 'an error elsewhere in the file may be what hides its use' }
    : appraisal;
  const { title, preferred } = fix;
  return {
    type: 'verified',
    candidate: { title, preferred, changes, verdict, pairs, reason: held.reason, appraisal: held },
  };
}

/** Not every server writes the line ends of a file: as in an editor, those that the file has are taken. */
function inEndsOf(text: string, edits: readonly RangeEdit[]): readonly RangeEdit[] {
  const end = usualEndOf(text);
  return edits.map(({ range, newText }) => ({ range, newText: newText.replace(/\r?\n/g, end) }));
}

/** Errors that are left in the file, or elsewhere about the names that the problem speaks of. */
function hasErrors(verdict: Verdict, target: Diagnostic): boolean {
  const names = target.message.match(/'[\w$]+'/g) ?? [];
  return verdict.remaining.some(
    ({ severity, path, message }) =>
      severity === 'error' && (path === target.path || names.some((name) => message.includes(name))),
  );
}

function decide(verified: readonly Candidate[]): QuickFixResult {
  const restoring = narrowest(lowestRank(verified.filter(({ appraisal }) => appraisal.worth === 'restores')));
  const [only, ...others] = distinct(restoring);
  if (only && others.length === 0) return { type: 'fixed', ...told(only) };
  const [preferred, ...rivals] = distinct(restoring.filter((candidate) => candidate.preferred));
  if (preferred && rivals.length === 0) return { type: 'fixed', ...told(preferred) };
  if (only) {
    const titles = [only, ...others].map(({ title }) => `"${title}"`).join(', ');
    return alternatives(
      'choose',
      [only, ...others],
      `several fixes pass the check and they differ: ${titles}`,
    );
  }
  const compiling = distinct(narrowest(verified));
  const said = compiling.map(({ title, reason }) => `"${title}" ${reason}`).join('; ');
  return alternatives('compiles', compiling, `passes the check and may not be what is meant: ${said}`);
}

function alternatives(
  kind: 'choose' | 'compiles',
  fixes: readonly Candidate[],
  reason: string,
): QuickFixResult {
  return { type: 'alternatives', kind, fixes: fixes.slice(0, mostAlternatives).map(told), reason };
}

/**
 * A fix that does more than is asked ("add all missing imports") is left out where a smaller one does the job with
 * a part of its changes: the one that fixes fewest diagnostics.
 */
function narrowest(candidates: readonly Candidate[]): readonly Candidate[] {
  const fewest = Math.min(...candidates.map((candidate) => candidate.verdict.fixed.length));
  return candidates.filter((candidate) => candidate.verdict.fixed.length === fewest);
}

function lowestRank(candidates: readonly Candidate[]): readonly Candidate[] {
  const lowest = Math.min(...candidates.map(({ appraisal }) => appraisal.rank));
  return candidates.filter(({ appraisal }) => appraisal.rank === lowest);
}

/** The first of those that come to the same texts, the preferred ones before the others. */
function distinct(candidates: readonly Candidate[]): readonly Candidate[] {
  const byText = new Map<string, Candidate>();
  for (const candidate of [...candidates].sort((a, b) => Number(b.preferred) - Number(a.preferred))) {
    const text = JSON.stringify([...candidate.changes].sort());
    if (!byText.has(text)) byText.set(text, candidate);
  }
  return [...byText.values()];
}

function told({ title, changes, verdict, pairs, reason }: Candidate): VerifiedFix {
  return { title, changes, verdict, pairs, reason };
}

function refused(reason: string): Trial {
  return { type: 'refused', reason };
}

function none(reason: string): QuickFixResult {
  return { type: 'none', reason };
}
