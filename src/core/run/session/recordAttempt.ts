import { lineChanges, linesWithEnds } from '../../edit/lineDiff.ts';
import type { ModelTier } from '../../model/tier.ts';
import type { RunTask } from '../../request/runTask.ts';
import type { AttemptResult, AttemptRow, MalformedRow } from '../../routing/attempts.ts';
import type { AttemptEnd, FileChange } from '../state/runEvent.ts';
import type { RunDeps } from './runDeps.ts';
import type { Session } from './session.ts';

/** An attempt that is under way: what it will have cost and taken is the difference. */
export interface AttemptBegin {
  readonly time: number;
  readonly usd: number;
  readonly candidates: number;
  readonly escalated: boolean;
}

/** Remembers what an attempt came to, for routing and forecasts. */
export async function recordAttempt(
  session: Session,
  task: RunTask,
  tier: ModelTier,
  begin: AttemptBegin,
  end: AttemptEnd & { readonly done: boolean; readonly edit: readonly FileChange[] },
): Promise<void> {
  const { deps } = session;
  const result = resultOf(end);
  if (!deps.attempts || result === undefined) return;
  const { candidates, escalated, time } = begin;
  const usd = spentOn(session, task.id) - begin.usd;
  const of = { run: session.state().run, task, tier, begin: time };
  await deps.attempts.record(
    attemptRow(deps, of, { result, usd, candidates, escalated, shadow: false, edit: end.edit }),
  );
}

/** The row of an attempt that ends now. */
export function attemptRow(
  { now, settings }: Pick<RunDeps, 'now' | 'settings'>,
  {
    run,
    task,
    tier,
    begin,
  }: { readonly run: string; readonly task: RunTask; readonly tier: ModelTier; readonly begin: number },
  {
    edit,
    ...came
  }: Pick<AttemptRow, 'result' | 'usd' | 'candidates' | 'escalated' | 'shadow'> & {
    readonly edit: readonly FileChange[];
  },
): AttemptRow {
  const time = now();
  const { model } = settings.tiers[tier];
  const lines = changedLines(edit);
  return { time, run, task: task.id, kind: task.kind, tier, model, ms: time - begin, lines, ...came };
}

/** Counts an answer that could not be used, by the model that gave it. */
export function recordMalformed(
  { deps, state }: Pick<Session, 'deps' | 'state'>,
  { role, tier, isRepair }: Pick<MalformedRow, 'role' | 'tier' | 'isRepair'>,
): void {
  const { model } = deps.settings.tiers[tier];
  const row = { time: deps.now(), run: state().run, role, tier, model, isRepair };
  // Nobody waits for it: it is no part of the work.
  void deps.attempts?.recordMalformed(row);
}

/** What a task has cost so far, in USD. */
export function spentOn(session: Session, id: string): number {
  return session.state().tasks.find(({ task }) => task.id === id)?.spend.usd ?? 0;
}

/** Undefined for an attempt that was stopped: that says nothing of the tier. */
export function resultOf(end: {
  readonly outcome: AttemptEnd['outcome'];
  readonly done: boolean;
}): AttemptResult | undefined {
  switch (end.outcome) {
    case 'passed':
    case 'failed':
    case 'refused':
      return end.outcome;
    case 'malformed':
      return 'invalid';
    case 'unchecked':
    case 'noEdit':
      // Sent back for looking odd, or for doing nothing, it is not what was asked for.
      return end.done ? 'unchecked' : 'failed';
    case 'stopped':
      return undefined;
  }
}

/** Lines that the changes take out and put in. */
function changedLines(changes: readonly FileChange[]): number {
  let lines = 0;
  for (const { base, content } of changes) {
    const parts = lineChanges(linesWithEnds(base ?? ''), linesWithEnds(content ?? ''));
    for (const { oldStart, oldEnd, newStart, newEnd } of parts)
      lines += oldEnd - oldStart + (newEnd - newStart);
  }
  return lines;
}
