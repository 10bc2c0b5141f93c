import * as z from 'zod';
import { imageUrl, jsonSchema, metadata, name } from './requestSchema.ts';
import { strictSchemaProblems } from './strictSchemaProblems.ts';

/*
 * What the published schema of POST /chat/completions and this project's contract allow in a request, as far as our
 * requests use it. Anything else is refused: a new field belongs here first.
 */

const toolCall = z.discriminatedUnion('type', [
  z.strictObject({
    id: z.string().min(1),
    type: z.literal('function'),
    function: z.strictObject({ name, arguments: z.string() }),
  }),
  z.strictObject({
    id: z.string().min(1),
    type: z.literal('custom'),
    custom: z.strictObject({ name, input: z.string() }),
  }),
]);

const userPart = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), text: z.string() }),
  z.strictObject({
    type: z.literal('image_url'),
    image_url: z.strictObject({ url: imageUrl, detail: z.literal('high') }),
  }),
]);

const message = z.discriminatedUnion('role', [
  z.strictObject({ role: z.literal('system'), content: z.string() }),
  z.strictObject({ role: z.literal('user'), content: z.union([z.string(), z.array(userPart).min(2)]) }),
  z.strictObject({
    role: z.literal('assistant'),
    content: z.string(),
    tool_calls: z.array(toolCall).min(1).optional(),
    reasoning_content: z.string().optional(),
  }),
  z.strictObject({ role: z.literal('tool'), tool_call_id: z.string().min(1), content: z.string() }),
]);

const tool = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('function'),
    function: z.strictObject({
      name,
      description: z.string().min(1),
      parameters: jsonSchema,
      strict: z.literal(true).optional(),
    }),
  }),
  z.strictObject({
    type: z.literal('custom'),
    custom: z.strictObject({
      name,
      description: z.string().min(1),
      format: z.strictObject({ type: z.literal('text') }),
    }),
  }),
]);

const request = z.strictObject({
  model: z.string().min(1),
  messages: z.array(message).min(2),
  tools: z.array(tool).min(1).optional(),
  tool_choice: z
    .union([
      z.enum(['auto', 'required']),
      z.strictObject({ type: z.literal('function'), function: z.strictObject({ name }) }),
      z.strictObject({ type: z.literal('custom'), custom: z.strictObject({ name }) }),
    ])
    .optional(),
  parallel_tool_calls: z.boolean().optional(),
  response_format: z
    .strictObject({
      type: z.literal('json_schema'),
      json_schema: z.strictObject({ name, schema: jsonSchema, strict: z.literal(true).optional() }),
    })
    .optional(),
  reasoning_effort: z.enum(['none', 'minimal', 'low', 'medium', 'high', 'xhigh']).optional(),
  max_tokens: z.int().min(16).optional(),
  max_completion_tokens: z.int().min(16).optional(),
  metadata: metadata.optional(),
  prompt_cache_key: z.string().min(1).max(64).optional(),
  service_tier: z.literal('flex').optional(),
  store: z.literal(false).optional(),
  stream: z.literal(true),
  stream_options: z.strictObject({ include_usage: z.literal(true) }).optional(),
});

/** What is wrong with the body of a chat request; empty where nothing is. */
export function chatRequestProblems(body: unknown): string[] {
  const read = request.safeParse(body);
  if (!read.success) return read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  const { messages, tools = [], response_format: format, max_tokens, max_completion_tokens } = read.data;
  const functions = tools.flatMap((each) => (each.type === 'function' ? [each.function] : []));
  const caps = [max_tokens, max_completion_tokens].filter((cap) => cap !== undefined);
  return [
    ...(caps.length === 1 ? [] : ['max_tokens: there must be exactly one cap of the output']),
    ...(format ? strictSchemaProblems(format.json_schema.schema, 'response_format') : []),
    ...functions.flatMap((each) => strictSchemaProblems(each.parameters, `tools.${each.name}`)),
    ...pairProblems(messages),
  ];
}

/** The results of an answer's calls follow it at once, one for each, and nothing else has one. */
function pairProblems(messages: readonly z.infer<typeof message>[]): string[] {
  const problems: string[] = [];
  let open = new Set<string>();
  for (const each of messages) {
    if (each.role === 'tool') {
      if (!open.delete(each.tool_call_id)) problems.push(`messages: no call ${each.tool_call_id} is open`);
      continue;
    }
    for (const id of open) problems.push(`messages: the call ${id} has no result`);
    open = new Set(each.role === 'assistant' ? (each.tool_calls ?? []).map(({ id }) => id) : []);
  }
  for (const id of open) problems.push(`messages: the call ${id} has no result`);
  return problems;
}
