import type { ResponseCreateParamsStreaming, Tool } from 'openai/resources/responses/responses';
import type { ModelRequest, ToolSpec } from '../../core/model/modelClient.ts';
import type { PatchToolForm } from '../../core/model/tier.ts';
import { cacheKeyOf, metadataOf } from '../http/requestMarks.ts';
import type { Outgoing } from '../http/wire.ts';
import { inputItems } from './inputItems.ts';
import { patchTool, patchToolChoice } from './patchTool.ts';

/**
 * The request as it goes out. What is the same for all requests of a role (instructions, tools) stands first and in
 * fixed order, so that the endpoint's prompt cache finds it.
 */
export function requestBody(outgoing: Outgoing): ResponseCreateParamsStreaming {
  const { request, tier, patchForm, refused } = outgoing;
  const effort = refused.has('reasoning_effort') ? undefined : tier.reasoningEffort;
  const mayReason = outgoing.reasons || (effort !== undefined && effort !== 'none');
  return {
    model: tier.model,
    instructions: request.instructions,
    ...(request.tools.length > 0 && {
      tools: request.tools.map((tool) => wireTool(tool, patchForm)),
      ...(!refused.has('tool_choice') && { tool_choice: toolChoice(request, patchForm) }),
      ...(outgoing.parallelTools
        ? { parallel_tool_calls: true }
        : !refused.has('parallel_tool_calls') && { parallel_tool_calls: false }),
    }),
    ...(request.answer && {
      text: {
        format: {
          type: 'json_schema' as const,
          name: request.answer.name,
          schema: request.answer.schema,
          strict: true,
        },
      },
    }),
    ...(effort !== undefined && { reasoning: { effort } }),
    // Nothing is stored there, so reasoning must come back with its content. Models that don't reason refuse to be asked.
    ...(mayReason &&
      !refused.has('reasoning_effort') && { include: ['reasoning.encrypted_content' as const] }),
    input: inputItems(request.input),
    max_output_tokens: request.maxOutputTokens,
    ...(!refused.has('metadata') && { metadata: metadataOf(request) }),
    ...(outgoing.promptCache && { prompt_cache_key: cacheKeyOf(request) }),
    ...(outgoing.isFlex && { service_tier: 'flex' as const }),
    store: false,
    stream: true,
  };
}

function wireTool(tool: ToolSpec, patchForm: PatchToolForm): Tool {
  if (tool.type === 'patch') return patchTool(patchForm);
  const { name, description, parameters } = tool;
  return { type: 'function', name, description, parameters, strict: true };
}

function toolChoice(request: ModelRequest, patchForm: PatchToolForm) {
  const choice = request.toolChoice ?? 'auto';
  return choice === 'patch' ? patchToolChoice(patchForm) : choice;
}
