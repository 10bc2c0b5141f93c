import { shownDiff } from '../../context/withhold/shownDiff.ts';
import { type ReviewAnswer, type ReviewedTask, reviewAnswer, reviewRequest } from '../../request/review.ts';
import { ancestors } from '../../request/taskGraph.ts';
import { describeVerdict } from '../../verify/describeVerdict.ts';
import { ask, type Session, type Stop } from '../session/session.ts';
import { isTouched } from '../state/proposalDecisions.ts';
import type { ReviewDecision } from '../state/runEvent.ts';
import type { TaskState } from '../state/runState.ts';
import { tasksProposed } from './proposalParts.ts';

/**
 * Has the planner look at finished work. A task that is sent back is opened again, with those that build on it; a
 * rejected one is dropped with them.
 */
export async function reviewWork(session: Session, request: string): Promise<Stop | 'reviewed' | 'sentBack'> {
  const done = open(session).filter((task) => task.state === 'done' && task.changes.length > 0);
  if (done.length === 0) return 'reviewed';
  await session.emit({ type: 'step', text: 'Reviewing' });
  const answer = await ask(session, reviewRequest(session.state().run, request, done.map(describeTask)), {
    name: 'review',
    schema: reviewAnswer,
  });
  if (answer.type === 'stop') return answer;
  if (answer.type === 'malformed') {
    const summary = `The review could not be read (${answer.problems.join('; ')}): look closely yourself.`;
    await session.emit({ type: 'review-end', verdict: 'accept', summary, tasks: [] });
    return 'reviewed';
  }
  const review = answer.value;
  // The user may have had a hand in some of it while it was looked at.
  const left = new Set(open(session).map(({ task }) => task.id));
  const decisions = objectionsTo(review, done)
    .filter(({ task }) => left.has(task.task.id))
    .flatMap(({ task, verdict, reason }) =>
      withLater(session, task).map(
        (affected): ReviewDecision => ({ task: affected.task.id, verdict, reason }),
      ),
    );
  // In one event: a run that is cut off here must not come back with half of what the reviewer said.
  await session.emit({ type: 'review-end', ...review, ...(decisions.length > 0 && { decisions }) });
  return decisions.some(({ verdict }) => verdict === 'revise') ? 'sentBack' : 'reviewed';
}

/** The finished tasks that the reviewer does not accept. */
function objectionsTo(
  review: ReviewAnswer,
  done: readonly TaskState[],
): readonly (Pick<ReviewDecision, 'verdict' | 'reason'> & { readonly task: TaskState })[] {
  return decisionsOf(review, done).flatMap(({ id, verdict, reason }) => {
    const task = done.find((candidate) => candidate.task.id === id);
    return task && verdict !== 'accept' ? [{ task, verdict, reason }] : [];
  });
}

/** A verdict on the whole that no task's own verdict accounts for holds for all of the work. */
function decisionsOf(review: ReviewAnswer, done: readonly TaskState[]): ReviewAnswer['tasks'] {
  const objects = review.tasks.some(
    (entry) => entry.verdict !== 'accept' && done.some(({ task }) => task.id === entry.id),
  );
  if (review.verdict === 'accept' || objects) return review.tasks;
  return done.map(({ task }) => ({ id: task.id, verdict: review.verdict, reason: review.summary }));
}

function withLater(session: Session, task: TaskState): readonly TaskState[] {
  const before = ancestors(session.state().tasks.map((other) => other.task));
  return [task, ...open(session).filter((other) => before.get(other.task.id)?.has(task.task.id))];
}

/** The tasks whose work the user has had no hand in: nothing takes the place of what was proposed of others. */
function open(session: Session): readonly TaskState[] {
  const touched = tasksProposed(session.state(), isTouched);
  return session.state().tasks.filter(({ task }) => !touched.has(task.id));
}

function describeTask(state: TaskState): ReviewedTask {
  const verdict = state.attempts.at(-1)?.end?.verdict;
  return {
    id: state.task.id,
    title: state.task.title,
    instructions: state.task.instructions,
    diff: shownDiff(state.changes),
    verdict: verdict ? describeVerdict(verdict) : state.note,
  };
}
