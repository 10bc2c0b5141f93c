import type { CheckReport, NotChecked } from './checker.ts';
import { asFound, type Diagnostic } from './diagnostic.ts';
import type { CommandCheck, FurtherEvidence, Suspicion } from './evidence.ts';
import { compareDiagnostics, type DiagnosticChange, sameProblems } from './matchDiagnostics.ts';

/**
 * What a check came to. `unchecked`: nothing speaks against the change, but a changed file was looked at by no
 * server, or a target is none that a server reports, or a suspicion is open, so nothing may call it verified.
 */
export interface Verdict {
  readonly outcome: 'passed' | 'failed' | 'unchecked';
  readonly fixed: readonly Diagnostic[];
  readonly introduced: readonly Diagnostic[];
  readonly remaining: readonly Diagnostic[];
  readonly checked: readonly string[];
  readonly notChecked: readonly NotChecked[];
  readonly servers: readonly string[];
  readonly ms: number;
  /** What was run on the proposed contents, in this order. */
  readonly commands?: readonly CommandCheck[];
  readonly suspicions?: readonly Suspicion[];
}

/**
 * The verdict with more evidence, added to what it has. A command fails it that failed, unless it failed before the
 * change too; a suspicion takes `passed` from it. Passing commands raise nothing: of a file that no server looked
 * at they may never have touched a line.
 */
export function withEvidence(verdict: Verdict, evidence: FurtherEvidence): Verdict {
  const commands = [...(verdict.commands ?? []), ...(evidence.commands ?? [])];
  const suspicions = [...(verdict.suspicions ?? []), ...(evidence.suspicions ?? [])];
  const hasFailed = verdict.outcome === 'failed' || commands.some(isBroken);
  return {
    ...verdict,
    outcome: hasFailed ? 'failed' : suspicions.length > 0 ? 'unchecked' : verdict.outcome,
    ...(commands.length > 0 && { commands }),
    ...(suspicions.length > 0 && { suspicions }),
  };
}

/** Whether a command fails because of the change, as far as one can tell. */
export function isBroken({ outcome, before }: CommandCheck): boolean {
  return outcome === 'failed' && before !== 'failed';
}

/**
 * Judges a report. It fails on a new error, or when one of `targets` (the diagnostics that the change was made for)
 * is still there; a new warning is reported and does not fail. A target that the servers did not report before the
 * change is none they could see go, so it leaves the verdict at `unchecked`.
 */
export function judge(
  report: CheckReport,
  targets: readonly Diagnostic[],
  changed: readonly string[],
): Verdict {
  return judgeChange(report, compareReport(report, changed), { targets, changed });
}

/** What the change of these paths did to the diagnostics of a report. */
export function compareReport(report: CheckReport, changed: readonly string[]): DiagnosticChange {
  return compareDiagnostics(report.before, report.after, {
    paths: changed,
    lineMoves: report.lineMoves ?? [],
  });
}

/** The same as `judge`, of what is compared already. */
export function judgeChange(
  report: CheckReport,
  { fixed, introduced, remaining, pairs, doubtful }: DiagnosticChange,
  { targets, changed }: { readonly targets: readonly Diagnostic[]; readonly changed: readonly string[] },
): Verdict {
  const doubts = new Set(doubtful);
  const gone = fixed.filter((diagnostic) => !doubts.has(diagnostic));
  const targetFates = fates(targets.map(asFound), gone, [
    ...doubtful,
    ...pairs.map(({ from }) => from),
    ...introduced,
  ]);
  const unseen = targetFates.flatMap(({ target, fate }) =>
    fate === 'unseen' ? [{ path: target.path, reason: unseenReason(target, report) }] : [],
  );
  const checked = new Set(report.checked);
  const named = new Set(report.notChecked.map((entry) => entry.path));
  const silent = changed
    .filter((path) => !checked.has(path) && !named.has(path))
    .map((path) => ({ path, reason: 'no server looked at it' }));
  const failed =
    introduced.some((diagnostic) => diagnostic.severity === 'error') ||
    targetFates.some(({ fate }) => fate === 'remains');
  const complete = unseen.length === 0 && changed.every((path) => checked.has(path) && !named.has(path));
  return {
    outcome: failed ? 'failed' : complete ? 'passed' : 'unchecked',
    fixed,
    introduced,
    remaining,
    checked: report.checked,
    notChecked: [...report.notChecked, ...silent, ...unseen],
    servers: report.servers,
    ms: report.ms,
  };
}

type Fate = 'fixed' | 'remains' | 'unseen';

/** What became of each target, by the diagnostic that speaks of the same problem. */
function fates(
  targets: readonly Diagnostic[],
  fixed: readonly Diagnostic[],
  present: readonly Diagnostic[],
): readonly { readonly target: Diagnostic; readonly fate: Fate }[] {
  // Of two that can't be told apart the one that is still there is meant.
  const known = sameProblems(targets, [...present, ...fixed]);
  const gone = new Set(fixed);
  return targets.map((target) => {
    const found = known.get(target);
    return { target, fate: !found ? 'unseen' : gone.has(found) ? 'fixed' : 'remains' };
  });
}

function unseenReason(target: Diagnostic, report: CheckReport): string {
  const problem = target.code === undefined ? 'this problem' : `the problem ${target.code}`;
  return `${report.servers.join(', ') || 'no server'} did not report ${problem} on line ${
    target.range.start.line + 1
  }, so it can't be seen to be gone`;
}
