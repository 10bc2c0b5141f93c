import { counted } from '../../../base/counted.ts';
import { describeVerdict } from '../../verify/describeVerdict.ts';
import { finishTask } from '../session/attemptEvents.ts';
import type { Session } from '../session/session.ts';
import { isTouched } from '../state/proposalDecisions.ts';
import { alternativesOf } from './alternatives.ts';
import { withCommandEvidence } from './commandEvidence.ts';
import { onWorkspace, pathsOfOthers } from './onWorkspace.ts';
import { besideOpen, besideOthers, partVerdict, withoutClashes } from './partVerdict.ts';
import { proposalOf } from './proposalOf.ts';
import { doneTasks, filesOfPart, type Part, proposalParts, withWhatItBuildsOn } from './proposalParts.ts';
import { proposedFiles } from './proposedFiles.ts';
import { type Sound, thatFit } from './together.ts';

/**
 * Makes proposals of the finished tasks that are in none yet: one for each group of problems; of other tasks, those
 * that build on one another or changed the same file share one. A proposal of several tasks is checked once more as a
 * whole, together with what it builds on where it does not stand without. Proposals that pass alone may still break
 * each other, so they are checked together too, with those that are open from when the run stood still.
 */
export async function publish(session: Session, signal = session.signal): Promise<void> {
  const sound: Sound[] = [];
  const proposed: Part[] = [];
  // As the tasks left it: what is given up on the way is part of what others were worked on and checked with.
  const state = session.state();
  const done = doneTasks(state);
  const parts = proposalParts(state);
  const queue = [...parts];
  for (let part = queue.shift(); part; part = queue.shift()) {
    const ids = part.map(({ task }) => task.id);
    const known = state.proposals.find(
      (proposal) => !proposal.alternative && ids.every((id) => proposal.tasks.includes(id)),
    );
    if (known) {
      // Another may take its place where it is of these tasks alone and as it was made.
      if (known.tasks.length === ids.length && !isTouched(known)) proposed.push(part);
      continue;
    }
    const worked = proposedFiles(filesOfPart(part, done));
    const files = await onWorkspace(session.deps.workspace, worked, pathsOfOthers(part, parts));
    if (files.length === 0) continue;
    await session.emit({ type: 'step', text: 'Checking the whole' });
    const verdict = await partVerdict(session, { group: part, files, state, worked }, signal);
    if (verdict.outcome !== 'failed') {
      sound.push({ group: part, files, verdict });
      continue;
    }
    const others = [...queue, ...proposed, ...sound.map(({ group }) => group)];
    const joined = withWhatItBuildsOn(state, part, others);
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
    const whole = new Set([part, ...joined].flat());
    queue.unshift(done.filter((task) => whole.has(task)));
  }
  const { fitting, others } = thatFit(sound);
  const apart = await withoutClashes(session, fitting, signal);
  for (const { part, beside } of apart.broken) await giveUp(session, part, beside);
  // Who cancels waits for no command.
  const isLast = signal !== session.signal;
  const tried = isLast
    ? { sound: apart.sound, broken: [] }
    : await withCommandEvidence(session, apart.sound, signal);
  for (const { part, beside } of tried.broken) await giveUp(session, part, beside);
  for (const { group, files, verdict } of [...tried.sound, ...others.map(besideOthers)])
    await session.emit({ type: 'proposal', proposal: proposalOf(session.state(), group, files, verdict) });
  for (const proposal of alternativesOf(session.state())) await session.emit({ type: 'proposal', proposal });
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
