import type { ResponseCreateParamsStreaming } from 'openai/resources/responses/responses';
import { isRecord } from '../../base/isRecord.ts';
import { withTextCalls } from '../../core/model/degrade.ts';
import { failureOfError } from '../http/faultOf.ts';
import type { Optional } from '../http/unsupported.ts';
import { brokenOff, type Wire } from '../http/wire.ts';
import { readEvents } from './readEvents.ts';
import { replyOf } from './replyOf.ts';
import { requestBody } from './requestBody.ts';

/** The Responses API. */
export const responsesWire: Wire = {
  body: (outgoing) => requestBody(outgoing) as unknown as Record<string, unknown>,

  optionalIn(body) {
    const tools = Array.isArray(body.tools) ? body.tools.filter(isRecord) : [];
    const parts: Record<Optional, boolean> = {
      // Not storing is promised, and here leaving it out would mean storing.
      store: false,
      metadata: 'metadata' in body,
      prompt_cache_key: 'prompt_cache_key' in body,
      stream_options: false,
      reasoning_effort: 'reasoning' in body || 'include' in body,
      response_format: 'text' in body,
      parallel_tool_calls: 'parallel_tool_calls' in body,
      tool_choice: 'tool_choice' in body,
      strict: false,
      service_tier: 'service_tier' in body,
      reasoning_content: false,
      apply_patch: tools.some((tool) => tool.type === 'apply_patch'),
      custom_tools: tools.some((tool) => tool.type === 'custom'),
      tools: tools.length > 0,
      max_tokens: false,
      max_completion_tokens: false,
    };
    return new Set((Object.keys(parts) as Optional[]).filter((name) => parts[name]));
  },

  async exchange(client, body, { outgoing, offered, signal, listener, timing, state }) {
    const params = body as unknown as ResponseCreateParamsStreaming;
    const events = await client.responses.create(params, { signal });
    const { end, doneItems } = await readEvents(events, listener);
    if (end.type === 'failed') return failureOfError(end.error);
    if (end.type === 'brokenOff') return brokenOff;
    const reply = replyOf(end, doneItems, timing());
    if (reply.type !== 'completed') return reply;
    if (reply.items.some((item) => isRecord(item) && item.type === 'reasoning')) state.reasons = true;
    // Where tools went out as tools, a patch in the text is left for the worker to find.
    return outgoing.request.tools.length > 0 ? reply : withTextCalls(reply, offered);
  },
};
