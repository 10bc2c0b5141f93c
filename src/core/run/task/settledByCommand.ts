import type { Overlay } from '../../edit/overlay.ts';
import type { RunTask } from '../../request/runTask.ts';
import { normalizeCommand } from '../../verify/commands/parseCommand.ts';
import { finishAttempt, startAttempt } from '../session/attemptEvents.ts';
import type { Session } from '../session/session.ts';
import type { End } from './step.ts';

/**
 * The end of a task whose command need not be mended, since it passes, or can't be, since it can't be run: no model has
 * to be paid to find that out. Undefined where there is work to do, or where the command may not run now.
 */
export async function settledByCommand(
  session: Session,
  task: RunTask,
  overlay: Overlay,
): Promise<End | undefined> {
  const { deps, signal } = session;
  const { check } = task;
  if (check === undefined || !deps.commands?.allowed().includes(normalizeCommand(check))) return undefined;
  await session.emit({ type: 'step', text: `Running ${check}` });
  const ran = (await deps.commands.run(check, overlay.changes(), { signal })).check;
  const { outcome, summary, exitCode } = ran;
  const lacking = ran.without === undefined ? '' : `, without ${ran.without}`;
  signal.throwIfAborted();
  if (outcome === 'failed' || outcome === 'stopped') {
    const how = outcome === 'failed' ? `fails with exit code ${exitCode}` : `was stopped: ${summary}`;
    await session.emit({ type: 'step', text: `${check} ${how}${lacking}` });
    return undefined;
  }
  const isDone = outcome === 'passed';
  const note = isDone ? `${check} passes as it is${lacking}` : `${check} was not run: ${summary}`;
  await startAttempt(session, task.id, 'none', `none: ${check} as it is, no model`);
  await finishAttempt(session, task.id, { outcome: 'noEdit', note, ...(isDone && { isDone }) });
  return { type: 'end', outcome: isDone ? 'done' : 'failed', changes: [], note };
}
