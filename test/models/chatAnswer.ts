import { textTokens } from './answer.ts';
import { cutOff, functionCall, type Item, outputItems } from './outputItems.ts';
import type { ScriptCall, ScriptReply } from './script.ts';

/** The stream of chat chunks that the wire carries for a scripted reply. `serial` makes ids unique. */
export function chatStream(call: ScriptCall, reply: ScriptReply, serial: number): Buffer {
  let count = 0;
  const nextId = () => `${serial}_${++count}`;
  const items = outputItems(reply.output ?? [], offeredTools(call.body), nextId);
  if (reply.fault?.type === 'badArguments') {
    items.push(functionCall(nextId(), reply.fault.name, reply.fault.arguments));
  }
  const isIncomplete = reply.fault?.type === 'incomplete';
  const last = items.at(-1);
  if (isIncomplete && last) items.splice(-1, 1, cutOff(last));

  const chunk = (delta: unknown, finish_reason: string | null = null) => ({
    id: `chatcmpl-${serial}`,
    object: 'chat.completion.chunk',
    created: 1_700_000_000 + serial,
    model: call.body.model,
    choices: [{ index: 0, delta, finish_reason, logprobs: null }],
    usage: null,
  });
  const calls = items.filter(isCall);
  const finish = isIncomplete ? 'length' : calls.length > 0 ? 'tool_calls' : 'stop';
  const chunks: unknown[] = [chunk({ role: 'assistant', content: '', refusal: null })];
  for (const item of items) chunks.push(...deltasOf(item, calls).map((delta) => chunk(delta)));
  if (reply.fault?.type !== 'noTerminalEvent') {
    chunks.push(chunk({}, finish));
    const options = call.body.stream_options as { readonly include_usage?: boolean } | undefined;
    if (options?.include_usage === true && reply.usage !== 'none') {
      chunks.push({ ...chunk({}), choices: [], usage: chatUsage(call, reply, items) });
    }
  }
  const texts = chunks.map((each) => `data: ${JSON.stringify(each)}\n\n`);
  return Buffer.from([': keep-alive\n\n', ...texts, 'data: [DONE]\n\n'].join(''));
}

/** The tools as the Responses API lists them, which the making of items goes by. */
function offeredTools(body: Record<string, unknown>): { readonly type?: unknown; readonly name?: unknown }[] {
  const tools = (body.tools ?? []) as Record<string, Record<string, unknown> | string>[];
  return tools.map(({ type, function: named, custom }) => ({
    type,
    name: ((named ?? custom) as Record<string, unknown> | undefined)?.name,
  }));
}

function isCall(item: Item): boolean {
  return item.type === 'function_call' || item.type === 'custom_tool_call';
}

const pieceLength = 9;

function deltasOf(item: Item, calls: readonly Item[]): unknown[] {
  if (!isCall(item)) {
    const parts = item.content as Record<string, unknown>[];
    return parts.flatMap((part): unknown[] =>
      part.type === 'refusal'
        ? pieces(String(part.refusal)).map((refusal) => ({ refusal }))
        : pieces(String(part.text)).map((content) => ({ content })),
    );
  }
  const index = calls.indexOf(item);
  const { call_id: id, name } = item;
  if (item.type === 'custom_tool_call') {
    const begin = { index, id, type: 'custom', custom: { name, input: '' } };
    const more = pieces(String(item.input)).map((input) => ({ index, custom: { input } }));
    return [begin, ...more].map((piece) => ({ tool_calls: [piece] }));
  }
  const begin = { index, id, type: 'function', function: { name, arguments: '' } };
  const more = pieces(String(item.arguments)).map((text) => ({ index, function: { arguments: text } }));
  return [begin, ...more].map((piece) => ({ tool_calls: [piece] }));
}

/** The text in pieces of whole characters. */
function pieces(text: string): string[] {
  const characters = [...text];
  const count = Math.ceil(characters.length / pieceLength);
  return Array.from({ length: count }, (_, i) =>
    characters.slice(i * pieceLength, (i + 1) * pieceLength).join(''),
  );
}

function chatUsage(call: ScriptCall, reply: ScriptReply, items: readonly Item[]) {
  const usage = reply.usage === 'none' ? undefined : reply.usage;
  const prompt = usage?.input ?? textTokens(JSON.stringify(call.body.messages));
  const most = Number(call.body.max_completion_tokens ?? call.body.max_tokens);
  const completion = usage?.output ?? Math.min(textTokens(JSON.stringify(items)), most);
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: {
      cached_tokens: usage?.cached ?? 0,
      ...(usage?.cacheWritten !== undefined && { cache_write_tokens: usage.cacheWritten }),
    },
    completion_tokens_details: { reasoning_tokens: usage?.reasoning ?? 0 },
  };
}
