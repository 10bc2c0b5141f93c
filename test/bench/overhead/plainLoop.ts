import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import OpenAI from 'openai';
import type {
  FunctionTool,
  ResponseFunctionToolCall,
  ResponseInput,
} from 'openai/resources/responses/responses';
import { defaultSettings } from '../../../src/core/settings/settings.ts';

const string = { type: 'string' } as const;

function tool(name: string, description: string, ...parameters: readonly string[]): FunctionTool {
  return {
    ...{ type: 'function', name, description, strict: true },
    parameters: {
      type: 'object',
      properties: Object.fromEntries(parameters.map((each) => [each, string])),
      required: parameters,
      additionalProperties: false,
    },
  };
}

const tools = [
  tool('read_file', 'The text of a file.', 'path'),
  tool(
    'edit_file',
    'Puts one text in the place of another, which must stand in the file once.',
    'path',
    'old',
    'new',
  ),
  tool('finish', 'Ends the work with a summary.', 'summary'),
];

/**
 * What a program of a page does for the same job: one large model with three tools, asked again until it finishes. It
 * checks nothing, sets nothing aside and remembers nothing.
 */
export async function plainLoop(
  job: string,
  { baseUrl, folder }: { readonly baseUrl: string; readonly folder: string },
): Promise<void> {
  const client = new OpenAI({ apiKey: 'key', baseURL: baseUrl });
  const input: ResponseInput = [message(job)];
  for (;;) {
    const { output } = await client.responses.create({
      model: defaultSettings.tiers.planner.model,
      instructions:
        'You are a coding agent. Use the tools to read and edit files until the task is done, then call finish.',
      ...{ input, tools, store: false, max_output_tokens: 8_000, prompt_cache_key: 'plain' },
      // What the scripted endpoint knows its requests by.
      metadata: {
        tiercel_run: 'plain',
        tiercel_task: 'plain',
        tiercel_role: 'work',
        tiercel_tier: 'planner',
      },
    });
    const calls = output.filter((item) => item.type === 'function_call');
    if (calls.length === 0 || calls.some(({ name }) => name === 'finish')) return;
    input.push(...(output as ResponseInput));
    for (const call of calls) {
      const answer = await answerTo(call, folder);
      input.push({ type: 'function_call_output', call_id: call.call_id, output: answer });
    }
  }
}

async function answerTo(
  { name, arguments: text }: ResponseFunctionToolCall,
  folder: string,
): Promise<string> {
  const given = JSON.parse(text);
  const file = path.join(folder, given.path);
  const content = await readFile(file, 'utf8');
  if (name === 'read_file') return content;
  if (content.split(given.old).length !== 2) return 'The old text does not stand there once.';
  await writeFile(file, content.replace(given.old, given.new));
  return 'Done.';
}

function message(text: string): ResponseInput[number] {
  return { type: 'message', role: 'user', content: [{ type: 'input_text', text }] };
}
