import { unseenIn } from '../../base/unseenCharacters.ts';
import type { Drift } from '../../core/edit/proposal/drift.ts';
import type { Proposal, ProposedFile } from '../../core/edit/proposal/proposal.ts';
import {
  type ModelTier,
  modelTiers,
  type Tier,
  type TierTable,
  type TokenPrice,
} from '../../core/model/tier.ts';
import { inDepthOrder } from '../../core/request/taskGraph.ts';
import {
  type Attempt,
  needsKey,
  type RunPhase,
  type RunState,
  type TaskState,
  waitsWithPlan,
} from '../../core/run/state/runState.ts';
import { describeChecks, describeSigns } from '../../core/verify/describeVerdict.ts';
import type { Verdict } from '../../core/verify/verdict.ts';
import type {
  AttemptView,
  HunkView,
  PanelState,
  PlanGraph,
  ProposalView,
  RunView,
  TaskView,
  TierView,
} from '../../protocol/panel.ts';
import type { FileState, RunDrift } from '../proposals/driftWatch.ts';
import { markOf } from '../proposals/hunkPicks.ts';
import { problemWithPlace, titleOf } from '../runs/jobTitle.ts';
import { originOf } from '../settings/apiKeys.ts';
import { planGraphOf } from './planGraph.ts';

export interface PanelFacts {
  readonly workspace: PanelState['workspace'];
  readonly model: PanelState['model'];
  readonly tiers: TierTable;
  readonly ceiling: Tier;
  /** What the tiers' connections came to, where they were tried. */
  readonly tests: ReadonlyMap<ModelTier, NonNullable<TierView['test']>>;
  readonly todayUsd: number;
  readonly dayBudgetUsd: number;
  /** Newest first. */
  readonly runs: readonly RunState[];
  /** Runs that are open in the page: of the others only a line is needed. */
  readonly open: ReadonlySet<string>;
  readonly deleted: readonly RunState[];
  /** What has become of the files that a run proposes to change; undefined where all are as they were. */
  readonly driftOf: (run: string) => RunDrift | undefined;
}

const noDrift: RunDrift = new Map();
const noFiles: ReadonlyMap<string, FileState> = new Map();

/** The whole of what the panel shows. */
export function toPanelState(facts: PanelFacts): PanelState {
  return {
    workspace: facts.workspace,
    model: facts.model,
    tiers: modelTiers.map((tier) => toTierView(tier, facts)),
    ceiling: facts.ceiling,
    todayUsd: facts.todayUsd,
    dayBudgetUsd: facts.dayBudgetUsd,
    deleted: facts.deleted.map(({ run, job }) => ({ id: run, title: titleOf(job) })),
    runs: facts.runs.map((run, index) =>
      index === 0 || run.phase.type === 'running' || facts.open.has(run.run)
        ? toRunView(run, facts.driftOf(run.run) ?? noDrift)
        : toRunLine(run),
    ),
  };
}

function toTierView(tier: ModelTier, { tiers, tests }: PanelFacts): TierView {
  const { model, price, provider, baseUrl } = tiers[tier];
  const test = tests.get(tier);
  return {
    tier,
    model,
    price: describePrice(price),
    priceSource: price.source,
    place: provider === 'vscode' ? 'VS Code' : originOf(baseUrl),
    ...(test && { test }),
  };
}

/** USD per million tokens. */
export function describePrice({ input, cached, output }: TokenPrice): string {
  return `${dollars(input)} in, ${dollars(cached)} cached, ${dollars(output)} out`;
}

/** Two decimals, and more only where they say something: "$0.20", "$0.075". */
function dollars(usd: number): string {
  const digits = String(usd).split('.')[1]?.length ?? 0;
  return `$${usd.toFixed(Math.max(2, digits))}`;
}

/**
 * Each view is kept by the state that it was made of, which is never changed: the page is sent only what it lacks, and
 * that goes by the objects.
 */
function keptByBoth<A extends object, B extends object, V>(make: (a: A, b: B) => V): (a: A, b: B) => V {
  const views = keptBy((a: A) => keptBy((b: B) => make(a, b)));
  return (a, b) => views(a)(b);
}

function keptBy<S extends object, V>(make: (state: S) => V): (state: S) => V {
  const views = new WeakMap<S, V>();
  return (state) => {
    const known = views.get(state);
    if (known) return known;
    const view = make(state);
    views.set(state, view);
    return view;
  };
}

const toRunView = keptByBoth(makeRunView);
const toRunLine = keptBy(makeRunLine);
const toTaskView = keptBy(makeTaskView);
const toProposalView = keptByBoth(makeProposalView);

function makeRunView(run: RunState, drift: RunDrift): RunView {
  const { usd, calls, inputTokens, cachedTokens, outputTokens } = run.total;
  const { order, graph } = layoutOf(run);
  const byId = new Map(run.tasks.map((task) => [task.task.id, task]));
  const tasks = order.flatMap((id) => byId.get(id) ?? []);
  return {
    id: run.run,
    title: titleOf(run.job),
    ...phaseView(run),
    startedAt: run.startedAt,
    whole: true,
    summary: run.review?.summary || run.summary,
    ...(run.forecast && { forecast: { ...run.forecast } }),
    ...(graph && { graph }),
    tasks: tasks.map((task) => atRest(toTaskView(task), run.phase)),
    proposals: run.proposals.map((proposal) => toProposalView(proposal, drift.get(proposal.id) ?? noFiles)),
    ...(run.answer !== undefined && { answer: run.answer }),
    overhead: run.overhead.map((row) => ({
      role: row.role,
      tier: row.tier,
      inputTokens: row.inputTokens,
      outputTokens: row.outputTokens,
      usd: row.usd,
    })),
    cost: { usd, calls, inputTokens, cachedTokens, outputTokens, budgetUsd: run.budgetUsd },
  };
}

/** A run that nobody looks at: what its line shows, and nothing else. */
function makeRunLine(run: RunState): RunView {
  return {
    ...makeRunView({ ...run, tasks: [], proposals: [], overhead: [], summary: '' }, noDrift),
    whole: false,
  };
}

interface Layout {
  /** What it was made of. */
  readonly key: string;
  readonly order: readonly string[];
  readonly graph: PlanGraph | undefined;
}

/** Kept by the run: its tasks change often, and what waits for what hardly ever does. */
const layouts = new Map<string, Layout>();

function layoutOf({ run, tasks }: RunState): Layout {
  const key = JSON.stringify(tasks.map(({ task }) => [task.id, task.dependsOn]));
  const known = layouts.get(run);
  if (known?.key === key) return known;
  const ordered = inDepthOrder(tasks.map(({ task }) => task));
  const made = { key, order: ordered.map(({ id }) => id), graph: planGraphOf(ordered) };
  if (tasks.length > 0) layouts.set(run, made);
  return made;
}

function phaseView(run: RunState): Pick<RunView, 'state' | 'message' | 'planWaits' | 'pause'> {
  const { phase } = run;
  switch (phase.type) {
    case 'running':
      return { state: 'running', message: phase.step, planWaits: false };
    case 'ended':
      return { state: phase.outcome, message: phase.message, planWaits: false };
    case 'paused': {
      const { reason } = phase;
      const pause = needsKey(run) ? 'no_key' : reason.type;
      return { state: 'paused', message: reason.message, planWaits: waitsWithPlan(run), pause };
    }
  }
}

function makeTaskView(state: TaskState): TaskView {
  const { task, spend } = state;
  return {
    id: task.id,
    title: task.title,
    kind: task.kind,
    tier: state.attempts.length === 0 ? '' : state.tier,
    state: state.state,
    dependsOn: [...task.dependsOn],
    files: [...task.files],
    reason: state.attempts.at(-1)?.reason ?? '',
    note: state.note,
    instructions: task.instructions,
    ...(task.tier && { chosenTier: task.tier }),
    ...timesOf(state),
    attempts: state.attempts.map((attempt, index) => {
      const isAtWork = state.state === 'running' && index === state.attempts.length - 1;
      return isAtWork ? toAttemptView(attempt) : stopped(toAttemptView(attempt));
    }),
    inputTokens: spend.inputTokens,
    cachedTokens: spend.cachedTokens,
    outputTokens: spend.outputTokens,
    usd: spend.usd,
  };
}

function toAttemptView(attempt: Attempt): AttemptView {
  const { tier, reason, notes = [], end } = attempt;
  return {
    tier,
    reason,
    outcome: end?.outcome ?? 'running',
    note: end?.note ?? '',
    steps: [...notes],
    ...timesOf(attempt),
    ...(end?.verdict && {
      verdict: {
        summary: describeChecks(end.verdict),
        problems: [...end.verdict.introduced, ...end.verdict.remaining].map(problemWithPlace),
      },
    }),
  };
}

/** An attempt that was broken off has no end of its own. */
function stopped(attempt: AttemptView): AttemptView {
  return attempt.outcome === 'running' ? { ...attempt, outcome: 'stopped' } : attempt;
}

function timesOf({ startedAt, endedAt }: Pick<Attempt, 'startedAt' | 'endedAt'>) {
  return { ...(startedAt !== undefined && { startedAt }), ...(endedAt !== undefined && { endedAt }) };
}

/** What was at work when its window was killed waits to be taken up again. */
function atRest(view: TaskView, phase: RunPhase): TaskView {
  if (phase.type === 'running' || view.state !== 'running') return view;
  return { ...view, state: 'waiting', attempts: view.attempts.map(stopped) };
}

function makeProposalView(proposal: Proposal, files: ReadonlyMap<string, FileState>): ProposalView {
  const { verdict } = proposal;
  const signs = [...describeSigns(verdict), ...proposal.files.flatMap(describeUnseen)];
  return {
    id: proposal.id,
    title: proposal.title,
    tier: proposal.tier,
    files: proposal.files.map((file) => ({
      path: file.path,
      change: changeOf(file),
      ...(files.get(file.path)?.drift && { moved: true }),
      ...(files.get(file.path)?.isReadOnly && { readOnly: true }),
      hunks: file.hunks.map((hunk) => toHunkView(hunk, file, files.get(file.path)?.drift)),
    })),
    evidence: {
      outcome: verdict.outcome,
      summary: describeChecks(verdict),
      ...(verdict.servers.length > 0 && { errors: errorsOf(verdict) }),
      fixed: verdict.fixed.map(problemWithPlace),
      introduced: verdict.introduced.map(problemWithPlace),
      remaining: verdict.remaining.map(problemWithPlace),
      checked: [...verdict.checked],
      notChecked: verdict.notChecked.map(({ path, reason }) => ({ path, reason })),
      ...(signs.length > 0 && { lookTwice: signs }),
      ms: verdict.ms,
    },
    ...(proposal.review !== undefined && { review: proposal.review }),
    ...(proposal.alternative && { alternative: describeAlternative(proposal.alternative) }),
  };
}

/** What a file would have that nobody can see: no check looks at it, and a reader reads past it. */
function describeUnseen({ path, hunks }: ProposedFile): readonly string[] {
  return hunks
    .flatMap(({ lines }) => lines)
    .flatMap((line) => {
      const unseen = line.type === 'added' ? unseenIn([line.text]) : [];
      return line.type === 'added' && unseen.length > 0
        ? [`${path}:${line.newLine} adds ${unseen.join(', ')}`]
        : [];
    });
}

function errorsOf({ fixed, introduced, remaining }: Verdict): { before: number; after: number } {
  const count = (all: Verdict['fixed']) => all.filter(({ severity }) => severity === 'error').length;
  return { before: count(fixed) + count(remaining), after: count(introduced) + count(remaining) };
}

function changeOf(file: ProposedFile): 'created' | 'changed' | 'deleted' {
  if (file.base === null) return 'created';
  return file.content === null ? 'deleted' : 'changed';
}

const signs = { context: ' ', removed: '-', added: '+' } as const;

function toHunkView(
  hunk: ProposedFile['hunks'][number],
  file: ProposedFile,
  drift: Drift | undefined,
): HunkView {
  const isOpen = file.decisions[hunk.index] === 'open';
  const reason = isOpen ? drift?.unfit.get(hunk.index) : file.staleReasons?.[hunk.index];
  return {
    index: hunk.index,
    mark: markOf(hunk),
    oldStart: hunk.oldStart,
    newStart: hunk.newStart,
    text: hunk.lines.map((line) => `${signs[line.type]}${line.text}`).join('\n'),
    decision: file.decisions[hunk.index] ?? 'open',
    ...(reason && { reason }),
  };
}

function describeAlternative({ of, reason }: NonNullable<Proposal['alternative']>): string {
  if (of === 1) return `Passes the check, and may not be what is meant: ${reason}.`;
  const others = of === 2 ? 'the other is' : 'the others are';
  return `One of ${of}: accept one, and ${others} rejected. About this one: ${reason}.`;
}
