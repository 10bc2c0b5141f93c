import type { CallTiming, ModelReply, Usage } from '../../core/model/modelClient.ts';
import { isRecord, type JsonRecord } from './jsonRecord.ts';
import { hasUnfinished, refusalOf, textOf, toolCallsOf } from './outputItems.ts';
import type { StreamReport } from './readEvents.ts';

/** The tokens a call can have cost at most, for an endpoint that does not say what it did cost. */
export interface UsageBound {
  readonly input: number;
  readonly output: number;
}

/** The reply of a response that came to its end, whole or cut. */
export function replyOf(
  end: Extract<StreamReport['end'], { type: 'completed' | 'incomplete' }>,
  doneItems: readonly JsonRecord[],
  timing: CallTiming,
  bound: UsageBound,
): ModelReply {
  const items = outputOf(end.response, doneItems);
  const usage = usageOf(end.response.usage, bound);
  const text = textOf(items);
  const cutOff = end.type === 'incomplete' ? incompleteReason(end.response) : unfinishedReason(items);
  if (cutOff !== undefined) return { type: 'cutOff', reason: cutOff, text, usage, timing };
  const refusal = refusalOf(items);
  if (refusal !== '') return { type: 'refused', text: refusal, usage, timing };
  return { type: 'completed', text, calls: toolCallsOf(items), items, usage, timing };
}

/** The terminal event's list is the answer; some endpoints leave it empty and give the items only as they are done. */
function outputOf(response: JsonRecord, doneItems: readonly JsonRecord[]): readonly JsonRecord[] {
  const output = Array.isArray(response.output) ? response.output.filter(isRecord) : [];
  return output.length > 0 ? output : doneItems;
}

function incompleteReason(response: JsonRecord): string {
  const details = response.incomplete_details;
  return isRecord(details) && typeof details.reason === 'string' ? details.reason : 'incomplete';
}

function unfinishedReason(items: readonly JsonRecord[]): string | undefined {
  return hasUnfinished(items) ? 'incomplete' : undefined;
}

function usageOf(value: unknown, bound: UsageBound): Usage {
  if (!isRecord(value)) return { input: bound.input, cached: 0, output: bound.output, reasoning: 0 };
  const input = count(value.input_tokens) ?? bound.input;
  const output = count(value.output_tokens) ?? bound.output;
  const inputDetails = isRecord(value.input_tokens_details) ? value.input_tokens_details : {};
  const outputDetails = isRecord(value.output_tokens_details) ? value.output_tokens_details : {};
  return {
    input,
    cached: Math.min(count(inputDetails.cached_tokens) ?? 0, input),
    output,
    reasoning: Math.min(count(outputDetails.reasoning_tokens) ?? 0, output),
  };
}

function count(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? Math.ceil(value) : undefined;
}
