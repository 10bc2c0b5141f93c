// The small build of zod: the page's bundle holds it, and the whole one is thirty times its size.
import * as z from 'zod/mini';

/**
 * Everything that crosses between the host and the panel's page. The host sends the whole state each time; the page
 * sends what the user did. Both sides read what arrives through these schemas.
 */

export const hunkView = z.object({
  index: z.number(),
  /** The first line on either side, from 1; 0 where the side has none. */
  oldStart: z.number(),
  newStart: z.number(),
  /** Its lines as in a patch, each behind a space, a minus or a plus. */
  text: z.string(),
  decision: z.enum(['open', 'accepted', 'rejected', 'stale']),
  /** Why it is stale, where that is known. */
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
      hunks: z.array(hunkView),
    }),
  ),
  evidence: z.object({
    outcome: z.enum(['passed', 'failed', 'unchecked']),
    /** One line, such as "Checked by TypeScript 7.0.2: 2 errors before, none after". */
    summary: z.string(),
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
  attempts: z.array(z.object({ tier: z.string(), outcome: z.string(), note: z.string() })),
  inputTokens: z.number(),
  cachedTokens: z.number(),
  outputTokens: z.number(),
  usd: z.number(),
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
  summary: z.string(),
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

export const panelState = z.object({
  workspace: z.enum(['ready', 'none', 'empty', 'untrusted']),
  model: z.discriminatedUnion('type', [
    z.object({ type: z.literal('ready'), scripted: z.boolean(), endpoint: z.string() }),
    z.object({ type: z.literal('missing'), what: z.string() }),
  ]),
  tiers: z.array(z.object({ tier: z.string(), model: z.string(), price: z.string() })),
  todayUsd: z.number(),
  dayBudgetUsd: z.number(),
  /** Newest first. */
  runs: z.array(runView),
});

export type PanelState = z.infer<typeof panelState>;
export type RunView = z.infer<typeof runView>;
export type TaskView = z.infer<typeof taskView>;
export type ProposalView = z.infer<typeof proposalView>;
export type HunkView = z.infer<typeof hunkView>;

const hunkPick = { proposal: z.string(), path: z.string(), hunks: z.array(z.int().check(z.nonnegative())) };

/** What of images goes with a request. */
export const imageKinds = ['image/png', 'image/jpeg', 'image/webp', 'image/gif'] as const;
export const mostImages = 4;
export const mostImageBytes = 4_000_000;

export const pageMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
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
  z.object({ type: z.literal('accept'), ...hunkPick }),
  z.object({ type: z.literal('reject'), ...hunkPick }),
  z.object({ type: z.literal('acceptProposal'), proposal: z.string() }),
  z.object({ type: z.literal('rejectProposal'), proposal: z.string() }),
  z.object({ type: z.literal('acceptAll'), run: z.string() }),
  z.object({ type: z.literal('rejectAll'), run: z.string() }),
  z.object({ type: z.literal('openDiff'), proposal: z.string(), path: z.string() }),
  /** What was or would be sent for a task. */
  z.object({ type: z.literal('showContext'), run: z.string(), task: z.string() }),
  z.object({ type: z.literal('openChanges'), proposal: z.string() }),
  /** `line` counts from 1. */
  z.object({ type: z.literal('openFile'), path: z.string(), line: z.number() }),
  z.object({ type: z.literal('setApiKey') }),
  z.object({ type: z.literal('openSettings'), query: z.string() }),
]);
export type PageMessage = z.infer<typeof pageMessage>;
