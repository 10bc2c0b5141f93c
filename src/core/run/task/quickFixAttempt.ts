import type { Overlay } from '../../edit/overlay.ts';
import type { RunTask } from '../../request/runTask.ts';
import { describeVerdict } from '../../verify/describeVerdict.ts';
import { tryQuickFixes } from '../../worker/quickFix/quickFix.ts';
import { emitAlternatives } from '../publish/alternatives.ts';
import { finishAttempt, quickFixReason, startAttempt } from '../session/attemptEvents.ts';
import type { Session } from '../session/session.ts';
import { toFileChanges } from '../session/taskOverlay.ts';
import type { Step } from './step.ts';

/** Tries the language server's own fixes for the one problem of a task; those that only a user can choose end it too. */
export async function attemptQuickFix(session: Session, task: RunTask, overlay: Overlay): Promise<Step> {
  const [target] = task.targets;
  if (target === undefined) return { type: 'again' };
  await startAttempt(session, task.id, 'none', quickFixReason);
  const fix = await tryQuickFixes(
    target,
    overlay,
    { checker: session.deps.checker },
    { signal: session.signal },
  );
  if (fix.type === 'none') {
    await finishAttempt(session, task.id, { outcome: 'noEdit', note: fix.reason });
    return { type: 'again' };
  }
  if (fix.type === 'alternatives') {
    await emitAlternatives(session, task.id, fix.fixes, overlay);
    const isChoice = fix.kind !== 'compiles';
    const end = { outcome: 'noEdit', note: fix.reason } as const;
    await finishAttempt(session, task.id, isChoice ? { ...end, isDone: true } : end);
    if (!isChoice) return { type: 'again' };
    return { type: 'end', outcome: 'done', changes: [], note: `${fix.fixes.length} fixes to choose from` };
  }
  const note = `${fix.title}. ${describeVerdict(fix.verdict)}`;
  const changes = await toFileChanges(fix.changes, overlay);
  await finishAttempt(session, task.id, {
    outcome: 'passed',
    note,
    verdict: fix.verdict,
    changes,
    isDone: true,
  });
  return { type: 'end', outcome: 'done', changes, note: fix.title };
}
