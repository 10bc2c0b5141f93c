import { counted } from '../../../base/counted.ts';
import { combineFiles } from '../../edit/merge/combineFiles.ts';
import type { Proposal, ProposedFile } from '../../edit/proposal/proposal.ts';
import { isAbove, type Tier } from '../../model/tier.ts';
import { checkOverlay } from '../../verify/checkOverlay.ts';
import { describeVerdict } from '../../verify/describeVerdict.ts';
import type { Diagnostic } from '../../verify/diagnostic.ts';
import { type Verdict, withEvidence } from '../../verify/verdict.ts';
import { finishTask } from '../session/attemptEvents.ts';
import type { Session } from '../session/session.ts';
import { overlayWith, tasksBefore } from '../session/taskOverlay.ts';
import type { FileChange } from '../state/runEvent.ts';
import type { RunState, TaskState } from '../state/runState.ts';
import { alternativesOf } from './alternatives.ts';
import { withCommandEvidence } from './commandEvidence.ts';
import { doneTasks, filesOfPart, type Part, proposalParts, withWhatItBuildsOn } from './proposalParts.ts';
import { proposedFiles } from './proposedFiles.ts';

/**
 * Makes proposals of the finished tasks that are in none yet: one for each group of problems; of other tasks, those
 * that build on one another or changed the same file share one. A proposal of several tasks is checked once more as a
 * whole, together with what it builds on where it does not stand without. Proposals that pass alone may still break
 * each other, so they are checked together too.
 */
export async function publish(session: Session, signal = session.signal): Promise<void> {
  const sound: Sound[] = [];
  const queue = [...proposalParts(session.state())];
  for (let part = queue.shift(); part; part = queue.shift()) {
    const ids = part.map(({ task }) => task.id);
    const known = session
      .state()
      .proposals.some((proposal) => !proposal.alternative && ids.every((id) => proposal.tasks.includes(id)));
    if (known) continue;
    const changes = filesOfPart(part, doneTasks(session.state())) ?? part.flatMap((task) => task.changes);
    const files = await notThereYet(session, proposedFiles(changes));
    if (files.length === 0) continue;
    await session.emit({ type: 'step', text: 'Checking the whole' });
    const verdict = await wholeVerdict(session, part, files, signal);
    if (verdict.outcome !== 'failed') {
      sound.push({ group: part, files, verdict });
      continue;
    }
    const others = [...queue, ...sound.map(({ group }) => group)];
    const joined = withWhatItBuildsOn(session.state(), part, others);
    if (joined.length === 0) {
      await giveUp(session, { group: part, verdict });
      continue;
    }
    const taken = new Set(joined);
    queue.splice(0, queue.length, ...queue.filter((each) => !taken.has(each)));
    sound.splice(0, sound.length, ...sound.filter(({ group }) => !taken.has(group)));
    queue.unshift(inRunOrder(session.state(), [part, ...joined].flat()));
  }
  const apart = await withoutClashes(session, sound, signal);
  // Who cancels waits for no command.
  const isLast = signal !== session.signal;
  const tried = isLast ? { sound: apart, broken: [] } : await withCommandEvidence(session, apart, signal);
  for (const { part, beside } of tried.broken) await giveUp(session, part, beside);
  for (const { group, files, verdict } of tried.sound)
    await session.emit({ type: 'proposal', proposal: proposalOf(session.state(), group, files, verdict) });
  for (const proposal of alternativesOf(session.state())) await session.emit({ type: 'proposal', proposal });
}

/** Without the files that by now hold what is proposed: another run, or the user, has done the same. */
async function notThereYet(
  { deps }: Session,
  files: readonly ProposedFile[],
): Promise<readonly ProposedFile[]> {
  const reads = await Promise.all(files.map(({ path }) => deps.workspace.read(path)));
  return files.filter(({ content }, index) => {
    const now = reads[index];
    return now?.type === 'text' ? now.text !== content : now?.type !== 'missing' || content !== null;
  });
}

function inRunOrder(state: RunState, tasks: Part): Part {
  const ids = new Set(tasks.map(({ task }) => task.id));
  return doneTasks(state).filter(({ task }) => ids.has(task.id));
}

/** What becomes one proposal. */
interface Sound {
  readonly group: Part;
  readonly files: readonly ProposedFile[];
  readonly verdict: Verdict;
}

/** The parts that can be accepted together. Where all of them can't, each that breaks those before it is given up. */
async function withoutClashes(
  session: Session,
  parts: readonly Sound[],
  signal: AbortSignal,
): Promise<readonly Sound[]> {
  if (parts.length < 2 || (await verdictOf(session, parts, signal)).outcome !== 'failed') return parts;
  const kept: Sound[] = [];
  for (const part of parts) {
    const verdict = kept.length === 0 ? part.verdict : await verdictOf(session, [...kept, part], signal);
    if (verdict.outcome === 'failed') await giveUp(session, { ...part, verdict }, kept);
    else kept.push(part);
  }
  return kept;
}

async function verdictOf(session: Session, parts: readonly Sound[], signal: AbortSignal): Promise<Verdict> {
  const files = combineFiles(parts.flatMap((part) => part.files));
  // Parts are made so that their changes fit together.
  if (!files) throw new Error('two proposals change the same lines');
  return checkFiles(session, files, { signal });
}

async function checkFiles(
  { deps }: Session,
  files: readonly FileChange[],
  options: { readonly targets?: readonly Diagnostic[]; readonly signal: AbortSignal },
): Promise<Verdict> {
  const overlay = await overlayWith(deps.workspace, files);
  return (await checkOverlay(deps.checker, overlay, options)).verdict;
}

function proposalOf(
  state: RunState,
  group: Part,
  files: readonly ProposedFile[],
  verdict: Verdict,
): Proposal {
  const reviews = group.flatMap(({ task }) => {
    const entry = state.review?.tasks.find(({ id }) => id === task.id);
    return entry ? [entry.reason] : [];
  });
  // Without a word on these tasks, what the review says of the whole is all there is: also that it could not be read.
  const said = reviews.length > 0 ? [...new Set(reviews)].join(' ') : state.review?.summary;
  return {
    id: `${state.run}/${group.map(({ task }) => task.id).join('+')}`,
    run: state.run,
    title: titleOf(state, group),
    tasks: group.map(({ task }) => task.id),
    tier: group.reduce<Tier>((top, { tier }) => (isAbove(tier, top) ? tier : top), 'none'),
    files,
    verdict,
    ...(said && { review: said }),
  };
}

/** The title of a group of problems stands for all of them; of fewer it is said how many they are. */
function titleOf(state: RunState, group: Part): string {
  const [first] = group;
  // The last one has its title from a label, where there is one.
  const shared = group.at(-1)?.task.group;
  const isShared = shared !== undefined && group.every(({ task }) => task.group?.id === shared.id);
  const isWhole = state.tasks.every((each) => each.task.group?.id !== shared?.id || each.state === 'done');
  if (group.length === 1) return (isShared && isWhole ? shared.title : first?.task.title) ?? '';
  if (state.summary) return state.summary;
  if (!isShared) return `${first?.task.title ?? ''} and ${group.length - 1} more`;
  const count = group.reduce((sum, { task }) => sum + task.targets.length, 0);
  return isWhole ? shared.title : `${shared.title}: ${count} of them`;
}

async function wholeVerdict(
  session: Session,
  group: Part,
  files: readonly ProposedFile[],
  signal: AbortSignal,
): Promise<Verdict> {
  const [only] = group;
  const own = group.length === 1 ? only?.attempts.at(-1)?.end?.verdict : undefined;
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
 * Each passed alone, together they do not: nothing of it may be shown as checked.
 *
 * @param beside what it was checked with
 */
async function giveUp(
  session: Session,
  { group, verdict }: Pick<Sound, 'group' | 'verdict'>,
  beside: readonly Pick<Sound, 'group'>[] = [],
): Promise<void> {
  const others = beside.reduce((count, other) => count + other.group.length, group.length - 1);
  for (const { task } of group) {
    const together = others === 0 ? '' : `Together with ${counted(others, 'other task')} it fails: `;
    const note = together + describeVerdict(verdict);
    await finishTask(session, task.id, { outcome: 'failed', changes: [], note });
  }
}
