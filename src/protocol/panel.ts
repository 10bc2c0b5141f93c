// The small build of zod: the page's bundle holds it, and the whole one is thirty times its size.
import * as z from 'zod/mini';

/**
 * What the panel's page shows, and what its user does there. Both sides read what arrives through these schemas; how
 * a state crosses to the page stands in stateDelta.ts.
 */

export const hunkView = z.object({
  /** Its place among the hunks of its file, from 0; another one once a hunk above it is edited. */
  index: z.number(),
  /** Tells it from every other hunk of its file, and from itself once it is edited. */
  mark: z.string(),
  /** The first line on either side, from 1; 0 where the side has none. */
  oldStart: z.number(),
  newStart: z.number(),
  /** Its lines as in a patch, each behind a space, a minus or a plus. */
  text: z.string(),
  decision: z.enum(['open', 'accepted', 'rejected', 'stale']),
  /** Why it is stale, or would be if it were accepted now. */
  reason: z.optional(z.string()),
});

export const proposalView = z.object({
  id: z.string(),
  title: z.string(),
  tier: z.string(),
  files: z.array(
    z.object({
      path: z.string(),
      change: z.enum(['created', 'changed', 'deleted']),
      /** Set where the file is not what it was: open hunks without a reason fit into it all the same. */
      moved: z.optional(z.boolean()),
      /** Set where it can't be written: what is accepted stands in the editor alone. */
      readOnly: z.optional(z.boolean()),
      hunks: z.array(hunkView),
    }),
  ),
  evidence: z.object({
    outcome: z.enum(['passed', 'failed', 'unchecked']),
    /** One line, such as "Checked by TypeScript 7.0.2: 2 errors before, none after". */
    summary: z.string(),
    /** How many errors the changed files had and would have, where a server looked at them. */
    errors: z.optional(z.object({ before: z.number(), after: z.number() })),
    /** "message (path:line)" of each. */
    fixed: z.array(z.string()),
    introduced: z.array(z.string()),
    remaining: z.array(z.string()),
    checked: z.array(z.string()),
    notChecked: z.array(z.object({ path: z.string(), reason: z.string() })),
    /** Signs that the checks were satisfied and the task was not done: "path:line what it does". */
    lookTwice: z.optional(z.array(z.string())),
    ms: z.number(),
  }),
  review: z.optional(z.string()),
  /** Set where it is one of several for the same problem: why it was not simply taken. */
  alternative: z.optional(z.string()),
});

export const attemptView = z.object({
  tier: z.string(),
  outcome: z.string(),
  /** What it came to; empty while it runs. */
  note: z.string(),
  /** Why this tier at this time. */
  reason: z.string(),
  /** Its steps, oldest first. */
  steps: z.array(z.string()),
  startedAt: z.optional(z.number()),
  endedAt: z.optional(z.number()),
  /** What its check found, where there was one: a line in all, and a line for each problem. */
  verdict: z.optional(z.object({ summary: z.string(), problems: z.array(z.string()) })),
});

export const taskView = z.object({
  id: z.string(),
  title: z.string(),
  kind: z.string(),
  /** Empty until it is routed. */
  tier: z.string(),
  state: z.enum(['waiting', 'running', 'done', 'failed', 'dropped']),
  dependsOn: z.array(z.string()),
  files: z.array(z.string()),
  /** Why this tier, such as "nano: simple_edit, 1 file". */
  reason: z.string(),
  /** What it does now, or what it came to. */
  note: z.string(),
  /** What the worker is told to do. */
  instructions: z.string(),
  /** Set where the user has chosen the tier. */
  chosenTier: z.optional(z.string()),
  /** Milliseconds since 1970. */
  startedAt: z.optional(z.number()),
  endedAt: z.optional(z.number()),
  attempts: z.array(attemptView),
  inputTokens: z.number(),
  cachedTokens: z.number(),
  outputTokens: z.number(),
  usd: z.number(),
});

/** Places in an abstract unit, from the top left corner. */
const point = z.object({ x: z.number(), y: z.number() });
export const planGraph = z.object({
  width: z.number(),
  height: z.number(),
  /** The middle of each task, in the tasks' order. */
  nodes: z.array(point),
  /** Places in the tasks' order, and the way between them. */
  edges: z.array(z.object({ from: z.number(), to: z.number(), points: z.array(point) })),
});

export const runView = z.object({
  id: z.string(),
  title: z.string(),
  state: z.enum(['running', 'paused', 'done', 'partial', 'failed', 'cancelled']),
  /** What the run does now, why it stands still, or how it ended. */
  message: z.string(),
  /** Set when the run waits for the user to start its plan. */
  planWaits: z.boolean(),
  pause: z.optional(z.enum(['plan', 'budget', 'fault', 'no_key', 'interrupted'])),
  /** Milliseconds since 1970. */
  startedAt: z.number(),
  /** False where tasks, proposals and the answer are left out, since nobody looks at them. */
  whole: z.boolean(),
  summary: z.string(),
  /** Where the tasks stand in a picture of what waits for what; absent where there is nothing to see in one. */
  graph: z.optional(planGraph),
  forecast: z.optional(z.object({ lowUsd: z.number(), highUsd: z.number() })),
  tasks: z.array(taskView),
  proposals: z.array(proposalView),
  answer: z.optional(z.string()),
  /** Calls outside tasks: gate, plan, label, review, answer. */
  overhead: z.array(
    z.object({
      role: z.string(),
      tier: z.string(),
      inputTokens: z.number(),
      outputTokens: z.number(),
      usd: z.number(),
    }),
  ),
  cost: z.object({
    usd: z.number(),
    calls: z.number(),
    inputTokens: z.number(),
    cachedTokens: z.number(),
    outputTokens: z.number(),
    budgetUsd: z.number(),
  }),
});

export const tierView = z.object({
  tier: z.string(),
  model: z.string(),
  price: z.string(),
  /** Where the price is from. */
  priceSource: z.string(),
  /** Where it answers: a host, or VS Code itself. */
  place: z.string(),
  /** What a call to it came to; absent until one was asked for. */
  test: z.optional(
    z.discriminatedUnion('type', [
      z.object({ type: z.literal('running') }),
      z.object({ type: z.literal('passed'), ms: z.number(), usd: z.number() }),
      z.object({ type: z.literal('failed'), message: z.string(), usd: z.number() }),
    ]),
  ),
});

export const panelState = z.object({
  workspace: z.enum(['ready', 'none', 'empty', 'untrusted']),
  model: z.discriminatedUnion('type', [
    z.object({ type: z.literal('ready'), scripted: z.boolean(), endpoint: z.string() }),
    z.object({ type: z.literal('missing'), what: z.string() }),
  ]),
  tiers: z.array(tierView),
  /** The tier that no task goes above. */
  ceiling: z.string(),
  todayUsd: z.number(),
  dayBudgetUsd: z.number(),
  /** Runs that were deleted in this window, and can be had back. */
  deleted: z.array(z.object({ id: z.string(), title: z.string() })),
  /** Newest first. */
  runs: z.array(runView),
});

/** What was spent on what, as of when it was asked for. */
export const costView = z.object({
  totalUsd: z.number(),
  budgets: z.array(
    z.object({
      name: z.string(),
      usd: z.number(),
      /** Absent: no limit is set. */
      limitUsd: z.optional(z.number()),
      /** What finds it in the settings. */
      setting: z.string(),
    }),
  ),
  byTier: z.array(z.object({ name: z.string(), usd: z.number(), calls: z.number() })),
  byKind: z.array(z.object({ name: z.string(), usd: z.number(), calls: z.number() })),
  /** The last days on which something was spent, oldest first; "2026-11-21". */
  byDay: z.array(z.object({ name: z.string(), usd: z.number() })),
  /** Runs that had a forecast, newest last. */
  forecasts: z.array(z.object({ lowUsd: z.number(), highUsd: z.number(), actualUsd: z.number() })),
  /** How often tiers passed at the first try on this workspace. */
  rates: z.array(
    z.object({
      kind: z.string(),
      tier: z.string(),
      model: z.string(),
      tried: z.number(),
      passed: z.number(),
      medianUsd: z.number(),
    }),
  ),
  /** Tiers that did the same tasks, the cheaper first. */
  comparisons: z.array(
    z.object({
      tier: z.string(),
      of: z.string(),
      tasks: z.number(),
      passed: z.number(),
      ofPassed: z.number(),
      costShare: z.optional(z.number()),
    }),
  ),
});
export type CostView = z.infer<typeof costView>;

export type PanelState = z.infer<typeof panelState>;
export type RunView = z.infer<typeof runView>;
export type TaskView = z.infer<typeof taskView>;
export type ProposalView = z.infer<typeof proposalView>;
export type HunkView = z.infer<typeof hunkView>;
export type AttemptView = z.infer<typeof attemptView>;
export type PlanGraph = z.infer<typeof planGraph>;
export type TierView = z.infer<typeof tierView>;

/** The tiers that are models, from the smallest. */
export const modelTiers = ['nano', 'mini', 'planner'] as const;
export type ModelTier = (typeof modelTiers)[number];
const modelTier = z.enum(modelTiers);
const taskPick = { run: z.string(), task: z.string() };
const hunkPick = { proposal: z.string(), path: z.string(), marks: z.array(z.string()) };

/** What of images goes with a request. */
export const imageKinds = ['image/png', 'image/jpeg', 'image/webp', 'image/gif'] as const;
export const mostImages = 4;
export const mostImageBytes = 4_000_000;

export const pageMessage = z.discriminatedUnion('type', [
  /** The page has nothing; these runs are open in it. */
  z.object({ type: z.literal('ready'), open: z.array(z.string()) }),
  z.object({ type: z.literal('openRun'), run: z.string() }),
  z.object({
    type: z.literal('submit'),
    text: z.string(),
    /** Pasted or dropped; `data` in base64. */
    images: z.optional(z.array(z.object({ name: z.string(), data: z.string() }))),
  }),
  z.object({ type: z.literal('fixProblems') }),
  z.object({ type: z.literal('startPlan'), run: z.string() }),
  z.object({ type: z.literal('cancel'), run: z.string() }),
  z.object({ type: z.literal('resume'), run: z.string() }),
  z.object({ type: z.literal('dropTask'), ...taskPick }),
  /** Without a tier the task goes where the table sends it. */
  z.object({ type: z.literal('setTaskTier'), ...taskPick, tier: z.optional(modelTier) }),
  z.object({ type: z.literal('setTaskInstructions'), ...taskPick, text: z.string() }),
  z.object({ type: z.literal('cancelTask'), ...taskPick }),
  z.object({ type: z.literal('retryTask'), ...taskPick, tier: modelTier }),
  z.object({ type: z.literal('deleteRun'), run: z.string() }),
  z.object({ type: z.literal('restoreRun'), run: z.string() }),
  z.object({ type: z.literal('exportRun'), run: z.string() }),
  z.object({ type: z.literal('accept'), ...hunkPick }),
  z.object({ type: z.literal('reject'), ...hunkPick }),
  /** `text` is what the user made of the hunk's new side. */
  z.object({
    type: z.literal('acceptEdited'),
    proposal: z.string(),
    path: z.string(),
    mark: z.string(),
    text: z.string(),
  }),
  z.object({ type: z.literal('acceptProposal'), proposal: z.string() }),
  z.object({ type: z.literal('rejectProposal'), proposal: z.string() }),
  z.object({ type: z.literal('acceptAll'), run: z.string() }),
  z.object({ type: z.literal('rejectAll'), run: z.string() }),
  z.object({ type: z.literal('openDiff'), proposal: z.string(), path: z.string() }),
  /** What was or would be sent for a task. */
  z.object({ type: z.literal('showContext'), run: z.string(), task: z.string() }),
  z.object({ type: z.literal('openChanges'), proposal: z.string() }),
  /** `line` counts from 1; `of` is the run, or the address of the folder, that the path belongs to. */
  z.object({
    type: z.literal('openFile'),
    path: z.string(),
    line: z.number(),
    of: z.optional(z.string()),
  }),
  z.object({ type: z.literal('readCost') }),
  /** The page shows the groups of problems now, or does so no more. */
  z.object({ type: z.literal('showProblems'), isShown: z.boolean() }),
  z.object({ type: z.literal('fixGroup'), folder: z.string(), group: z.string() }),
  z.object({ type: z.literal('labelGroup'), folder: z.string(), group: z.string() }),
  z.object({ type: z.literal('showTierReport') }),
  z.object({ type: z.literal('showLog') }),
  z.object({ type: z.literal('testConnection'), tier: modelTier }),
  z.object({ type: z.literal('setApiKey') }),
  z.object({ type: z.literal('openFolder') }),
  z.object({ type: z.literal('manageTrust') }),
  z.object({ type: z.literal('openSettings'), query: z.string() }),
]);
export type PageMessage = z.infer<typeof pageMessage>;
