import type { InputItem, ModelReply, ToolCall } from '../model/modelClient.ts';
import { holdsPatch } from './applyPatchCall.ts';
import type { Attempt } from './attempt.ts';
import { buildRequest, firstMessage } from './buildRequest.ts';
import { endAttempt } from './endAttempt.ts';
import { executeToolCall, patch, type ToolOutcome } from './executeToolCall.ts';
import { StopCondition } from './stopCondition.ts';
import type { WorkResult } from './workOrder.ts';

const cutOffAnswer =
  'Your answer was cut off before its end, and nothing of it was carried out. Go on in smaller steps: one short call, a smaller patch.';

/** Lets a model work with tools, step by step, until it finishes or going on is of no use. */
export async function toolLoop(attempt: Attempt): Promise<WorkResult> {
  const { signal } = attempt.options;
  const stop = new StopCondition();
  const input: InputItem[] = [{ type: 'user', text: await firstMessage(attempt) }];
  for (;;) {
    const reply = await attempt.deps.models.send(buildRequest(attempt, input), { signal });
    signal.throwIfAborted();
    const step = await takeStep(reply, attempt, stop);
    if (step.type === 'end') return step.result;
    input.push(...step.input);
  }
}

type Step =
  | { readonly type: 'go'; readonly input: readonly InputItem[] }
  | { readonly type: 'end'; readonly result: WorkResult };

const end = (result: WorkResult): Step => ({ type: 'end', result });

async function takeStep(reply: ModelReply, attempt: Attempt, stop: StopCondition): Promise<Step> {
  switch (reply.type) {
    case 'completed':
      return reply.calls.length > 0 ? answerCalls(reply, attempt, stop) : takeText(reply, attempt, stop);
    case 'cutOff':
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

async function answerCalls(reply: Completed, attempt: Attempt, stop: StopCondition): Promise<Step> {
  const answers: InputItem[] = [];
  const outcomes: ToolOutcome[] = [];
  for (const call of reply.calls) {
    if (stop.isLoop(call))
      return end(await endAttempt(attempt, `It stopped in a loop, repeating ${nameOf(call)}.`));
    const outcome = await outcomeOf(call, attempt, stop);
    attempt.options.signal.throwIfAborted();
    if (outcome.type === 'patched') stop.edited();
    stop.answered(outcome.output.length);
    outcomes.push(outcome);
    answers.push({ type: 'toolResult', call, ok: outcome.ok, output: outcome.output });
  }
  const finished = outcomes.find((outcome) => outcome.type === 'finished');
  if (finished) return finish(finished.summary, outcomes, answers, reply, attempt, stop);
  if (outcomes.at(-1)?.type === 'patched' && isSolved(attempt)) {
    return end(await endAttempt(attempt, reply.text.trim()));
  }
  return goOn([{ type: 'earlier', items: reply.items }, ...answers], outcomes, attempt, stop);
}

/** Once no step is of use any more, calls are still answered, but with nothing to read. */
async function outcomeOf(call: ToolCall, attempt: Attempt, stop: StopCondition): Promise<ToolOutcome> {
  const reads = call.type === 'function' && call.name !== 'finish';
  if (!reads || !stop.outputIsSpent) return executeToolCall(call, attempt);
  return {
    type: 'answered',
    ok: false,
    output: 'You have read as much as this task allows. Patch now, or finish.',
  };
}

/** A `finish` beside a patch that was refused was said too soon: the model has not seen the refusal. */
async function finish(
  summary: string,
  outcomes: readonly ToolOutcome[],
  answers: readonly InputItem[],
  reply: Completed,
  attempt: Attempt,
  stop: StopCondition,
): Promise<Step> {
  const refused = reply.calls.some(
    (call, index) => call.type !== 'function' && outcomes[index]?.ok === false,
  );
  if (!refused) return end(await endAttempt(attempt, summary));
  const said: InputItem = { type: 'user', text: 'A patch was refused, so the work is not finished yet.' };
  return goOn([{ type: 'earlier', items: reply.items }, ...answers, said], outcomes, attempt, stop);
}

/** An answer in plain text: a patch to apply, where it holds one, else the end. */
async function takeText(reply: Completed, attempt: Attempt, stop: StopCondition): Promise<Step> {
  if (!holdsPatch(reply.text)) return end(await endAttempt(attempt, reply.text.trim()));
  const call = { type: 'patchText', callId: '', text: reply.text, wire: 'custom' } as const;
  if (stop.isLoop(call)) return end(await endAttempt(attempt, 'It stopped in a loop, repeating a patch.'));
  const outcome = await patch(call, attempt);
  if (outcome.type === 'patched') {
    stop.edited();
    if (attempt.checked?.verdict.outcome === 'passed') return end(await endAttempt(attempt, ''));
  }
  const items: InputItem[] = [
    { type: 'earlier', items: reply.items },
    { type: 'user', text: outcome.output },
  ];
  return goOn(items, [outcome], attempt, stop);
}

/** With the diagnostics gone and nothing new, there is nothing left to ask the model for. */
function isSolved(attempt: Attempt): boolean {
  return attempt.order.task.targets.length > 0 && attempt.checked?.verdict.outcome === 'passed';
}

async function goOn(
  items: readonly InputItem[],
  outcomes: readonly ToolOutcome[],
  attempt: Attempt,
  stop: StopCondition,
): Promise<Step> {
  const onlyInvalid = outcomes.every((outcome) => outcome.type === 'invalid');
  const lastRefusal = outcomes.findLast((outcome) => !outcome.ok)?.output ?? '';
  switch (stop.stepEnded({ onlyInvalid })) {
    case 'invalid':
      return end({ type: 'malformed', summary: `No valid tool call, three times. ${lastRefusal}` });
    case 'outOfSteps':
      return end(await endAttempt(attempt, `It used all its steps without finishing. ${lastRefusal}`.trim()));
    case 'go': {
      const last: InputItem = { type: 'user', text: 'This is your last step: patch, or finish.' };
      return { type: 'go', input: stop.stepsLeft === 1 ? [...items, last] : items };
    }
  }
}

const nameOf = (call: ToolCall): string =>
  call.type === 'function' ? `a call of ${call.name.slice(0, 60)}` : 'a patch';
