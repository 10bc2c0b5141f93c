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
import { doneTasks, filesOfPart, type Part, proposalParts } from './proposalParts.ts';
import { proposedFiles } from './proposedFiles.ts';
import { type Broken, type Tried, thatFit } from './together.ts';

/**
 * Makes proposals of the finished tasks that are in none yet: one for each group of problems; of other tasks, those
 * that build on one another or changed the same file share one. A proposal of several tasks is checked once more as a
 * whole. Proposals that pass alone may still break each other, so they are checked together too, with those that are
 * open from when the run stood still.
 */
export function publish(session: Session, signal = session.signal): Promise<void> {
  return publishWithout(session, { lost: [], again: new Set() }, signal);
}

interface LeftOut {
  /** What has no place among the others: it is given up in the end. */
  readonly lost: readonly Broken[];
  /** The tasks of what was looked at once more since something else was lost too. */
  readonly again: ReadonlySet<string>;
}

async function publishWithout(
  session: Session,
  { lost, again }: LeftOut,
  signal: AbortSignal,
): Promise<void> {
  const { proposals } = session.state();
  const alone = await soundParts(session, lost, signal);
  const { fitting, others } = await thatFit(alone.sound, signal);
  const apart = await withoutClashes(session, fitting, signal);
  // Who cancels waits for no command.
  const isLast = signal !== session.signal;
  const tried = isLast
    ? { sound: apart.sound, broken: [] }
    : await withCommandEvidence(session, apart.sound, signal);
  // The user has decided on some of it meanwhile, beside which all of it was looked at.
  if (session.state().proposals !== proposals) return publish(session, signal);
  const broken = [...apart.broken, ...tried.broken];
  const separate = broken.flatMap(withoutOthers);
  // What was joined with them may be sound by itself.
  if (separate.length > 0) return publishWithout(session, { lost: [...lost, ...separate], again }, signal);
  const open = worthAnotherLook(lost, again);
  if (open.length > 0) {
    const left = {
      lost: lost.filter((each) => !open.includes(each)),
      again: new Set([...again, ...open.flatMap(({ part }) => idsOf(part))]),
    };
    return publishWithout(session, left, signal);
  }
  for (const each of [...lost, ...alone.broken, ...broken]) await giveUp(session, each);
  for (const { group, files, verdict } of [...tried.sound, ...others.map(besideOthers)])
    await session.emit({ type: 'proposal', proposal: proposalOf(session.state(), group, files, verdict) });
  for (const proposal of alternativesOf(session.state())) await session.emit({ type: 'proposal', proposal });
}

const idsOf = ({ group }: { readonly group: Part }) => group.map(({ task }) => task.id);

/** Once the rest stands, what was lost beside others that are lost too may be sound with it; each gets that once. */
function worthAnotherLook(lost: readonly Broken[], again: ReadonlySet<string>): readonly Broken[] {
  const gone = new Set(lost.flatMap(({ part }) => idsOf(part)));
  return lost.filter(
    ({ part, beside }) =>
      beside.flatMap(idsOf).some((id) => gone.has(id)) && !idsOf(part).some((id) => again.has(id)),
  );
}

/** Of several parts that are broken together the one that needs the others. */
function withoutOthers({ part: { group, verdict, needing }, beside }: Broken): readonly Broken[] {
  if (!needing) return [];
  const rest = { group: group.filter((task) => !needing.includes(task)) };
  return [{ part: { group: needing, verdict }, beside: [...beside, rest] }];
}

/**
 * The parts that pass by themselves, or together with what they build on where they do not stand without. One that does
 * not with that either is given up alone.
 */
async function soundParts(session: Session, lost: readonly Broken[], signal: AbortSignal): Promise<Tried> {
  const state = session.state();
  const done = doneTasks(state);
  // Also of what is lost: others were worked on top of it.
  const parts = proposalParts(state);
  const lostTasks = new Set(lost.flatMap(({ part }) => idsOf(part)));
  const left = parts.filter((part) => !part.some(({ task }) => lostTasks.has(task.id)));
  const queue = new PartQueue(state, left);
  const broken: Broken[] = [];
  const filesOf = async (part: Part) => {
    const { files: changes, mixed } = filesOfPart(part, done);
    const worked = proposedFiles(changes);
    const files = await onWorkspace(session.deps.workspace, worked, pathsOfOthers(part, parts));
    return { worked, files, mixed };
  };
  for (let next = queue.next(); next; next = queue.next()) {
    const { part, joined } = next;
    const { files, ...made } = await filesOf(part);
    if (files.length === 0) continue;
    await session.emit({ type: 'step', text: 'Checking the whole' });
    const verdict = await partVerdict(session, { group: part, files, state, ...made }, signal);
    const found = { group: part, files, verdict, ...(joined && { needing: joined.needing }) };
    if (verdict.outcome === 'failed' && queue.join(next)) continue;
    const kept = verdict.outcome === 'failed' ? await besideOpen(session, found, signal) : found;
    if (!kept) {
      broken.push(...(joined ? withoutOthers({ part: found, beside: [] }) : [{ part: found, beside: [] }]));
      if (joined) queue.separate(joined);
      continue;
    }
    const isDoubtful = kept.verdict.outcome === 'unchecked' && joined && queue.hasVerified(joined);
    const needing = isDoubtful && {
      ...{ group: joined.needing, files: (await filesOf(joined.needing)).files },
      verdict: kept.verdict,
    };
    const leaning = needing && (await besideOpen(session, needing, signal));
    // What is shown as verified stays so, and only what leans on it does not become so.
    if (leaning) queue.separate(joined);
    queue.keep(leaning || kept);
  }
  return { sound: queue.sound(), broken };
}

/** Each passed alone, together they do not: nothing of it may be shown as checked but what is already. */
async function giveUp(session: Session, { part: { group, verdict }, beside }: Broken): Promise<void> {
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
