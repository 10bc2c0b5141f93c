import type { InputItem, ModelReply, ToolCall } from '../model/modelClient.ts';
import type { WorkerAttempt } from './attempt.ts';
import { buildRequest, firstItem } from './buildRequest.ts';
import { isStuck, reproduce, stuckText, tryFailing } from './debug.ts';
import { endAttempt } from './endAttempt.ts';
import { holdsPatch } from './tools/applyPatchCall.ts';
import { executeToolCall, patch, type ToolOutcome } from './tools/executeToolCall.ts';
import type { WorkResult } from './workOrder.ts';

const cutOffAnswer =
  'Your answer was cut off before its end, and nothing of it was carried out. Go on in smaller steps: one short call, a smaller patch.';

const lastStep = 'This is your last step: patch, or finish.';

/** Lets a model work with tools, step by step, until it finishes or going on is of no use. */
export async function toolLoop(attempt: WorkerAttempt): Promise<WorkResult> {
  const { signal } = attempt.options;
  attempt.debug = await reproduce(attempt);
  const input: InputItem[] = [await firstItem(attempt)];
  for (;;) {
    const reply = await attempt.deps.models.send(buildRequest(attempt, input), { signal });
    signal.throwIfAborted();
    const step = await takeStep(reply, attempt);
    if (step.type === 'end') return step.result;
    input.push(...step.input);
  }
}

type Step =
  | { readonly type: 'go'; readonly input: readonly InputItem[] }
  | { readonly type: 'end'; readonly result: WorkResult };

const end = (result: WorkResult): Step => ({ type: 'end', result });

async function takeStep(reply: ModelReply, attempt: WorkerAttempt): Promise<Step> {
  const { stop } = attempt;
  switch (reply.type) {
    case 'completed':
      return reply.calls.length > 0 ? answerCalls(reply, attempt) : takeText(reply, attempt);
    case 'cutOff':
      attempt.options.onMalformed?.();
      if (stop.cutOff() || stop.stepEnded({ onlyInvalid: false }) !== 'go') {
        return end({
          type: 'malformed',
          summary: 'The answers were cut off before their end. Make smaller patches.',
        });
      }
      return { type: 'go', input: [{ type: 'user', text: cutOffAnswer }] };
    case 'refused':
      return end({ type: 'refused', summary: reply.text });
    case 'fault':
    case 'overBudget':
      return end({ type: 'stopped', cause: reply });
  }
}

type Completed = Extract<ModelReply, { type: 'completed' }>;

/** What a step of the model has come to so far. */
interface Turn {
  /** What it said, and what it is answered. */
  readonly items: readonly InputItem[];
  readonly outcomes: readonly ToolOutcome[];
}

const withWords = ({ items, outcomes }: Turn, text: string): Turn => ({
  items: [...items, { type: 'user', text }],
  outcomes,
});

async function answerCalls(reply: Completed, attempt: WorkerAttempt): Promise<Step> {
  const { stop } = attempt;
  const answers: InputItem[] = [];
  const outcomes: ToolOutcome[] = [];
  for (const call of reply.calls) {
    if (stop.isLoop(call))
      return end(await endAttempt(attempt, `It stopped in a loop, repeating ${nameOf(call)}.`));
    const outcome = await outcomeOf(call, attempt);
    attempt.options.signal.throwIfAborted();
    if (outcome.type === 'patched') stop.edited();
    stop.answered(outcome.output.length);
    outcomes.push(outcome);
    answers.push({ type: 'toolResult', call, ok: outcome.ok, output: outcome.output });
  }
  const turn: Turn = { items: [{ type: 'earlier', items: reply.items }, ...answers], outcomes };
  const finished = outcomes.find((outcome) => outcome.type === 'finished');
  if (finished) return finish(finished.summary, reply.calls, turn, attempt);
  const wasPatched = outcomes.at(-1)?.type === 'patched';
  if (wasPatched && isSolved(attempt)) return end(await endAttempt(attempt, reply.text.trim()));
  if (wasPatched) return runAgain(turn, reply.text.trim(), attempt);
  if (attempt.debug && isStuck(attempt.debug))
    return end(await endAttempt(attempt, stuckText(attempt.debug)));
  return goOn(turn, attempt);
}

/** After an edit that no server objects to, what failed is run again: its word decides, not the model's. */
async function runAgain(turn: Turn, said: string, attempt: WorkerAttempt): Promise<Step> {
  const isBroken = attempt.checked?.verdict.outcome === 'failed';
  const progress = isBroken ? undefined : await tryFailing(attempt);
  switch (progress?.type) {
    case undefined:
      return goOn(turn, attempt);
    case 'solved':
      // Who is asked to explain has more to say than the patch.
      if (attempt.order.task.evidence === undefined) return end(await endAttempt(attempt, said));
      return goOn(withWords(turn, `${progress.text}\nNow finish.`), attempt);
    case 'stuck':
      return end(await endAttempt(attempt, `${progress.text}\n${said}`.trim()));
    case 'stillFailing':
      return goOn(withWords(turn, progress.text), attempt);
  }
}

/** Once no step is of use any more, calls are still answered, but with nothing to read. */
async function outcomeOf(call: ToolCall, attempt: WorkerAttempt): Promise<ToolOutcome> {
  const reads = call.type === 'function' && call.name !== 'finish';
  if (!reads || !attempt.stop.outputIsSpent) return executeToolCall(call, attempt);
  return {
    type: 'answered',
    ok: false,
    output: 'You have read as much as this task allows. Patch now, or finish.',
  };
}

/** A `finish` beside a patch that was refused was said too soon: the model has not seen the refusal. */
async function finish(
  summary: string,
  calls: readonly ToolCall[],
  turn: Turn,
  attempt: WorkerAttempt,
): Promise<Step> {
  const refused = calls.some((call, index) => call.type !== 'function' && turn.outcomes[index]?.ok === false);
  const left = refused ? 'A patch was refused, so the work is not finished yet.' : await notDone(attempt);
  if (left === undefined) return end(await endAttempt(attempt, summary));
  return goOn(withWords(turn, left), attempt);
}

/** Why a worker that says it is done is not; told once for each state of its edits. */
async function notDone(attempt: WorkerAttempt): Promise<string | undefined> {
  const { debug } = attempt;
  if (!debug || debug.toldNotDone || attempt.overlay.changes().size === 0) return undefined;
  if (attempt.checked?.verdict.outcome === 'failed') return undefined;
  const progress = await tryFailing(attempt);
  if (progress?.type !== 'stillFailing') return undefined;
  debug.toldNotDone = true;
  return `It is not done yet. ${progress.text}`;
}

/** An answer in plain text: a patch to apply, where it holds one, else the end. */
async function takeText(reply: Completed, attempt: WorkerAttempt): Promise<Step> {
  const { stop } = attempt;
  if (!holdsPatch(reply.text)) return end(await endAttempt(attempt, reply.text.trim()));
  const call = { type: 'patchText', callId: '', text: reply.text, wire: 'custom' } as const;
  if (stop.isLoop(call)) return end(await endAttempt(attempt, 'It stopped in a loop, repeating a patch.'));
  const outcome = await patch(call, attempt);
  if (outcome.type === 'patched') {
    stop.edited();
    if (attempt.checked?.verdict.outcome === 'passed' && !attempt.debug)
      return end(await endAttempt(attempt, ''));
  }
  const said: Turn = { items: [{ type: 'earlier', items: reply.items }], outcomes: [outcome] };
  const turn = withWords(said, outcome.output);
  return outcome.type === 'patched' ? runAgain(turn, '', attempt) : goOn(turn, attempt);
}

/** With the diagnostics gone and nothing new, there is nothing left to ask the model for. */
function isSolved(attempt: WorkerAttempt): boolean {
  return attempt.order.task.targets.length > 0 && attempt.checked?.verdict.outcome === 'passed';
}

async function goOn(turn: Turn, attempt: WorkerAttempt): Promise<Step> {
  const { stop } = attempt;
  const onlyInvalid = turn.outcomes.every((outcome) => outcome.type === 'invalid');
  const lastRefusal = turn.outcomes.findLast((outcome) => !outcome.ok)?.output ?? '';
  switch (stop.stepEnded({ onlyInvalid })) {
    case 'invalid':
      return end({ type: 'malformed', summary: `No valid tool call, three times. ${lastRefusal}` });
    case 'outOfSteps':
      return end(await endAttempt(attempt, `It used all its steps without finishing. ${lastRefusal}`.trim()));
    case 'go': {
      const isLast = stop.stepsLeft === 1;
      return { type: 'go', input: isLast ? withWords(turn, lastStep).items : turn.items };
    }
  }
}

const nameOf = (call: ToolCall): string =>
  call.type === 'function' ? `a call of ${call.name.slice(0, 60)}` : 'a patch';
