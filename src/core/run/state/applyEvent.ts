import type { PaidReply } from './paidReplies.ts';
import { withDecision, withEditedFile, withoutReplaced, withoutTakenBack } from './proposalDecisions.ts';
import type { ReviewDecision, RunEvent } from './runEvent.ts';
import { noSpend, type Overhead, type RunState, type Spend } from './runState.ts';
import {
  cancelled,
  ended,
  newTask,
  reopen,
  retried,
  sentBack,
  splitOff,
  started,
  stopped,
  updateTask,
  withAttempt,
  withAttemptEnd,
  withDependency,
  withNote,
} from './taskChanges.ts';

/** The state that a run's events add up to; undefined when the list does not begin with the start of a run. */
export function foldEvents(events: readonly RunEvent[]): RunState | undefined {
  const [first, ...rest] = events;
  if (first?.type !== 'run-start') return undefined;
  return rest.reduce(applyEvent, initialState(first));
}

/** The state of a run that has just begun. */
export function initialState(event: Extract<RunEvent, { type: 'run-start' }>): RunState {
  return {
    run: event.run,
    job: event.job,
    startedAt: event.time,
    budgetUsd: event.budgetUsd,
    phase: { type: 'running', step: 'Starting' },
    summary: '',
    planApproved: false,
    tasks: [],
    proposals: [],
    overhead: [],
    total: noSpend,
  };
}

/** The state after one more event. */
export function applyEvent(state: RunState, event: RunEvent): RunState {
  return withPastProposals(state, withoutUsed(withEvent(state, event), event));
}

function withEvent(state: RunState, event: RunEvent): RunState {
  switch (event.type) {
    case 'run-start':
      return initialState(event);
    case 'run-resume':
      return {
        ...state,
        budgetUsd: event.budgetUsd,
        total: { ...state.total, usd: state.total.usd + (event.lostUsd ?? 0) },
        phase: { type: 'running', step: 'Going on' },
        // A run that had ended goes on for the tasks that are to be done again, and for no others.
        tasks: state.phase.type === 'ended' ? state.tasks : state.tasks.map(reopen),
      };
    case 'step':
      return { ...state, phase: { type: 'running', step: event.text } };
    case 'gate-end':
      return { ...state, gate: { route: event.route, kind: event.kind, files: event.files } };
    case 'diagnostics-found': {
      const { type: _, ...found } = event;
      return { ...state, found };
    }
    case 'quick-fixes-end':
      return {
        ...state,
        remaining: event.remaining,
        ...(event.unworkable && { unworkable: event.unworkable }),
      };
    case 'label-batch-start':
      return { ...state, batchIntent: event.batch, batchKinds: event.kinds ?? [] };
    case 'label-batch-lost':
      return { ...withoutIntent(state), isBatchLost: true };
    case 'label-batch':
      return { ...withoutIntent(state), labelBatch: event.batch };
    case 'label-batch-booked':
      return { ...state, isBatchBooked: true };
    case 'label-end':
      return { ...state, labels: event.labels };
    case 'plan-end':
      return {
        ...state,
        summary: event.plan.summary,
        forecast: event.forecast,
        tasks: [...state.tasks, ...event.tasks.map(newTask)],
      };
    case 'plan-approved':
      return { ...state, planApproved: true };
    case 'plan-edit':
      return {
        ...state,
        forecast: event.forecast,
        tasks: event.tasks.map(newTask),
        ...(state.phase.type === 'paused' && {
          phase: { type: 'paused', reason: { type: 'plan', message: event.message } },
        }),
      };
    case 'task-retry':
      return retried(state, event);
    case 'tasks-added':
      return { ...state, tasks: [...state.tasks, ...event.tasks.map(newTask)] };
    case 'task-depends':
      return updateTask(state, event.task, (task) => withDependency(task, event));
    case 'task-split':
      return splitOff(state, event);
    case 'task-revise':
      return updateTask(state, event.task, (task) => sentBack(task, event));
    case 'task-start':
      return updateTask(state, event.task, (task) => started(task, event));
    case 'task-note':
      return updateTask(state, event.task, (task) => withNote(task, event));
    case 'alternatives':
      return updateTask(state, event.task, (task) => ({ ...task, alternatives: event.fixes }));
    case 'attempt-start':
      return updateTask(state, event.task, (task) => withAttempt(task, event));
    case 'attempt-end':
      return updateTask(state, event.task, (task) => withAttemptEnd(task, event));
    case 'task-end':
      return updateTask(state, event.task, (task) => ended(task, event));
    case 'reply': {
      const { type: _, ...paid } = event;
      return { ...state, paid: [...(state.paid ?? []), paid] };
    }
    case 'call-end':
      return addCall(withAbove(state, event.aboveUsd), event);
    case 'review-end': {
      const { verdict, summary, tasks, decisions = [] } = event;
      return decisions.reduce(carryOut, { ...state, review: { verdict, summary, tasks: [...tasks] } });
    }
    case 'proposal':
      return { ...state, proposals: [...withoutReplaced(state.proposals, event.proposal), event.proposal] };
    case 'finding':
      return {
        ...state,
        findings: [...(state.findings ?? []), { part: event.part, text: event.text }],
      };
    case 'answer':
      return { ...state, answer: event.text };
    case 'hunks-decided':
      return { ...state, proposals: withDecision(state.proposals, event) };
    case 'file-edit':
      return { ...state, proposals: withEditedFile(state.proposals, event) };
    case 'run-pause':
      return { ...state, phase: { type: 'paused', reason: event.reason }, tasks: state.tasks.map(stopped) };
    case 'run-end':
      return {
        ...state,
        phase: { type: 'ended', outcome: event.outcome, message: event.message },
        tasks: state.tasks.map(event.outcome === 'cancelled' ? cancelled : stopped),
      };
  }
}

function withPastProposals(before: RunState, after: RunState): RunState {
  if (after.proposals === before.proposals) return after;
  const left = new Set(after.proposals.map(({ id }) => id));
  const gone = before.proposals.flatMap(({ id }) => (left.has(id) ? [] : [id]));
  return gone.length === 0 ? after : { ...after, pastProposals: [...(after.pastProposals ?? []), ...gone] };
}

function withoutIntent({ batchIntent: _, ...rest }: RunState): RunState {
  return rest;
}

function carryOut(before: RunState, { task, verdict, reason }: ReviewDecision): RunState {
  const state = { ...before, proposals: withoutTakenBack(before.proposals, task) };
  if (verdict === 'revise') return withEvent(state, { type: 'task-revise', task, reason });
  const tier = state.tasks.find((each) => each.task.id === task)?.tier ?? 'none';
  const note = `The reviewer rejected it: ${reason}`;
  return withEvent(state, { type: 'task-end', task, outcome: 'dropped', tier, changes: [], note });
}

/** A reply is of no more use once what was made of it is in the state. */
function withoutUsed(state: RunState, event: RunEvent): RunState {
  if (state.paid === undefined) return state;
  const isUsed = usedBy(event);
  if (isUsed === undefined) return state;
  const { paid, ...rest } = state;
  const left = paid.filter((each) => !isUsed(each));
  return left.length === 0 ? rest : { ...rest, paid: left };
}

function usedBy(event: RunEvent): ((paid: PaidReply) => boolean) | undefined {
  switch (event.type) {
    case 'attempt-end':
    case 'task-end':
      return ({ task, role }) => task === event.task && role === 'work';
    case 'gate-end':
      return ({ role }) => role === 'gate';
    case 'plan-end':
      return ({ role }) => role === 'plan';
    case 'label-end':
      return ({ role }) => role === 'label';
    case 'review-end':
      return ({ role }) => role === 'review';
    case 'answer':
      return ({ role }) => role === 'answer';
    case 'run-end':
      return () => true;
    default:
      return undefined;
  }
}

function withAbove(state: RunState, aboveUsd: number | undefined): RunState {
  return aboveUsd === undefined ? state : { ...state, aboveUsd: (state.aboveUsd ?? 0) + aboveUsd };
}

function addCall(state: RunState, event: Extract<RunEvent, { type: 'call-end' }>): RunState {
  const add = (spend: Spend): Spend => ({
    calls: spend.calls + 1,
    inputTokens: spend.inputTokens + event.usage.input,
    cachedTokens: spend.cachedTokens + event.usage.cached,
    outputTokens: spend.outputTokens + event.usage.output,
    usd: spend.usd + event.usd,
  });
  const total = add(state.total);
  if (state.tasks.some((task) => task.task.id === event.task)) {
    return { ...updateTask(state, event.task, (task) => ({ ...task, spend: add(task.spend) })), total };
  }
  const known = state.overhead.find((row) => row.role === event.role && row.tier === event.tier);
  const row: Overhead = { ...add(known ?? noSpend), role: event.role, tier: event.tier };
  const overhead = known
    ? state.overhead.map((old) => (old === known ? row : old))
    : [...state.overhead, row];
  return { ...state, overhead, total };
}
