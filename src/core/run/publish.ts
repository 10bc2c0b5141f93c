import type { Proposal, ProposedFile } from '../edit/proposal.ts';
import { isAbove, type Tier } from '../model/tier.ts';
import { describeVerdict } from '../verify/describeVerdict.ts';
import { judge, type Verdict, withEvidence } from '../verify/verdict.ts';
import { alternativesOf } from './alternatives.ts';
import { withCommandEvidence } from './commandEvidence.ts';
import { proposedFiles } from './proposedFiles.ts';
import type { RunState, TaskState } from './runState.ts';
import type { Session } from './session.ts';
import { inOrder, overlayWith } from './taskOverlay.ts';

/**
 * Makes proposals of the finished tasks that are in none yet. Tasks that build on one another, or that changed the
 * same file, share a proposal; a proposal of several tasks is checked once more as a whole. Proposals that pass alone
 * may still break each other, so they are checked together too.
 */
export async function publish(session: Session, signal = session.signal): Promise<void> {
  const sound: Part[] = [];
  for (const group of groupsOf(session.state())) {
    const ids = group.map(({ task }) => task.id);
    const known = session
      .state()
      .proposals.some((proposal) => !proposal.alternative && ids.every((id) => proposal.tasks.includes(id)));
    if (known) continue;
    const files = proposedFiles(group.flatMap((task) => task.changes));
    if (files.length === 0) continue;
    await session.emit({ type: 'step', text: 'Checking the whole' });
    const verdict = await wholeVerdict(session, group, files, signal);
    if (verdict.outcome === 'failed') await giveUp(session, group, verdict, group.length - 1);
    else sound.push({ group, files, verdict });
  }
  const apart = await withoutClashes(session, sound, signal);
  // Who cancels waits for no command.
  const isLast = signal !== session.signal;
  for (const { group, files, verdict } of isLast
    ? apart
    : await withCommandEvidence(session, apart, signal)) {
    if (verdict.outcome === 'failed') await giveUp(session, group, verdict, group.length - 1);
    else
      await session.emit({ type: 'proposal', proposal: proposalOf(session.state(), group, files, verdict) });
  }
  for (const proposal of alternativesOf(session.state())) await session.emit({ type: 'proposal', proposal });
}

/** What becomes one proposal. */
interface Part {
  readonly group: readonly TaskState[];
  readonly files: readonly ProposedFile[];
  readonly verdict: Verdict;
}

/** The parts that can be accepted together. Where all of them can't, each that breaks those before it is given up. */
async function withoutClashes(
  session: Session,
  parts: readonly Part[],
  signal: AbortSignal,
): Promise<readonly Part[]> {
  if (parts.length < 2 || (await verdictOf(session, parts, signal)).outcome !== 'failed') return parts;
  const kept: Part[] = [];
  for (const part of parts) {
    const verdict = kept.length === 0 ? part.verdict : await verdictOf(session, [...kept, part], signal);
    if (verdict.outcome === 'failed') {
      const others = kept.reduce((count, { group }) => count + group.length, part.group.length - 1);
      await giveUp(session, part.group, verdict, others);
    } else kept.push(part);
  }
  return kept;
}

async function verdictOf(session: Session, parts: readonly Part[], signal: AbortSignal): Promise<Verdict> {
  const { deps } = session;
  const files = parts.flatMap((part) => part.files);
  const overlay = await overlayWith(deps.workspace, files);
  const report = await deps.checker.check(overlay.changes(), { signal });
  return judge(
    report,
    [],
    files.map((file) => file.path),
  );
}

function proposalOf(
  state: RunState,
  group: readonly TaskState[],
  files: readonly ProposedFile[],
  verdict: Verdict,
): Proposal {
  const reviews = group.flatMap(({ task }) => {
    const entry = state.review?.tasks.find(({ id }) => id === task.id);
    return entry ? [entry.reason] : [];
  });
  // Without a word on these tasks, what the review says of the whole is all there is: also that it could not be read.
  const said = reviews.length > 0 ? [...new Set(reviews)].join(' ') : state.review?.summary;
  const title = group.length === 1 ? group[0]?.task.title : state.summary || titleOf(group);
  return {
    id: `${state.run}/${group.map(({ task }) => task.id).join('+')}`,
    run: state.run,
    title: title ?? '',
    tasks: group.map(({ task }) => task.id),
    tier: group.reduce<Tier>((top, { tier }) => (isAbove(tier, top) ? tier : top), 'none'),
    files,
    verdict,
    ...(said && { review: said }),
  };
}

function titleOf(group: readonly TaskState[]): string {
  const [first] = group;
  return `${first?.task.title ?? ''} and ${group.length - 1} more`;
}

/** Done tasks in connected groups, each group in the order its changes build on one another. */
function groupsOf(state: RunState): readonly (readonly TaskState[])[] {
  const done = inOrder(state).filter((task) => task.state === 'done' && task.changes.length > 0);
  const groups: TaskState[][] = [];
  for (const task of done) {
    const isLinked = (group: readonly TaskState[]) => group.some((other) => areLinked(task, other));
    const linked = groups.filter(isLinked);
    const merged = [...linked.flat(), task];
    for (const group of linked) groups.splice(groups.indexOf(group), 1);
    groups.push(merged);
  }
  const position = new Map(done.map((task, index) => [task, index]));
  return groups.map((group) => group.sort((a, b) => (position.get(a) ?? 0) - (position.get(b) ?? 0)));
}

function areLinked(a: TaskState, b: TaskState): boolean {
  const paths = new Set(a.changes.map((change) => change.path));
  return (
    a.task.dependsOn.includes(b.task.id) ||
    b.task.dependsOn.includes(a.task.id) ||
    b.changes.some((change) => paths.has(change.path))
  );
}

async function wholeVerdict(
  session: Session,
  group: readonly TaskState[],
  files: readonly ProposedFile[],
  signal: AbortSignal,
): Promise<Verdict> {
  const { deps } = session;
  const [only] = group;
  const own = group.length === 1 ? only?.attempts.at(-1)?.end?.verdict : undefined;
  if (own) return own;
  const overlay = await overlayWith(deps.workspace, files);
  const report = await deps.checker.check(overlay.changes(), { signal });
  const targets = group.flatMap(({ task }) => task.targets);
  const judged = judge(
    report,
    targets,
    files.map((file) => file.path),
  );
  const suspicions = group.flatMap(({ attempts }) => attempts.at(-1)?.end?.verdict?.suspicions ?? []);
  return withEvidence(judged, { suspicions });
}

/** Each passed alone, together they do not: nothing of it may be shown as checked. */
async function giveUp(
  session: Session,
  group: readonly TaskState[],
  verdict: Verdict,
  others: number,
): Promise<void> {
  for (const { task, tier } of group) {
    const together = others === 0 ? '' : `Together with ${others} other tasks it fails: `;
    const note = together + describeVerdict(verdict);
    await session.emit({ type: 'task-end', task: task.id, outcome: 'failed', tier, changes: [], note });
  }
}
