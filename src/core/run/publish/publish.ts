import { counted } from '../../../base/counted.ts';
import { contentOf } from '../../context/workspace.ts';
import { mergeFile } from '../../edit/merge/mergeFile.ts';
import type { ProposedFile } from '../../edit/proposal/proposal.ts';
import { checkOverlay } from '../../verify/checkOverlay.ts';
import { describeVerdict } from '../../verify/describeVerdict.ts';
import type { Diagnostic } from '../../verify/diagnostic.ts';
import { type Verdict, withEvidence } from '../../verify/verdict.ts';
import { finishTask } from '../session/attemptEvents.ts';
import type { Session } from '../session/session.ts';
import { overlayWith, tasksBefore } from '../session/taskOverlay.ts';
import { thatStand } from '../session/thatStand.ts';
import { isTouched } from '../state/proposalDecisions.ts';
import type { FileChange } from '../state/runEvent.ts';
import type { RunState, TaskState } from '../state/runState.ts';
import { alternativesOf } from './alternatives.ts';
import { withCommandEvidence } from './commandEvidence.ts';
import { proposalOf } from './proposalOf.ts';
import { doneTasks, filesOfPart, type Part, proposalParts, withWhatItBuildsOn } from './proposalParts.ts';
import { proposedFiles } from './proposedFiles.ts';
import { type Beside, filesTogether, openBeside, type Sound, type Tried } from './together.ts';

/**
 * Makes proposals of the finished tasks that are in none yet: one for each group of problems; of other tasks, those
 * that build on one another or changed the same file share one. A proposal of several tasks is checked once more as a
 * whole, together with what it builds on where it does not stand without. Proposals that pass alone may still break
 * each other, so they are checked together too, with those that are open from when the run stood still.
 */
export async function publish(session: Session, signal = session.signal): Promise<void> {
  const sound: Sound[] = [];
  const proposed: Part[] = [];
  const parts = proposalParts(session.state());
  const queue = [...parts];
  for (let part = queue.shift(); part; part = queue.shift()) {
    const ids = part.map(({ task }) => task.id);
    const known = session
      .state()
      .proposals.find((proposal) => !proposal.alternative && ids.every((id) => proposal.tasks.includes(id)));
    if (known) {
      // Another may take its place where it is of these tasks alone and as it was made.
      if (known.tasks.length === ids.length && !isTouched(known)) proposed.push(part);
      continue;
    }
    const changes = filesOfPart(part, doneTasks(session.state())) ?? part.flatMap((task) => task.changes);
    const worked = proposedFiles(changes);
    const files = await onWorkspace(session, worked, pathsOfOthers(part, parts));
    if (files.length === 0) continue;
    await session.emit({ type: 'step', text: 'Checking the whole' });
    const isAsWorked = files.length === worked.length && files.every((file) => worked.includes(file));
    const verdict = await wholeVerdict(session, { part, files, isAsWorked }, signal);
    if (verdict.outcome !== 'failed') {
      sound.push({ group: part, files, verdict });
      continue;
    }
    const others = [...queue, ...proposed, ...sound.map(({ group }) => group)];
    const joined = withWhatItBuildsOn(session.state(), part, others);
    if (joined.length === 0) {
      const leaning = await besideOpen(session, { group: part, files, verdict }, signal);
      if (leaning) sound.push(leaning);
      else await giveUp(session, { group: part, verdict });
      continue;
    }
    const taken = new Set(joined);
    for (const parts of [queue, proposed])
      parts.splice(0, parts.length, ...parts.filter((each) => !taken.has(each)));
    sound.splice(0, sound.length, ...sound.filter(({ group }) => !taken.has(group)));
    queue.unshift(inRunOrder(session.state(), [part, ...joined].flat()));
  }
  const apart = await withoutClashes(session, sound, signal);
  for (const { part, beside } of apart.broken) await giveUp(session, part, beside);
  // Who cancels waits for no command.
  const isLast = signal !== session.signal;
  const tried = isLast
    ? { sound: apart.sound, broken: [] }
    : await withCommandEvidence(session, apart.sound, signal);
  for (const { part, beside } of tried.broken) await giveUp(session, part, beside);
  for (const { group, files, verdict } of tried.sound)
    await session.emit({ type: 'proposal', proposal: proposalOf(session.state(), group, files, verdict) });
  for (const proposal of alternativesOf(session.state())) await session.emit({ type: 'proposal', proposal });
}

/**
 * A part that fails by itself but not beside what is open already, which it can't share a proposal with: the user has
 * had a hand in that. It may be accepted by itself all the same, so it is not called checked. Undefined where it fails
 * there too.
 */
async function besideOpen(session: Session, part: Sound, signal: AbortSignal): Promise<Sound | undefined> {
  const { workspace } = session.deps;
  const open = await thatStand(openBeside(session.state(), [part]), async (some) => {
    const { outcome } = await checkFiles(session, await filesTogether(workspace, [], some), { signal });
    return outcome !== 'failed';
  });
  if (open.length === 0) return undefined;
  const targets = part.group.flatMap(({ task }) => task.targets);
  const files = await filesTogether(workspace, [part], open);
  const verdict = await checkFiles(session, files, { targets, signal });
  if (verdict.outcome === 'failed') return undefined;
  const own = new Set(part.files.map(({ path }) => path));
  const notChecked = [...own].map((path) => ({ path, reason: 'it fails without what was proposed before' }));
  const leaning: Verdict = {
    ...verdict,
    outcome: 'unchecked',
    checked: verdict.checked.filter((path) => !own.has(path)),
    notChecked: [...verdict.notChecked.filter(({ path }) => !own.has(path)), ...notChecked],
  };
  return { ...part, verdict: withEvidence(leaning, { suspicions: part.verdict.suspicions ?? [] }) };
}

/** The files that tasks of other parts change too. */
function pathsOfOthers(part: Part, parts: readonly Part[]): ReadonlySet<string> {
  const own = new Set(part.map(({ task }) => task.id));
  const others = parts.flat().filter(({ task }) => !own.has(task.id));
  return new Set(others.flatMap(({ changes }) => changes.map(({ path }) => path)));
}

/**
 * The files as changes of what the workspace holds now, where that leaves no doubt; without those that hold by now what
 * is proposed, since another run, or the user, has done the same. Of `shared` files all parts must have one base to be
 * put together, so they keep the one that they were worked on.
 */
async function onWorkspace(
  { deps }: Session,
  files: readonly ProposedFile[],
  shared: ReadonlySet<string>,
): Promise<readonly ProposedFile[]> {
  const found = await Promise.all(
    files.map(async (file): Promise<readonly ProposedFile[]> => {
      const { path, base, content } = file;
      const now = await deps.workspace.read(path);
      if ((now.type !== 'text' && now.type !== 'missing') || contentOf(now) === base) return [file];
      if (contentOf(now) === content) return [];
      const merged = shared.has(path) ? undefined : mergeFile(base, contentOf(now), content);
      if (merged?.type !== 'clean') return [file];
      return proposedFiles([{ path, base: contentOf(now), content: merged.content }]);
    }),
  );
  return found.flat();
}

function inRunOrder(state: RunState, tasks: Part): Part {
  const ids = new Set(tasks.map(({ task }) => task.id));
  return doneTasks(state).filter(({ task }) => ids.has(task.id));
}

/**
 * The parts that can be accepted together, and with what was proposed before. Where all of them can't, each that breaks
 * those before it is to be given up.
 */
async function withoutClashes(
  session: Session,
  parts: readonly Sound[],
  signal: AbortSignal,
): Promise<Tried> {
  const open = openBeside(session.state(), parts);
  const verdictOf = async (some: readonly Sound[], beside: readonly Beside[]) =>
    checkFiles(session, await filesTogether(session.deps.workspace, some, beside), { signal });
  const isKnown = parts.length === 0 || parts.length + open.length < 2;
  if (isKnown || (await verdictOf(parts, open)).outcome !== 'failed') return { sound: parts, broken: [] };
  const before = await thatStand(open, async (some) => (await verdictOf([], some)).outcome !== 'failed');
  const kept: Sound[] = [];
  const broken: { part: Sound; beside: readonly Beside[] }[] = [];
  for (const part of parts) {
    const isAlone = before.length + kept.length === 0;
    const verdict = isAlone ? part.verdict : await verdictOf([...kept, part], before);
    if (verdict.outcome !== 'failed') kept.push(part);
    else broken.push({ part: { ...part, verdict }, beside: [...before, ...kept] });
  }
  return { sound: kept, broken };
}

async function checkFiles(
  { deps }: Session,
  files: readonly FileChange[],
  options: { readonly targets?: readonly Diagnostic[]; readonly signal: AbortSignal },
): Promise<Verdict> {
  const overlay = await overlayWith(deps.workspace, files);
  return (await checkOverlay(deps.checker, overlay, options)).verdict;
}

async function wholeVerdict(
  session: Session,
  whole: { readonly part: Part; readonly files: readonly ProposedFile[]; readonly isAsWorked: boolean },
  signal: AbortSignal,
): Promise<Verdict> {
  const { part: group, files, isAsWorked } = whole;
  const [only] = group;
  const own = group.length === 1 && isAsWorked ? only?.attempts.at(-1)?.end?.verdict : undefined;
  if (own && only && standsAlone(session.state(), only)) return own;
  const targets = group.flatMap(({ task }) => task.targets);
  const judged = await checkFiles(session, files, { targets, signal });
  const suspicions = group.flatMap(({ attempts }) => attempts.at(-1)?.end?.verdict?.suspicions ?? []);
  return withEvidence(judged, { suspicions });
}

/** Whether what a task was checked with is all that its proposal holds. */
function standsAlone(state: RunState, { task }: TaskState): boolean {
  return tasksBefore(state, task.id).every(({ changes }) => changes.length === 0);
}

/**
 * Each passed alone, together they do not: nothing of it may be shown as checked but what is already.
 *
 * @param beside what it was checked with
 */
async function giveUp(
  session: Session,
  { group, verdict }: Pick<Sound, 'group' | 'verdict'>,
  beside: readonly Pick<Sound, 'group'>[] = [],
): Promise<void> {
  const others = beside.reduce((count, other) => count + other.group.length, group.length - 1);
  const shown = new Set(
    session.state().proposals.flatMap(({ alternative, tasks }) => (alternative ? [] : tasks)),
  );
  for (const { task } of group.filter(({ task }) => !shown.has(task.id))) {
    const together = others === 0 ? '' : `Together with ${counted(others, 'other task')} it fails: `;
    const note = together + describeVerdict(verdict);
    await finishTask(session, task.id, { outcome: 'failed', changes: [], note });
  }
}
