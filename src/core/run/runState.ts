import type { HunkDecision, Proposal, ProposedFile } from '../edit/proposal.ts';
import type { MeteredBatch } from '../ledger/meteredBatch.ts';
import type { Tier } from '../model/tier.ts';
import type { Label } from '../request/label.ts';
import type { ReviewAnswer } from '../request/review.ts';
import type { RunTask } from '../request/runTask.ts';
import type { TaskKind } from '../routing/taskKind.ts';
import type { NotChecked } from '../verify/checker.ts';
import type { Diagnostic } from '../verify/diagnostic.ts';
import type { Verdict } from '../verify/verdict.ts';
import type {
  AlternativeFix,
  AttemptOutcome,
  FileChange,
  Forecast,
  Job,
  PauseReason,
  RunEvent,
  RunOutcome,
} from './runEvent.ts';

export interface AttemptEnd {
  readonly outcome: AttemptOutcome;
  readonly verdict?: Verdict;
  /** What a failed attempt had changed. */
  readonly changes?: readonly FileChange[];
  readonly note: string;
  /** It failed in the same way again and again. */
  readonly isStuck?: boolean;
}

export interface Attempt {
  readonly tier: Tier;
  readonly reason: string;
  /** What it said of its steps, one after the other; absent where it said nothing. */
  readonly notes?: readonly string[];
  /** Milliseconds since 1970; absent where the journal does not say. */
  readonly startedAt?: number;
  readonly endedAt?: number;
  /** Absent while it runs. */
  readonly end?: AttemptEnd;
}

export interface Spend {
  readonly calls: number;
  readonly inputTokens: number;
  readonly cachedTokens: number;
  readonly outputTokens: number;
  readonly usd: number;
}

export interface TaskState {
  readonly task: RunTask;
  readonly state: 'waiting' | 'running' | 'done' | 'failed' | 'dropped';
  /** The tier of the newest attempt; `none` before the first. */
  readonly tier: Tier;
  readonly attempts: readonly Attempt[];
  /** What it does now, or what it came to. */
  readonly note: string;
  /** What it changed on top of the tasks before it; empty until it is done. */
  readonly changes: readonly FileChange[];
  /** Fixes that were not taken, to be offered where the task comes to nothing better. */
  readonly alternatives?: readonly AlternativeFix[];
  readonly spend: Spend;
  /** Milliseconds since 1970, of its first start and of its end; absent before, and where the journal does not say. */
  readonly startedAt?: number;
  readonly endedAt?: number;
  /** How many attempts it had when the user wanted it done again: routing begins anew behind them. */
  readonly retriedAt?: number;
  /** Why the reviewer sent it back. */
  readonly revision?: string;
}

export type RunPhase =
  | { readonly type: 'running'; readonly step: string }
  | { readonly type: 'paused'; readonly reason: PauseReason }
  | { readonly type: 'ended'; readonly outcome: RunOutcome; readonly message: string };

export interface Overhead extends Spend {
  readonly role: string;
  readonly tier: Tier;
}

/** What a run's events add up to: all that the panel shows and that a resumed run starts from. */
export interface RunState {
  readonly run: string;
  readonly job: Job;
  readonly startedAt: number;
  readonly budgetUsd: number;
  readonly phase: RunPhase;
  readonly summary: string;
  readonly forecast?: Forecast;
  readonly planApproved: boolean;
  readonly gate?: {
    readonly route: 'answer' | 'single_edit' | 'plan';
    readonly kind: TaskKind;
    readonly files: readonly string[];
  };
  readonly found?: {
    readonly diagnostics: readonly Diagnostic[];
    readonly notChecked: readonly NotChecked[];
  };
  /** What language-server fixes did not solve; absent until they were tried. */
  readonly remaining?: readonly Diagnostic[];
  readonly labels?: readonly Label[];
  /** Where labels are, or were, waited for from. */
  readonly labelBatch?: MeteredBatch;
  readonly review?: ReviewAnswer;
  readonly tasks: readonly TaskState[];
  readonly proposals: readonly Proposal[];
  /** What was found for a question, part by part. */
  readonly findings?: readonly { readonly part: number; readonly text: string }[];
  readonly answer?: string;
  /** Calls outside tasks (gate, plan, label, review, answer), by role. */
  readonly overhead: readonly Overhead[];
  readonly total: Spend;
  /** How much of the total no call was reckoned to cost; absent where none of it. */
  readonly aboveUsd?: number;
}

const noSpend: Spend = { calls: 0, inputTokens: 0, cachedTokens: 0, outputTokens: 0, usd: 0 };

/** The state that a run's events add up to; undefined when the list does not begin with the start of a run. */
export function foldEvents(events: readonly RunEvent[]): RunState | undefined {
  const [first, ...rest] = events;
  if (first?.type !== 'run-start') return undefined;
  return rest.reduce(applyEvent, initialState(first));
}

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
  switch (event.type) {
    case 'run-start':
      return initialState(event);
    case 'run-resume':
      return {
        ...state,
        budgetUsd: event.budgetUsd,
        phase: { type: 'running', step: 'Going on' },
        // A run that had ended goes on for the tasks that are to be done again, and for no others.
        tasks: state.phase.type === 'ended' ? state.tasks : state.tasks.map(reopen),
      };
    case 'step':
      return { ...state, phase: { type: 'running', step: event.text } };
    case 'gate-end':
      return { ...state, gate: { route: event.route, kind: event.kind, files: event.files } };
    case 'diagnostics-found':
      return { ...state, found: { diagnostics: event.diagnostics, notChecked: event.notChecked } };
    case 'quick-fixes-end':
      return { ...state, remaining: event.remaining };
    case 'label-batch':
      return { ...state, labelBatch: event.batch };
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
      return updateTask(state, event.task, (task) => ({
        ...task,
        task: {
          ...task.task,
          dependsOn: union(task.task.dependsOn, [event.on]),
          files: union(task.task.files, event.files),
        },
      }));
    case 'task-revise':
      return updateTask(state, event.task, (task) => ({
        ...task,
        state: 'waiting',
        changes: [],
        revision: event.reason,
        note: `Sent back: ${event.reason}`,
      }));
    case 'task-start':
      return updateTask(state, event.task, (task) => ({
        ...task,
        state: 'running',
        note: 'Starting',
        ...(task.startedAt === undefined && event.time !== undefined && { startedAt: event.time }),
      }));
    case 'task-note':
      return updateTask(state, event.task, (task) => ({
        ...task,
        note: event.text,
        attempts: task.attempts.map((attempt, index) =>
          index === task.attempts.length - 1 && !attempt.end ? withNote(attempt, event.text) : attempt,
        ),
      }));
    case 'alternatives':
      return updateTask(state, event.task, (task) => ({ ...task, alternatives: event.fixes }));
    case 'attempt-start':
      return updateTask(state, event.task, (task) => ({
        ...task,
        tier: event.tier,
        note: event.reason,
        attempts: [
          ...task.attempts,
          {
            tier: event.tier,
            reason: event.reason,
            ...(event.time !== undefined && { startedAt: event.time }),
          },
        ],
      }));
    case 'attempt-end':
      return updateTask(state, event.task, (task) => ({
        ...task,
        note: event.note,
        attempts: task.attempts.map((attempt, index) =>
          index === event.attempt
            ? {
                ...attempt,
                ...(event.time !== undefined && { endedAt: event.time }),
                end: {
                  outcome: event.outcome,
                  note: event.note,
                  ...(event.verdict && { verdict: event.verdict }),
                  ...(event.changes && { changes: event.changes }),
                  ...(event.isStuck && { isStuck: true }),
                },
              }
            : attempt,
        ),
      }));
    case 'task-end':
      return updateTask(state, event.task, (task) => ({
        ...task,
        state: event.outcome,
        note: event.note,
        changes: event.changes,
        ...(event.time !== undefined && { endedAt: event.time }),
      }));
    case 'call-end':
      return addCall(withAbove(state, event.aboveUsd), event);
    case 'review-end':
      return {
        ...state,
        review: { verdict: event.verdict, summary: event.summary, tasks: [...event.tasks] },
      };
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
      return {
        ...state,
        proposals: settleChoice(
          state.proposals.map((proposal) =>
            proposal.id === event.proposal
              ? {
                  ...proposal,
                  files: proposal.files.map((file) =>
                    file.path === event.path ? decided(file, event) : file,
                  ),
                }
              : proposal,
          ),
          event.proposal,
          event.decision,
        ),
      };
    case 'file-edit':
      return {
        ...state,
        proposals: state.proposals.map((proposal) =>
          proposal.id === event.proposal ? withEditedFile(proposal, event.file) : proposal,
        ),
      };
    case 'run-pause':
      return { ...state, phase: { type: 'paused', reason: event.reason }, tasks: state.tasks.map(stopped) };
    case 'run-end':
      return {
        ...state,
        phase: { type: 'ended', outcome: event.outcome, message: event.message },
        tasks: state.tasks.map(stopped),
      };
  }
}

/** A proposal takes the place of an undecided one whose tasks it holds too. Alternatives stand side by side. */
function withoutReplaced(proposals: readonly Proposal[], added: Proposal): readonly Proposal[] {
  const isBeside = (old: Proposal) =>
    old.id !== added.id && added.alternative !== undefined && old.alternative !== undefined;
  return proposals.filter(
    (old) => isDecided(old) || isBeside(old) || !old.tasks.every((task) => added.tasks.includes(task)),
  );
}

/** Once one of several alternatives is accepted the others are rejected; taking that back opens them again. */
function settleChoice(
  proposals: readonly Proposal[],
  changed: string,
  decision: HunkDecision,
): readonly Proposal[] {
  const choice = proposals.find((proposal) => proposal.id === changed)?.alternative?.choice;
  if (choice === undefined || (decision !== 'accepted' && decision !== 'open')) return proposals;
  const [from, to] =
    decision === 'accepted' ? (['open', 'rejected'] as const) : (['rejected', 'open'] as const);
  const settle = (file: ProposedFile): ProposedFile => ({
    ...file,
    decisions: file.decisions.map((decision) => (decision === from ? to : decision)),
  });
  return proposals.map((proposal) =>
    proposal.id !== changed && proposal.alternative?.choice === choice
      ? { ...proposal, files: proposal.files.map(settle) }
      : proposal,
  );
}

/** Whether the user has decided on every hunk. */
export function isDecided(proposal: Proposal): boolean {
  return proposal.files.every((file) => file.decisions.every((decision) => decision !== 'open'));
}

/** A check that passed says nothing of what the user has made of it. */
function withEditedFile(proposal: Proposal, edited: ProposedFile): Proposal {
  const { verdict } = proposal;
  const notChecked = { path: edited.path, reason: 'you have edited it since the check' };
  const others = verdict.notChecked.filter(({ path }) => path !== edited.path);
  return {
    ...proposal,
    files: proposal.files.map((file) => (file.path === edited.path ? edited : file)),
    verdict: {
      ...verdict,
      outcome: verdict.outcome === 'failed' ? 'failed' : 'unchecked',
      checked: verdict.checked.filter((path) => path !== edited.path),
      notChecked: [...others, notChecked],
    },
  };
}

function decided(file: ProposedFile, event: Extract<RunEvent, { type: 'hunks-decided' }>): ProposedFile {
  return {
    ...file,
    decisions: file.decisions.map((decision, index) =>
      event.hunks.includes(index) ? event.decision : decision,
    ),
    ...(event.reason !== undefined && {
      staleReasons: {
        ...file.staleReasons,
        ...Object.fromEntries(event.hunks.map((index) => [index, event.reason ?? ''])),
      },
    }),
  };
}

function newTask(task: RunTask): TaskState {
  return { task, state: 'waiting', tier: 'none', attempts: [], note: '', changes: [], spend: noSpend };
}

/** A task that was under way when the run stopped begins again; what its attempts came to is kept. */
function reopen(task: TaskState): TaskState {
  if (task.state === 'done' || task.state === 'dropped') return task;
  const attempts = task.attempts.filter(
    (attempt) => attempt.end !== undefined && attempt.end.outcome !== 'stopped',
  );
  return { ...task, state: 'waiting', note: '', attempts };
}

/** Notes of an attempt beyond these are left out, the oldest first. */
const mostNotes = 60;

function withNote(attempt: Attempt, note: string): Attempt {
  return { ...attempt, notes: [...(attempt.notes ?? []), note].slice(-mostNotes) };
}

/** The task waits again, and with it those that were given up because it had come to nothing. */
function retried(state: RunState, { task: id, tier }: Extract<RunEvent, { type: 'task-retry' }>): RunState {
  const again = new Set([id]);
  const isBehind = ({ task, state: is, attempts }: TaskState) =>
    is === 'dropped' && attempts.length === 0 && task.dependsOn.some((other) => again.has(other));
  for (let size = 0; size < again.size; ) {
    size = again.size;
    for (const each of state.tasks) if (isBehind(each)) again.add(each.task.id);
  }
  return {
    ...state,
    tasks: state.tasks.map((each): TaskState => {
      if (!again.has(each.task.id)) return each;
      const { endedAt: _, ...rest } = each;
      const waiting: TaskState = { ...rest, state: 'waiting', note: '', changes: [] };
      return each.task.id === id
        ? { ...waiting, task: { ...each.task, tier }, retriedAt: each.attempts.length }
        : waiting;
    }),
  };
}

/** The attempts that say where a task is worked on next: those since the user wanted it done again. */
export function attemptsSinceRetry({ attempts, retriedAt = 0 }: TaskState): readonly Attempt[] {
  return attempts.slice(retriedAt);
}

function union(a: readonly string[], b: readonly string[]): readonly string[] {
  return [...new Set([...a, ...b])];
}

/** Nothing runs any more once a run stands still. */
function stopped(task: TaskState): TaskState {
  return task.state === 'running' ? { ...task, state: 'waiting', note: 'Stopped' } : task;
}

function updateTask(state: RunState, id: string, change: (task: TaskState) => TaskState): RunState {
  return { ...state, tasks: state.tasks.map((task) => (task.task.id === id ? change(task) : task)) };
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

/** A task of the run; asking for one that is not there is a bug. */
export function taskState(state: RunState, id: string): TaskState {
  const found = state.tasks.find(({ task }) => task.id === id);
  if (!found) throw new Error(`the run has no task ${id}`);
  return found;
}
