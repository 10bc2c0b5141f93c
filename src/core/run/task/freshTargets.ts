import type { Overlay } from '../../edit/overlay.ts';
import type { RunTask } from '../../request/runTask.ts';
import type { Checker } from '../../verify/checker.ts';
import { filesOf } from '../../verify/checkOverlay.ts';
import type { Diagnostic } from '../../verify/diagnostic.ts';
import type { Job } from '../state/runEvent.ts';

/**
 * The targets that are left where they stand now, each with what it was found as. What the tasks before changed reaches
 * into other files too: a problem may have gone with its cause. Where no task was before, another run, or the user, may
 * have mended the files since they were surveyed: a look costs nothing, and what it spares is paid for.
 */
export async function freshTargets(
  { checker, job }: { readonly checker: Checker; readonly job: Job },
  task: RunTask,
  overlay: Overlay,
  options: { readonly signal: AbortSignal },
): Promise<ReadonlyMap<Diagnostic, Diagnostic>> {
  const asFound = new Map(task.targets.map((target) => [target, target]));
  const written = overlay.changes();
  if (task.targets.length === 0) return asFound;
  // Only what a survey found is known to be told by the checker again.
  if (written.size === 0 && job.type !== 'fixProblems') return asFound;
  const changes = written.size > 0 ? written : await filesOf(task.targets, overlay);
  const report = await checker.check(changes, options);
  const checked = new Set(report.checked);
  const free = [...report.after];
  return new Map(
    task.targets.flatMap((target) => {
      const now = checked.has(target.path) ? takeNearest(target, free) : target;
      return now ? [[now, target] as const] : [];
    }),
  );
}

/** The diagnostic that a target is now, out of those that no other target is: two that say the same are two. */
function takeNearest(target: Diagnostic, free: Diagnostic[]): Diagnostic | undefined {
  const distance = (d: Diagnostic) => Math.abs(d.range.start.line - target.range.start.line);
  const [found] = free
    .filter((d) => d.path === target.path && d.code === target.code && d.message === target.message)
    .sort((a, b) => distance(a) - distance(b));
  if (found) free.splice(free.indexOf(found), 1);
  return found;
}
