import { isRecord } from '../../base/isRecord.ts';
import type { CallTiming, ModelReply, Usage } from '../../core/model/modelClient.ts';
import { type JsonRecord, recordOr, tokenCount } from '../http/jsonRecord.ts';
import { hasUnfinished, refusalOf, textOf, toolCallsOf } from './outputItems.ts';
import type { StreamReport } from './readEvents.ts';

/** The reply of a response that came to its end, whole or cut. */
export function replyOf(
  end: Extract<StreamReport['end'], { type: 'completed' | 'incomplete' }>,
  doneItems: readonly JsonRecord[],
  timing: CallTiming,
): ModelReply {
  const items = outputOf(end.response, doneItems);
  const usage = usageOf(end.response.usage, end.response.service_tier);
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

/** All zero for an endpoint that does not count: the meter books the worst case then. */
function usageOf(value: unknown, serviceTier: unknown): Usage {
  const usage = recordOr(value);
  const input = tokenCount(usage.input_tokens);
  const output = tokenCount(usage.output_tokens);
  const details = recordOr(usage.input_tokens_details);
  const cached = Math.min(tokenCount(details.cached_tokens), input);
  const cacheWritten = Math.min(tokenCount(details.cache_write_tokens), input - cached);
  return {
    input,
    cached,
    ...(cacheWritten > 0 && { cacheWritten }),
    output,
    reasoning: Math.min(tokenCount(recordOr(usage.output_tokens_details).reasoning_tokens), output),
    ...(serviceTier === 'flex' && { rate: 'flex' }),
  };
}
