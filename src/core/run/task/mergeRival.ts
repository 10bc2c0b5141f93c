import { mergeFile } from '../../edit/merge/mergeFile.ts';
import { checkOverlay } from '../../verify/checkOverlay.ts';
import type { Session } from '../session/session.ts';
import { overlayFor } from '../session/taskOverlay.ts';
import type { FileChange } from '../state/runEvent.ts';
import { type TaskState, taskState } from '../state/runState.ts';

/**
 * A task's changes on top of those of another that changed the same files at the same time, where both fit together and
 * pass the check together. Else why they do not: the task has to be done again then. The task follows the other already.
 */
export async function mergeOverRival(
  session: Session,
  id: string,
  rival: TaskState,
  changes: readonly FileChange[],
): Promise<readonly FileChange[] | string> {
  const merged = changesOver(changes, rival.changes);
  if (typeof merged === 'string') return merged;
  const { deps, signal } = session;
  const overlay = await overlayFor(deps, session.state(), id, { signal });
  await overlay.write(new Map(merged.map(({ path, content }) => [path, content])));
  const { targets } = taskState(session.state(), id).task;
  const { verdict } = await checkOverlay(deps.checker, overlay, { targets, signal });
  return verdict.outcome === 'failed' ? 'together they fail the check' : merged;
}

/** Changes made beside others from the same texts, as changes of what those leave; or why they can't be both. */
export function changesOver(
  changes: readonly FileChange[],
  others: readonly FileChange[],
): readonly FileChange[] | string {
  const merged: FileChange[] = [];
  for (const change of changes) {
    const other = others.find(({ path }) => path === change.path);
    if (!other) {
      merged.push(change);
      continue;
    }
    if (other.base !== change.base) return `${change.path} was not the same to begin with`;
    const result = mergeFile(change.base, change.content, other.content);
    if (result.type === 'conflict') {
      const lines = result.conflicts.map(({ theirs }) => theirs.line);
      return lines.length > 0
        ? `in ${change.path} the changes meet at line ${lines.join(', ')}`
        : `${change.path} can't be as both leave it`;
    }
    if (result.content !== other.content)
      merged.push({ path: change.path, base: other.content, content: result.content });
  }
  return merged;
}
