import * as z from 'zod';
import { pairingProblems } from './callPairs.ts';
import { strictSchemaProblems } from './strictSchemaProblems.ts';

/*
 * What the published schema of POST /responses and this project's contract allow in a request, as far as our requests
 * use it. Anything else is refused, also what the API itself would take: a new field belongs here first.
 */

const callId = z.string().min(1).max(64);
export const name = z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/);
const itemStatus = z.enum(['in_progress', 'completed', 'incomplete']);
const phase = z.enum(['commentary', 'final_answer']);

const operation = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('create_file'), path: z.string().min(1), diff: z.string() }),
  z.strictObject({ type: z.literal('update_file'), path: z.string().min(1), diff: z.string() }),
  z.strictObject({ type: z.literal('delete_file'), path: z.string().min(1) }),
]);

export const imageUrl = z
  .string()
  .regex(/^data:image\/(png|jpeg|webp|gif);base64,[A-Za-z0-9+/]+=*$/)
  .max(20_971_520);

const inputImage = z.strictObject({
  type: z.literal('input_image'),
  image_url: imageUrl,
  detail: z.literal('high'),
});

const inputItem = z.union([
  z.strictObject({
    type: z.literal('message'),
    role: z.literal('user'),
    content: z.tuple([z.strictObject({ type: z.literal('input_text'), text: z.string() })], inputImage),
  }),
  z.strictObject({
    type: z.literal('message'),
    role: z.literal('assistant'),
    phase: phase.optional(),
    content: z.string(),
  }),
  z.strictObject({
    type: z.literal('message'),
    id: z.string(),
    role: z.literal('assistant'),
    status: itemStatus,
    phase: phase.optional(),
    content: z.array(
      z.discriminatedUnion('type', [
        z.strictObject({
          type: z.literal('output_text'),
          text: z.string(),
          annotations: z.array(z.unknown()),
          logprobs: z.array(z.unknown()),
        }),
        z.strictObject({ type: z.literal('refusal'), refusal: z.string() }),
      ]),
    ),
  }),
  z.strictObject({
    type: z.literal('reasoning'),
    id: z.string(),
    summary: z.array(z.unknown()),
    content: z.array(z.unknown()).optional(),
    status: itemStatus.optional(),
    // Nothing is stored, so reasoning without its content could not be found again.
    encrypted_content: z.string(),
  }),
  z.strictObject({
    type: z.literal('function_call'),
    id: z.string().optional(),
    call_id: callId,
    name: z.string(),
    arguments: z.string(),
    status: itemStatus.optional(),
  }),
  z.strictObject({ type: z.literal('function_call_output'), call_id: callId, output: z.string() }),
  z.strictObject({
    type: z.literal('custom_tool_call'),
    id: z.string().optional(),
    call_id: callId,
    name: z.string(),
    input: z.string(),
  }),
  z.strictObject({ type: z.literal('custom_tool_call_output'), call_id: callId, output: z.string() }),
  z.strictObject({
    type: z.literal('apply_patch_call'),
    id: z.string().optional(),
    call_id: callId,
    status: z.enum(['in_progress', 'completed']),
    operation,
  }),
  z.strictObject({
    type: z.literal('apply_patch_call_output'),
    call_id: callId,
    status: z.enum(['completed', 'failed']),
    output: z.string().optional(),
  }),
]);

export const jsonSchema = z.record(z.string(), z.unknown());

const tool = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('function'),
    name,
    description: z.string().min(1),
    parameters: jsonSchema,
    strict: z.literal(true),
  }),
  z.strictObject({
    type: z.literal('custom'),
    name,
    description: z.string().min(1),
    format: z.strictObject({ type: z.literal('text') }),
  }),
  z.strictObject({ type: z.literal('apply_patch') }),
]);

const toolChoice = z.union([
  z.enum(['auto', 'required']),
  z.strictObject({ type: z.literal('apply_patch') }),
  z.strictObject({ type: z.enum(['custom', 'function']), name }),
]);

const metadataValue = z.string().max(512);

export const roles = ['gate', 'plan', 'label', 'work', 'review', 'answer', 'extract', 'shadow'] as const;

export const metadata = z.strictObject({
  tiercel_run: metadataValue.min(1),
  tiercel_task: metadataValue,
  tiercel_role: z.enum(roles),
  tiercel_tier: z.enum(['nano', 'mini', 'planner']),
});

const request = z.strictObject({
  model: z.string().min(1),
  instructions: z.string(),
  input: z.array(inputItem).min(1),
  tools: z.array(tool).min(1).optional(),
  tool_choice: toolChoice.optional(),
  parallel_tool_calls: z.boolean().optional(),
  text: z
    .strictObject({
      format: z.strictObject({
        type: z.literal('json_schema'),
        name,
        schema: jsonSchema,
        strict: z.literal(true),
      }),
    })
    .optional(),
  reasoning: z
    .strictObject({ effort: z.enum(['none', 'minimal', 'low', 'medium', 'high', 'xhigh']) })
    .optional(),
  include: z.array(z.literal('reasoning.encrypted_content')).optional(),
  max_output_tokens: z.int().min(16),
  metadata,
  prompt_cache_key: z.string().min(1).max(64),
  service_tier: z.literal('flex').optional(),
  store: z.literal(false),
  stream: z.boolean().optional(),
});

/** What is wrong with a request's body; empty where nothing is. */
export function requestProblems(body: unknown): string[] {
  const read = request.safeParse(body);
  if (!read.success) return read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  const { text, tools = [], tool_choice, input } = read.data;
  const functions = tools.filter((each) => each.type === 'function');
  return [
    ...(text ? strictSchemaProblems(text.format.schema, 'text.format.schema') : []),
    ...functions.flatMap((each) => strictSchemaProblems(each.parameters, `tools.${each.name}`)),
    ...toolChoiceProblems(tool_choice, tools),
    ...pairingProblems(input),
  ];
}

function toolChoiceProblems(
  choice: z.infer<typeof toolChoice> | undefined,
  tools: readonly z.infer<typeof tool>[],
): string[] {
  if (choice === undefined) return [];
  if (typeof choice === 'string') return tools.length > 0 ? [] : ['tool_choice: there are no tools'];
  const isOffered = tools.some(
    (each) =>
      each.type === choice.type && (!('name' in choice) || ('name' in each && each.name === choice.name)),
  );
  return isOffered ? [] : ['tool_choice: names a tool that is not among the tools'];
}
