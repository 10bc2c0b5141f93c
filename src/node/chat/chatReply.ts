import { randomUUID } from 'node:crypto';
import { withTextCalls } from '../../core/model/degrade.ts';
import { readFunctionCall } from '../../core/model/functionCall.ts';
import type { CallTiming, ModelReply, ModelRequest, ToolCall, Usage } from '../../core/model/modelClient.ts';
import { patchToolName } from '../../core/model/patchTool.ts';
import type { TierSettings } from '../../core/model/tier.ts';
import { estimateUsage } from '../../core/model/usageEstimate.ts';
import { type Failure, failureOfError } from '../http/faultOf.ts';
import { type JsonRecord, recordOr, tokenCount } from '../http/jsonRecord.ts';
import { brokenOff } from '../http/wire.ts';
import type { GrowingCall } from './callDeltas.ts';
import type { ChatReport } from './readChunks.ts';

/** The reply of a stream that was read. `offered`: the request with the tools that the model knows of. */
export function chatReply(
  report: ChatReport,
  offered: ModelRequest,
  tier: Pick<TierSettings, 'model'>,
  timing: CallTiming,
): ModelReply | Failure {
  const { end, text, refusal } = report;
  if (end.type === 'failed') return failureOfError(end.error);
  if (end.type === 'brokenOff') return brokenOff;
  const usage = usageOf(report, offered, tier);
  const cut = cutReason(end.reason);
  if (cut !== undefined) return { type: 'cutOff', reason: cut, text, usage, timing };
  if (refusal !== '') return { type: 'refused', text: refusal, usage, timing };
  const named = report.calls.filter(({ name }) => name !== '').map(withId);
  const items = [assistantMessage(report, named)];
  const reply: ModelReply = { type: 'completed', text, calls: named.map(toolCall), items, usage, timing };
  return withTextCalls(reply, offered);
}

/** Why an answer is not whole, in the words of the Responses API; undefined where it is. */
function cutReason(reason: string): string | undefined {
  if (/^(length|max_tokens|model_length|max_output_tokens)$/i.test(reason)) return 'max_output_tokens';
  return /^(content_filter|safety|recitation|prohibited_content|blocklist)$/i.test(reason)
    ? 'content_filter'
    : undefined;
}

function withId(call: GrowingCall): GrowingCall {
  return { ...call, id: call.id || `call_${randomUUID().slice(0, 8)}`, text: call.text || emptyOf(call) };
}

const emptyOf = ({ type }: GrowingCall) => (type === 'function' ? '{}' : '');

function toolCall({ id, type, name, text }: GrowingCall): ToolCall {
  if (type === 'function') return readFunctionCall(id, name, text);
  if (name === patchToolName) return { type: 'patchText', callId: id, text, wire: 'custom' };
  return { type: 'function', callId: id, name, arguments: text };
}

/** The answer as it goes back with the next request. */
function assistantMessage(
  { text, reasoning, reasoningDetails }: ChatReport,
  calls: readonly GrowingCall[],
): JsonRecord {
  return {
    role: 'assistant',
    content: text,
    ...(calls.length > 0 && { tool_calls: calls.map(wireCall) }),
    // Models that reason between their calls want to see what they thought; others need not pay for it twice.
    ...(calls.length > 0 && reasoningDetails.length > 0 && { reasoning_details: reasoningDetails }),
    ...(calls.length > 0 &&
      reasoningDetails.length === 0 &&
      reasoning !== '' && { reasoning_content: reasoning }),
  };
}

function wireCall({ id, type, name, text }: GrowingCall): JsonRecord {
  return type === 'custom'
    ? { id, type, custom: { name, input: text } }
    : { id, type, function: { name, arguments: text } };
}

function usageOf(report: ChatReport, offered: ModelRequest, tier: Pick<TierSettings, 'model'>): Usage {
  const { usage = {}, text, reasoning, refusal, calls, serviceTier } = report;
  const input = tokenCount(usage.prompt_tokens);
  const total = tokenCount(usage.total_tokens);
  if (input + tokenCount(usage.completion_tokens) === 0) {
    const written = calls.map((call) => call.name + call.text).join('');
    return estimateUsage(offered, tier, text + reasoning + refusal + written);
  }
  // Some count reasoning into the total alone.
  const output = Math.max(tokenCount(usage.completion_tokens), total - input);
  const details = recordOr(usage.prompt_tokens_details);
  const cached = Math.min(tokenCount(details.cached_tokens ?? usage.prompt_cache_hit_tokens), input);
  const written = tokenCount(details.cache_write_tokens ?? usage.cache_creation_input_tokens);
  const cacheWritten = Math.min(written, input - cached);
  const reasoned = tokenCount(recordOr(usage.completion_tokens_details).reasoning_tokens);
  return {
    input,
    cached,
    ...(cacheWritten > 0 && { cacheWritten }),
    output,
    reasoning: Math.min(reasoned, output),
    ...(serviceTier === 'flex' && { rate: 'flex' as const }),
  };
}
