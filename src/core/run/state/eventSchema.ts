import * as z from 'zod';
import { fromUsd, isAmount } from '../../ledger/money.ts';
import { imageTypes } from '../../model/image.ts';
import { modelTiers, roles, tiers } from '../../model/tier.ts';
import { gateAnswer } from '../../request/gate.ts';
import { labelAnswer } from '../../request/label.ts';
import { planAnswer, plannedTask } from '../../request/plan.ts';
import { reviewAnswer } from '../../request/review.ts';
import type { RunEvent } from './runEvent.ts';

const texts = z.array(z.string());
const text = z.string();
const maybeText = text.exactOptional();
const maybeNumber = z.number().exactOptional();
/** Milliseconds since 1970. */
const time = z.int();
const maybeTime = time.exactOptional();
const count = z.int().nonnegative();
/** What something cost. A line that says it cost less than nothing, or more than any call, is damaged. */
const usd = z.number().refine((value) => isAmount(fromUsd(value)));
const tier = z.enum(tiers);
const modelTier = z.enum(modelTiers);

const place = z.object({ line: z.number(), character: z.number() });
const range = z.object({ start: place, end: place });
const diagnostic = z.object({
  path: text,
  range,
  severity: z.enum(['error', 'warning', 'information', 'hint']),
  message: text,
  code: maybeText,
  source: maybeText,
  related: z.array(z.object({ path: text, range, message: text })).exactOptional(),
  tags: z.array(z.enum(['unnecessary', 'deprecated'])).exactOptional(),
  link: maybeText,
});
const diagnostics = z.array(diagnostic);
/** Problems as they stand above the work that is done, each with how it was found. */
const standing = z.array(diagnostic.extend({ asFound: diagnostic.exactOptional() }));
const notChecked = z.array(z.object({ path: text, reason: text }));
const image = z.object({ mediaType: z.enum(imageTypes), data: text, width: z.number(), height: z.number() });
const images = z.array(image).exactOptional();

const job = z.union([
  z.object({
    type: z.literal('request'),
    text,
    images,
    title: maybeText,
    gate: gateAnswer.extend({ route: z.enum(['answer', 'single_edit']) }).exactOptional(),
  }),
  z.object({ type: z.literal('fixProblem'), diagnostic }),
  z.object({
    type: z.literal('fixProblems'),
    file: maybeText,
    only: z.object({ title: text, diagnostics }).exactOptional(),
    folder: maybeText,
  }),
  z.object({ type: z.literal('debug'), cause: z.literal('command'), command: text }),
  z.object({
    type: z.literal('debug'),
    cause: z.literal('exception'),
    title: text,
    evidence: text,
    files: texts,
  }),
]);

const forecast = z.object({ lowUsd: z.number(), highUsd: z.number() });
const task = plannedTask.extend({
  targets: diagnostics,
  tier: modelTier.exactOptional(),
  group: z.object({ id: text, title: text, subject: maybeText }).exactOptional(),
  repeats: z.boolean().exactOptional(),
  effort: tier.exactOptional(),
  check: maybeText,
  evidence: maybeText,
  images,
});
const tasks = z.array(task);

const change = z.object({ path: text, base: text.nullable(), content: text.nullable() });
const changes = z.array(change);
const commandOutcome = z.enum(['passed', 'failed', 'stopped', 'notRun']);
const verdict = z.object({
  outcome: z.enum(['passed', 'failed', 'unchecked']),
  fixed: diagnostics,
  introduced: diagnostics,
  remaining: diagnostics,
  checked: texts,
  notChecked,
  servers: texts,
  ms: z.number(),
  commands: z
    .array(
      z.object({
        command: texts,
        exitCode: z.number().nullable(),
        ms: z.number(),
        outcome: commandOutcome,
        before: commandOutcome.exactOptional(),
        summary: text,
        without: maybeText,
      }),
    )
    .exactOptional(),
  suspicions: z
    .array(
      z.object({
        kind: z.enum([
          'silencing',
          'testLiteral',
          'weakenedTest',
          'skippedTest',
          'unaskedFile',
          'swallowedException',
          'removedCode',
        ]),
        path: text,
        line: z.number(),
        detail: text,
      }),
    )
    .exactOptional(),
});

const hunkLine = z.discriminatedUnion('type', [
  z.object({ type: z.literal('context'), text, oldLine: z.number(), newLine: z.number() }),
  z.object({ type: z.literal('removed'), text, oldLine: z.number() }),
  z.object({ type: z.literal('added'), text, newLine: z.number() }),
]);
const hunk = z.object({
  index: z.number(),
  oldStart: z.number(),
  oldCount: z.number(),
  newStart: z.number(),
  newCount: z.number(),
  lines: z.array(hunkLine),
});
const decision = z.enum(['open', 'accepted', 'rejected', 'stale']);
const proposedFile = change.extend({
  hunks: z.array(hunk),
  decisions: z.array(decision),
  staleReasons: z.record(text, text).exactOptional(),
});
const proposal = z.object({
  id: text,
  run: text,
  title: text,
  tasks: texts,
  tier,
  files: z.array(proposedFile),
  verdict,
  review: maybeText,
  alternative: z.object({ choice: text, of: z.number(), reason: text }).exactOptional(),
});

const usage = z.object({
  input: count,
  cached: count,
  cacheWritten: count.exactOptional(),
  output: count,
  reasoning: count,
  estimated: z.literal(true).exactOptional(),
  rate: z.enum(['flex', 'batch']).exactOptional(),
});
const timing = z.object({ queueMs: maybeNumber, firstTokenMs: maybeNumber, totalMs: z.number() });
const callId = text;
const operation = { path: text, diff: text };
const toolCall = z.union([
  z.object({ type: z.literal('function'), callId, name: text, arguments: text }),
  z.object({
    type: z.literal('patchOperation'),
    callId,
    operation: z.discriminatedUnion('type', [
      z.object({ type: z.literal('create_file'), ...operation }),
      z.object({ type: z.literal('update_file'), ...operation }),
      z.object({ type: z.literal('delete_file'), path: text }),
    ]),
  }),
  z.object({ type: z.literal('patchText'), callId, text, wire: z.enum(['custom', 'function']) }),
]);
const reply = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('completed'),
    text,
    calls: z.array(toolCall),
    items: z.array(z.unknown()),
    usage,
    timing,
  }),
  z.object({ type: z.literal('refused'), text, usage, timing }),
  z.object({ type: z.literal('cutOff'), reason: text, text, usage, timing }),
]);

const batchCalls = z.array(z.object({ id: text, reservation: z.number(), usd }));
const batchPlace = { tier: modelTier, baseUrl: text, count: z.number() };
const batch = z.object({
  state: z.object({ batch: text, inputFile: text, ...batchPlace }),
  calls: batchCalls,
});
const batchIntent = z.object({ intent: z.object({ mark: text, ...batchPlace }), calls: batchCalls });
const pause = z.discriminatedUnion('type', [
  z.object({ type: z.literal('plan'), message: text }),
  z.object({ type: z.literal('budget'), message: text }),
  z.object({ type: z.literal('fault'), message: text, fault: text }),
  z.object({ type: z.literal('interrupted'), message: text }),
]);
const role = z.enum(roles);
const attemptOutcome = z.enum(['passed', 'failed', 'unchecked', 'malformed', 'refused', 'noEdit', 'stopped']);
const ofTask = { task: text };

/** An event as it stands in a journal: what a disk gives back is believed only when it has this shape. */
const runEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('run-start'),
    run: text,
    job,
    time,
    budgetUsd: z.number(),
    ceiling: tier,
  }),
  z.object({ type: z.literal('run-resume'), time, budgetUsd: z.number(), lostUsd: usd.exactOptional() }),
  gateAnswer.extend({ type: z.literal('gate-end') }),
  z.object({ type: z.literal('diagnostics-found'), diagnostics, notChecked, checked: maybeNumber }),
  z.object({
    type: z.literal('label-batch-start'),
    batch: batchIntent,
    kinds: z.array(texts).exactOptional(),
  }),
  z.object({ type: z.literal('label-batch-lost') }),
  z.object({ type: z.literal('label-batch'), batch }),
  z.object({ type: z.literal('label-batch-booked') }),
  labelAnswer.extend({ type: z.literal('label-end') }),
  z.object({ type: z.literal('plan-end'), plan: planAnswer, tasks, forecast }),
  z.object({ type: z.literal('tasks-added'), tasks }),
  z.object({ type: z.literal('task-revise'), ...ofTask, reason: text }),
  z.object({ type: z.literal('task-depends'), ...ofTask, on: text, files: texts }),
  z.object({ type: z.literal('task-split'), ...ofTask, left: diagnostics, part: task }),
  z.object({ type: z.literal('step'), text }),
  z.object({
    type: z.literal('quick-fixes-end'),
    remaining: standing,
    unworkable: z.array(z.object({ path: text, reason: text, problems: z.number() })).exactOptional(),
  }),
  z.object({ type: z.literal('plan-approved') }),
  z.object({ type: z.literal('plan-edit'), tasks, forecast, message: text }),
  z.object({ type: z.literal('task-retry'), ...ofTask, tier: modelTier }),
  z.object({ type: z.literal('task-start'), ...ofTask, time: maybeTime }),
  z.object({
    type: z.literal('attempt-start'),
    time: maybeTime,
    ...ofTask,
    attempt: z.number(),
    tier,
    reason: text,
  }),
  z.object({ type: z.literal('task-note'), ...ofTask, text }),
  z.object({
    type: z.literal('alternatives'),
    ...ofTask,
    fixes: z.array(z.object({ title: text, reason: text, changes, verdict })),
  }),
  z.object({
    type: z.literal('attempt-end'),
    time: maybeTime,
    ...ofTask,
    attempt: z.number(),
    tier,
    outcome: attemptOutcome,
    verdict: verdict.exactOptional(),
    changes: changes.exactOptional(),
    note: text,
    isStuck: z.boolean().exactOptional(),
    isDone: z.literal(true).exactOptional(),
  }),
  z.object({ type: z.literal('reply'), ...ofTask, role, key: text, reply }),
  z.object({
    type: z.literal('call-end'),
    time: maybeTime,
    ...ofTask,
    role,
    tier,
    model: text,
    usage,
    usd,
    ms: z.number(),
    aboveUsd: usd.exactOptional(),
  }),
  z.object({
    type: z.literal('task-end'),
    time: maybeTime,
    ...ofTask,
    outcome: z.enum(['done', 'failed', 'dropped']),
    tier,
    changes,
    note: text,
    isLeftOut: z.literal(true).exactOptional(),
  }),
  reviewAnswer.extend({
    type: z.literal('review-end'),
    decisions: z
      .array(z.object({ task: text, verdict: z.enum(['revise', 'reject']), reason: text }))
      .exactOptional(),
  }),
  z.object({ type: z.literal('proposal'), proposal }),
  z.object({ type: z.literal('finding'), part: z.number(), text }),
  z.object({ type: z.literal('answer'), text }),
  z.object({
    type: z.literal('hunks-decided'),
    proposal: text,
    path: text,
    hunks: z.array(z.number()),
    decision,
    reason: maybeText,
  }),
  z.object({ type: z.literal('file-edit'), proposal: text, file: proposedFile }),
  z.object({ type: z.literal('run-pause'), reason: pause }),
  z.object({
    type: z.literal('run-end'),
    outcome: z.enum(['done', 'partial', 'failed', 'cancelled']),
    message: text,
    time,
  }),
]) satisfies z.ZodType<RunEvent>;

/** The value as the event it says it is, whole and as it stands; undefined where it is none. */
export function readEvent(value: unknown): RunEvent | undefined {
  return runEvent.safeParse(value).success ? (value as RunEvent) : undefined;
}
