import { createHash } from 'node:crypto';
import type { ResponseCreateParamsStreaming, Tool } from 'openai/resources/responses/responses';
import type { ModelRequest, ToolSpec } from '../../core/model/modelClient.ts';
import type { PatchToolForm, TierSettings } from '../../core/model/tier.ts';
import { inputItems } from './inputItems.ts';
import { patchTool, patchToolChoice } from './patchTool.ts';

const longestCacheKey = 64;
const longestMetadataValue = 512;

/**
 * The request as it goes out. What is the same for all requests of a role (instructions, tools) stands first and in
 * fixed order, so that the endpoint's prompt cache finds it. `reasons`: the model is known to send reasoning items.
 */
export function requestBody(
  request: ModelRequest,
  tier: TierSettings,
  reasons: boolean,
): ResponseCreateParamsStreaming {
  const effort = tier.reasoningEffort;
  return {
    model: tier.model,
    instructions: request.instructions,
    ...(request.tools.length > 0 && {
      tools: request.tools.map((tool) => wireTool(tool, tier.patchTool)),
      tool_choice: toolChoice(request, tier.patchTool),
      parallel_tool_calls: true,
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
    ...((reasons || (effort !== undefined && effort !== 'none')) && {
      include: ['reasoning.encrypted_content' as const],
    }),
    input: inputItems(request.input),
    max_output_tokens: request.maxOutputTokens,
    metadata: {
      tiercel_run: metadataValue(request.run),
      tiercel_task: metadataValue(request.task),
      tiercel_role: request.role,
      tiercel_tier: request.tier,
    },
    prompt_cache_key: cacheKey(request.cacheKey),
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

function cacheKey(key: string): string {
  if (key.length <= longestCacheKey) return key;
  return createHash('sha256').update(key).digest('hex').slice(0, longestCacheKey);
}

function metadataValue(value: string): string {
  return value.slice(0, longestMetadataValue);
}
