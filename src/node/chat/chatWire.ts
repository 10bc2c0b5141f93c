import type { ChatCompletionCreateParamsStreaming } from 'openai/resources/chat/completions';
import { isRecord } from '../../base/isRecord.ts';
import type { Optional } from '../http/unsupported.ts';
import type { Wire } from '../http/wire.ts';
import { chatBody } from './chatBody.ts';
import { chatReply } from './chatReply.ts';
import { readChunks } from './readChunks.ts';

/** Chat completions, as OpenAI, Azure, OpenRouter, Ollama, vLLM, LM Studio and llama.cpp speak them. */
export const chatWire: Wire = {
  body: (outgoing) => chatBody(outgoing),

  optionalIn(body) {
    const tools = Array.isArray(body.tools) ? body.tools.filter(isRecord) : [];
    const messages = Array.isArray(body.messages) ? body.messages.filter(isRecord) : [];
    const names = [
      'store',
      'metadata',
      'prompt_cache_key',
      'stream_options',
      'reasoning_effort',
      'response_format',
      'parallel_tool_calls',
      'tool_choice',
      'service_tier',
      'tools',
      'max_tokens',
      'max_completion_tokens',
    ] as const satisfies readonly Optional[];
    const present = new Set<Optional>(names.filter((name) => name in body));
    if ('response_format' in body || tools.length > 0) present.add('strict');
    if (tools.some((tool) => tool.type === 'custom')) present.add('custom_tools');
    if (messages.some((each) => 'reasoning_content' in each)) present.add('reasoning_content');
    return present;
  },

  async exchange(client, body, { outgoing, offered, signal, listener, timing }) {
    const params = body as unknown as ChatCompletionCreateParamsStreaming;
    const chunks = await client.chat.completions.create(params, { signal });
    return chatReply(await readChunks(chunks, listener), offered, outgoing.tier, timing());
  },
};
