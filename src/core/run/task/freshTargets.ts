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
  const now = placesOf(task.targets, report.after);
  return new Map(
    task.targets.flatMap((target) => {
      const found = checked.has(target.path) ? now.get(target) : target;
      return found ? [[found, target] as const] : [];
    }),
  );
}

/**
 * What each target is now, of those that say the same. As many as there were are the same in their order; of fewer each
 * is the one that it is nearest to. No two targets are one: two problems that say the same are two.
 */
function placesOf(
  targets: readonly Diagnostic[],
  found: readonly Diagnostic[],
): ReadonlyMap<Diagnostic, Diagnostic> {
  const key = ({ path, code, message }: Diagnostic) => JSON.stringify([path, code, message]);
  const line = ({ range }: Diagnostic) => range.start.line;
  const byLine = (all: readonly Diagnostic[]) => [...all].sort((a, b) => line(a) - line(b));
  const alike = Map.groupBy(found, key);
  const places = new Map<Diagnostic, Diagnostic>();
  for (const [kind, own] of Map.groupBy(targets, key)) {
    const was = byLine(own);
    const now = byLine(alike.get(kind) ?? []);
    const isSame = was.length === now.length;
    const pairs = was.flatMap((target, at) =>
      now.map((each, to) => ({
        ...{ target, each },
        away: isSame ? Math.abs(to - at) : Math.abs(line(each) - line(target)),
      })),
    );
    const taken = new Set<Diagnostic>();
    for (const { target, each } of pairs.sort((one, other) => one.away - other.away)) {
      if (places.has(target) || taken.has(each)) continue;
      places.set(target, each);
      taken.add(each);
    }
  }
  return places;
}
