import type { Overlay } from '../../edit/overlay.ts';
import type { ModelTier } from '../../model/tier.ts';
import type { RunTask } from '../../request/runTask.ts';
import { checkOverlay } from '../../verify/checkOverlay.ts';
import { asFound, type Diagnostic } from '../../verify/diagnostic.ts';
import type { Verdict } from '../../verify/verdict.ts';
import { isAllowed } from '../problems/repeatSibling.ts';
import type { Session } from '../session/session.ts';
import type { FileChange } from '../state/runEvent.ts';
import type { Attempt } from '../state/runState.ts';
import { freshTargets } from './freshTargets.ts';

/** What an attempt that failed had mended all the same. */
export interface ProvenPart {
  readonly tier: ModelTier;
  readonly changes: readonly FileChange[];
  readonly verdict: Verdict;
  /** Those of the task's targets that it leaves. */
  readonly left: readonly Diagnostic[];
}

/**
 * Of the attempts that left some of a task's problems, what the one that mended most had mended, where it broke nothing
 * and passes a check by itself: who gives up on the rest need not throw that away.
 */
export async function provenPart(
  session: Session,
  task: RunTask,
  overlay: Overlay,
  attempts: readonly Attempt[],
): Promise<ProvenPart | undefined> {
  const { deps, signal } = session;
  const { job } = session.state();
  if (task.targets.length < 2) return undefined;
  const [best] = attempts
    .flatMap(({ tier, end }) => {
      const { verdict, changes = [] } = end ?? {};
      if (tier === 'none' || verdict === undefined || changes.length === 0) return [];
      const isSound =
        verdict.suspicions === undefined && verdict.introduced.every(({ severity }) => severity !== 'error');
      return isSound ? [{ tier, changes, verdict }] : [];
    })
    .sort((a, b) => b.verdict.fixed.length - a.verdict.fixed.length);
  if (!best) return undefined;
  for (const { path, base, content } of best.changes) {
    const file = await overlay.read(path);
    if (base === null || content === null || file.type !== 'text' || file.text !== base) return undefined;
    if (!isAllowed(path, { before: base, after: content }, task)) return undefined;
  }
  const fork = overlay.fork();
  await fork.write(new Map(best.changes.map(({ path, content }) => [path, content])));
  const left = await freshTargets({ checker: deps.checker, job }, task, fork, { signal });
  const unmended = new Set(left.map(asFound));
  const targets = task.targets.filter((target) => !unmended.has(asFound(target)));
  if (targets.length === 0 || left.length === 0) return undefined;
  const { verdict } = await checkOverlay(deps.checker, fork, { targets, signal });
  return verdict.outcome === 'passed' ? { ...best, verdict, left } : undefined;
}
