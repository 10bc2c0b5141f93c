import { counted } from '../../../base/counted.ts';
import { describeVerdict } from '../../verify/describeVerdict.ts';
import { finishTask } from '../session/attemptEvents.ts';
import type { Session } from '../session/session.ts';
import { alternativesOf } from './alternatives.ts';
import { withCommandEvidence } from './commandEvidence.ts';
import { onWorkspace, pathsOfOthers } from './onWorkspace.ts';
import { PartQueue } from './partQueue.ts';
import { besideOpen, besideOthers, partVerdict, withoutClashes } from './partVerdict.ts';
import { proposalOf } from './proposalOf.ts';
import { doneTasks, filesOfPart, proposalParts } from './proposalParts.ts';
import { proposedFiles } from './proposedFiles.ts';
import { type Sound, thatFit } from './together.ts';

/**
 * Makes proposals of the finished tasks that are in none yet: one for each group of problems; of other tasks, those
 * that build on one another or changed the same file share one. A proposal of several tasks is checked once more as a
 * whole. Proposals that pass alone may still break each other, so they are checked together too, with those that are
 * open from when the run stood still.
 */
export async function publish(session: Session, signal = session.signal): Promise<void> {
  const { proposals } = session.state();
  const { fitting, others } = thatFit(await soundParts(session, signal));
  const apart = await withoutClashes(session, fitting, signal);
  // Who cancels waits for no command.
  const isLast = signal !== session.signal;
  const tried = isLast
    ? { sound: apart.sound, broken: [] }
    : await withCommandEvidence(session, apart.sound, signal);
  // The user has decided on some of it meanwhile, beside which all of it was looked at.
  if (session.state().proposals !== proposals) return publish(session, signal);
  for (const { part, beside } of [...apart.broken, ...tried.broken]) await giveUp(session, part, beside);
  for (const { group, files, verdict } of [...tried.sound, ...others.map(besideOthers)])
    await session.emit({ type: 'proposal', proposal: proposalOf(session.state(), group, files, verdict) });
  for (const proposal of alternativesOf(session.state())) await session.emit({ type: 'proposal', proposal });
}

/**
 * The parts that pass by themselves, or together with what they build on where they do not stand without. One that does
 * not with that either is given up alone.
 */
async function soundParts(session: Session, signal: AbortSignal): Promise<readonly Sound[]> {
  // As the tasks left it: what is given up on the way is part of what others were worked on and checked with.
  const state = session.state();
  const done = doneTasks(state);
  const parts = proposalParts(state);
  const queue = new PartQueue(state, parts);
  for (let next = queue.next(); next; next = queue.next()) {
    const { part, joined } = next;
    const worked = proposedFiles(filesOfPart(part, done));
    const files = await onWorkspace(session.deps.workspace, worked, pathsOfOthers(part, parts));
    if (files.length === 0) continue;
    await session.emit({ type: 'step', text: 'Checking the whole' });
    const verdict = await partVerdict(session, { group: part, files, state, worked }, signal);
    if (verdict.outcome !== 'failed') queue.keep({ group: part, files, verdict });
    else if (!queue.join(next)) {
      const leaning = await besideOpen(session, { group: part, files, verdict }, signal);
      if (leaning) queue.keep(leaning);
      else {
        const group = joined ? queue.separate(joined) : part;
        await giveUp(session, { group, verdict }, [{ group: part.filter((task) => !group.includes(task)) }]);
      }
    }
  }
  return queue.sound();
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
