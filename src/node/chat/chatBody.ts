import { isOwnHost } from '../../core/model/capabilities.ts';
import type { ModelRequest, ToolSpec } from '../../core/model/modelClient.ts';
import { patchToolDescription, patchToolName, patchToolParameters } from '../../core/model/patchTool.ts';
import type { PatchToolForm } from '../../core/model/tier.ts';
import type { JsonRecord } from '../http/jsonRecord.ts';
import { cacheKeyOf, metadataOf } from '../http/requestMarks.ts';
import type { Outgoing } from '../http/wire.ts';
import { chatMessages } from './chatMessages.ts';

/** The request as chat completions take it; what comes first is the same for all requests of a role. */
export function chatBody(outgoing: Outgoing): JsonRecord {
  const { request, tier, patchForm, refused } = outgoing;
  const isStrict = !refused.has('strict');
  const hasTools = request.tools.length > 0;
  return {
    model: tier.model,
    ...(hasTools && {
      tools: request.tools.map((tool) => wireTool(tool, patchForm, isStrict)),
      ...(!refused.has('tool_choice') && { tool_choice: toolChoice(request, patchForm) }),
      ...(!refused.has('parallel_tool_calls') && { parallel_tool_calls: outgoing.parallelTools }),
    }),
    ...(request.answer && {
      response_format: {
        type: 'json_schema',
        json_schema: {
          name: request.answer.name,
          schema: request.answer.schema,
          ...(isStrict && { strict: true }),
        },
      },
    }),
    ...(tier.reasoningEffort !== undefined &&
      !refused.has('reasoning_effort') && { reasoning_effort: tier.reasoningEffort }),
    messages: chatMessages(request.instructions, request.input, {
      withoutReasoning: refused.has('reasoning_content'),
      hasTools,
    }),
    [outputCap(outgoing)]: request.maxOutputTokens,
    ...(!refused.has('metadata') && { metadata: metadataOf(request) }),
    ...(outgoing.promptCache && { prompt_cache_key: cacheKeyOf(request) }),
    ...(outgoing.isFlex && { service_tier: 'flex' }),
    ...(!refused.has('store') && { store: false }),
    stream: true,
    ...(!refused.has('stream_options') && { stream_options: { include_usage: true } }),
  };
}

/** OpenAI has renamed the cap; the others mostly know the older name. One of the two always goes out. */
function outputCap({ tier, refused }: Outgoing): 'max_tokens' | 'max_completion_tokens' {
  const [first, second] = isOwnHost(tier.baseUrl)
    ? (['max_completion_tokens', 'max_tokens'] as const)
    : (['max_tokens', 'max_completion_tokens'] as const);
  return refused.has(first) && !refused.has(second) ? second : first;
}

function wireTool(tool: ToolSpec, patchForm: PatchToolForm, isStrict: boolean): JsonRecord {
  const strict = isStrict && { strict: true };
  if (tool.type === 'function') {
    const { name, description, parameters } = tool;
    return { type: 'function', function: { name, description, parameters, ...strict } };
  }
  const named = { name: patchToolName, description: patchToolDescription };
  if (patchForm === 'custom') return { type: 'custom', custom: { ...named, format: { type: 'text' } } };
  return { type: 'function', function: { ...named, parameters: patchToolParameters, ...strict } };
}

function toolChoice({ toolChoice: choice = 'auto' }: ModelRequest, patchForm: PatchToolForm): unknown {
  if (choice !== 'patch') return choice;
  const type = patchForm === 'custom' ? 'custom' : 'function';
  return { type, [type]: { name: patchToolName } };
}
