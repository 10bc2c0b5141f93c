import { editOfLines, type LineChange, lineChanges, linesWithEnds } from '../../edit/lineDiff.ts';
import type { Overlay } from '../../edit/overlay.ts';
import { applyTextEdit } from '../../edit/textEdit.ts';
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
  /** Those of the task's targets that it leaves; empty where all that failed was what the attempt did beside. */
  readonly left: readonly Diagnostic[];
}

/**
 * Of the attempts that left some of a task's problems, what the one that mended most had mended, where it broke nothing
 * and passes a check by itself: who gives up on the rest need not throw that away. What it did where a problem is left
 * is no part of that, and what it did elsewhere only as far as the others are not mended without.
 */
export async function provenPart(
  session: Session,
  task: RunTask,
  overlay: Overlay,
  attempts: readonly Attempt[],
): Promise<ProvenPart | undefined> {
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
  const edits = best && (await editsOf(best.changes, overlay));
  if (!edits) return undefined;
  const left = await leftBy(session, task, await withEdits(overlay, edits));
  const { unmended, mended } = parted(task, left);
  const apart = withOnly(edits, (...at) => !isAt(unmended, ...at));
  const atMended = withOnly(apart, (...at) => isAt(mended, ...at));
  const parts: ProvenPart[] = [];
  for (const some of [atMended, apart]) {
    const proven = await checkedPart(session, task, overlay, some);
    if (proven) parts.push({ tier: best.tier, ...proven });
  }
  return parts.sort((a, b) => a.left.length - b.left.length)[0];
}

/** A change of a text that was there and stays. */
interface Edit extends FileChange {
  readonly base: string;
  readonly content: string;
}

/** Changes as edits of files that are now as they were; undefined where one is anything else. */
async function editsOf(
  changes: readonly FileChange[],
  overlay: Overlay,
): Promise<readonly Edit[] | undefined> {
  const edits: Edit[] = [];
  for (const { path, base, content } of changes) {
    const file = await overlay.read(path);
    if (base === null || content === null || file.type !== 'text' || file.text !== base) return undefined;
    edits.push({ path, base, content });
  }
  return edits;
}

async function checkedPart(session: Session, task: RunTask, overlay: Overlay, edits: readonly Edit[]) {
  const isFine = edits.every(({ path, base, content }) =>
    isAllowed(path, { before: base, after: content }, task),
  );
  if (edits.length === 0 || !isFine) return undefined;
  const fork = await withEdits(overlay, edits);
  const left = await leftBy(session, task, fork);
  const { mended: targets } = parted(task, left);
  if (targets.length === 0) return undefined;
  const { deps, signal } = session;
  const { verdict } = await checkOverlay(deps.checker, fork, { targets, signal });
  return verdict.outcome === 'passed' ? { changes: edits, verdict, left } : undefined;
}

async function withEdits(overlay: Overlay, edits: readonly Edit[]): Promise<Overlay> {
  const fork = overlay.fork();
  await fork.write(new Map(edits.map(({ path, content }) => [path, content])));
  return fork;
}

function leftBy({ deps, state, signal }: Session, task: RunTask, overlay: Overlay) {
  return freshTargets({ checker: deps.checker, job: state().job }, task, overlay, { signal });
}

/** A task's targets, as they stood before, by whether they are left. */
function parted({ targets }: RunTask, left: readonly Diagnostic[]) {
  const found = new Set(left.map(asFound));
  return {
    unmended: targets.filter((target) => found.has(asFound(target))),
    mended: targets.filter((target) => !found.has(asFound(target))),
  };
}

/** Whether one of the problems stood on one of the lines that are changed. */
function isAt(all: readonly Diagnostic[], own: string, { oldStart, oldEnd }: LineChange): boolean {
  return all.some(
    ({ path, range: { start, end } }) => path === own && start.line < oldEnd && end.line >= oldStart,
  );
}

/** Of edits those stretches of lines alone that are to be kept. */
function withOnly(
  edits: readonly Edit[],
  isKept: (path: string, change: LineChange) => boolean,
): readonly Edit[] {
  return edits.flatMap(({ path, base, content }) => {
    const [old, next] = [linesWithEnds(base), linesWithEnds(content)];
    const kept = lineChanges(old, next).filter((change) => isKept(path, change));
    if (kept.length === 0) return [];
    return [{ path, base, content: applyTextEdit(editOfLines(old, next, kept), base) }];
  });
}
