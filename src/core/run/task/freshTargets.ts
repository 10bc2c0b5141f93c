import type { Overlay } from '../../edit/overlay.ts';
import type { RunTask } from '../../request/runTask.ts';
import type { Checker } from '../../verify/checker.ts';
import { filesOf } from '../../verify/checkOverlay.ts';
import { asFound, type Diagnostic } from '../../verify/diagnostic.ts';
import { compareDiagnostics, sameProblems } from '../../verify/matchDiagnostics.ts';
import type { Job } from '../state/runEvent.ts';

/**
 * The targets that are left, as they stand now. What the tasks before changed reaches into other files too: a problem
 * may have gone with its cause, or have other words. Where no task was before, another run, or the user, may have mended
 * the files since they were surveyed: a look costs nothing, and what it spares is paid for.
 */
export async function freshTargets(
  { checker, job }: { readonly checker: Checker; readonly job: Job },
  { targets }: RunTask,
  overlay: Overlay,
  options: { readonly signal: AbortSignal },
): Promise<readonly Diagnostic[]> {
  const written = overlay.changes();
  if (targets.length === 0) return targets;
  // Only what a survey found is known to be told by the checker again.
  if (written.size === 0 && job.type !== 'fixProblems') return targets;
  const changes = written.size > 0 ? written : await filesOf(targets, overlay);
  const { checked, before, after, lineMoves = [] } = await checker.check(changes, options);
  const { pairs } = compareDiagnostics(before, after, { paths: [...changes.keys()], lineMoves });
  const known = sameProblems(targets.map(asFound), before);
  const left = new Map(pairs.map(({ from, to }) => [from, to]));
  return targets.flatMap((target) => {
    if (!checked.includes(target.path)) return [target];
    const was = known.get(asFound(target));
    const is = was && left.get(was);
    return is ? [{ ...is, asFound: asFound(target) }] : [];
  });
}
