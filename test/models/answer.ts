import { type Event, eventsOf } from './events.ts';
import { cutOff, functionCall, type Item, outputItems } from './outputItems.ts';
import type { ScriptCall, ScriptReply } from './script.ts';
import { encodeEvents } from './sse.ts';

export interface Answer {
  /** The finished response, as a request without streaming gets it. */
  readonly response: Record<string, unknown>;
  /** The same as server-sent events. */
  readonly stream: Buffer;
}

/** What the wire carries for a scripted reply. `serial` makes ids unique within an endpoint. */
export function answerTo(call: ScriptCall, reply: ScriptReply, serial: number): Answer {
  let count = 0;
  const nextId = () => `${serial}_${++count}`;
  const tools = (call.body.tools ?? []) as Record<string, unknown>[];
  const items = outputItems(reply.output ?? [], tools, nextId);
  if (reply.fault?.type === 'badArguments') {
    items.push(functionCall(nextId(), reply.fault.name, reply.fault.arguments));
  }
  const isIncomplete = reply.fault?.type === 'incomplete';
  const last = items.at(-1);
  if (isIncomplete && last) items.splice(-1, 1, cutOff(last));

  const response = responseOf(call, reply, items, serial, isIncomplete);
  const events = eventsOf(response, items);
  const type = isIncomplete ? 'response.incomplete' : 'response.completed';
  const terminal: Event = { type, response, sequence_number: events.length };
  const sent = reply.fault?.type === 'noTerminalEvent' ? events : [...events, terminal];
  return { response, stream: encodeEvents(sent) };
}

function responseOf(
  { body, text }: ScriptCall,
  reply: ScriptReply,
  output: readonly Item[],
  serial: number,
  isIncomplete: boolean,
): Record<string, unknown> {
  return {
    id: `resp_${serial}`,
    object: 'response',
    created_at: 1_700_000_000 + serial,
    status: isIncomplete ? 'incomplete' : 'completed',
    error: null,
    incomplete_details: isIncomplete ? { reason: 'max_output_tokens' } : null,
    instructions: body.instructions ?? null,
    max_output_tokens: body.max_output_tokens,
    metadata: body.metadata,
    model: body.model,
    output,
    parallel_tool_calls: body.parallel_tool_calls ?? true,
    previous_response_id: null,
    prompt_cache_key: body.prompt_cache_key,
    reasoning: { effort: null, summary: null, ...(body.reasoning as object | undefined) },
    service_tier: body.service_tier ?? 'default',
    store: false,
    temperature: 1,
    text: body.text ?? { format: { type: 'text' } },
    tool_choice: body.tool_choice ?? 'auto',
    tools: body.tools ?? [],
    top_p: 1,
    truncation: 'disabled',
    usage: reply.usage === 'none' ? null : usageOf(body, text, reply, output),
    user: null,
  };
}

function usageOf(
  body: Record<string, unknown>,
  text: string,
  reply: ScriptReply,
  output: readonly Item[],
): Record<string, unknown> {
  const usage = reply.usage === 'none' ? undefined : reply.usage;
  const toolText = JSON.stringify([body.tools ?? [], body.text ?? {}]);
  const input = usage?.input ?? textTokens(text + toolText);
  // No endpoint gives more than it was asked for.
  const most = Number(body.max_output_tokens);
  const written = usage?.output ?? Math.min(textTokens(JSON.stringify(output)), most);
  return {
    input_tokens: input,
    input_tokens_details: { cached_tokens: usage?.cached ?? 0, cache_write_tokens: usage?.cacheWritten ?? 0 },
    output_tokens: written,
    output_tokens_details: { reasoning_tokens: usage?.reasoning ?? 0 },
    total_tokens: input + written,
  };
}

/** Tokens as this endpoint counts them. */
export function textTokens(text: string): number {
  return Math.ceil(text.length / 4);
}
