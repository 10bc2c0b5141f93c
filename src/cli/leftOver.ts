import { isSystemError, systemReason } from '../base/systemError.ts';
import type { ChangedFile } from '../core/edit/fileChanges.ts';
import type { RunState } from '../core/run/state/runState.ts';
import type { Checker, NotChecked } from '../core/verify/checker.ts';
import { placesOf } from '../core/verify/notCheckedPlaces.ts';

/** What a workspace, or the file that a run was for, comes to once all that the run has verified is taken over. */
export interface LeftOver {
  /** Errors, those that the run brought among them. */
  readonly errors: number;
  /** Files that no server looks at, and why. */
  readonly notChecked: readonly NotChecked[];
  /** No file was looked at: that there are no errors can't be said. */
  readonly isBlind: boolean;
}

/**
 * It is found out by looking, not by counting tasks: files may have changed since a run began. Where the system stands
 * in the way nobody can tell, and a run has its end all the same.
 */
export async function lookAgain(...given: Parameters<typeof look>): Promise<LeftOver> {
  try {
    return await look(...given);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return { errors: 0, notChecked: [{ path: './', reason: systemReason(error) }], isBlind: true };
  }
}

async function look(
  end: RunState,
  verified: readonly ChangedFile[],
  checker: Checker,
  options: { readonly signal: AbortSignal },
): Promise<LeftOver> {
  const survey = await checker.survey(options);
  const changes = new Map(verified.map(({ path: file, content }) => [file, content]));
  const report = changes.size === 0 ? undefined : await checker.check(changes, options);
  const file = end.job.type === 'fixProblems' ? end.job.file : undefined;
  const concerns = (each: { readonly path: string }) => file === undefined || each.path === file;
  const checked = new Set(report?.checked);
  const isSeen = survey.checked.some((path) => concerns({ path }));
  const notChecked =
    file === undefined || isSeen ? survey.notChecked.filter(concerns) : placesOf(file, survey.notChecked);
  const unseen = new Set(notChecked.map((each) => each.path));
  const errors = [
    ...(report?.after ?? []),
    ...survey.diagnostics.filter((each) => !checked.has(each.path)),
    // A server that ended meanwhile has not taken back what it said.
    ...(end.found?.diagnostics ?? []).filter(({ path }) => unseen.has(path) && !checked.has(path)),
  ].filter((each) => each.severity === 'error' && concerns(each));
  const known = end.found?.notChecked.filter(({ path }) => !unseen.has(path) && path === file) ?? [];
  const all = [...notChecked, ...known];
  return { errors: errors.length, notChecked: all, isBlind: !isSeen };
}

/**
 * Whether a run came to what its exit code is to say. Of a fix it is what is left that counts, unless a fault kept it
 * from its end; without a key it went as far as it was meant to.
 */
export function isAchieved({ phase }: RunState, left: LeftOver | undefined): boolean {
  if (left === undefined) return phase.type === 'ended' && phase.outcome === 'done';
  const isHeldUp =
    phase.type === 'paused' && phase.reason.type === 'fault' && phase.reason.fault !== 'no_key';
  return left.errors === 0 && !left.isBlind && !isHeldUp;
}

/** Files of one reason that are named; of the others there is a number. */
const mostNamed = 3;

/** What was not checked, a line for each reason. */
export function describeNotChecked(files: readonly NotChecked[]): readonly string[] {
  return [...Map.groupBy(files, ({ reason }) => reason)].map(([reason, all]) => {
    const names = all.slice(0, mostNamed).map(({ path }) => path);
    const more = all.length - names.length;
    return `not checked: ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}: ${reason}`;
  });
}
