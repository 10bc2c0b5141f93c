import { readFunctionCall } from './functionCall.ts';
import type { InputItem, ModelRequest, ToolCall, ToolSpec } from './modelClient.ts';
import { patchToolDescription } from './patchTool.ts';
import { parseTolerantJson } from './tolerantJson.ts';

const idStart = 'text_';

/** Whether a call stood in the text of an answer; its result goes back as text too. */
export function isTextCall(call: ToolCall): boolean {
  return call.callId.startsWith(idStart);
}

/** The request for a model without tool calls: it is told to write them as text, and results come as text. */
export function withTextTools(request: ModelRequest): ModelRequest {
  const instructions = `${request.instructions}\n\n${howToCall(request)}`;
  const { toolChoice: _, ...rest } = request;
  return { ...rest, instructions, input: request.input.map(resultAsText), tools: [] };
}

function howToCall(request: ModelRequest): string {
  const functions = request.tools.filter((tool) => tool.type === 'function');
  const lines: string[] = [];
  if (functions.length > 0) {
    lines.push(
      'You have tools. To call one, write a fenced block that names the tool and holds its arguments as JSON:',
      '```tool NAME\n{"argument": "value"}\n```',
      'Write nothing after your calls: their results come in the next message. The tools:',
      ...functions.map(
        ({ name, description, parameters }) =>
          `${name}: ${description} Arguments: ${JSON.stringify(parameters)}`,
      ),
    );
  }
  if (request.tools.some((tool) => tool.type === 'patch')) {
    lines.push(`To change files, write a patch as plain text, outside of any JSON. ${patchToolDescription}`);
  }
  if (request.toolChoice === 'patch') lines.push('Your answer must hold a patch.');
  if (request.toolChoice === 'required') lines.push('Your answer must call a tool.');
  return lines.join('\n');
}

/** The result of a call as a message of the user. */
export function resultAsText(item: InputItem): InputItem {
  if (item.type !== 'toolResult') return item;
  const name = item.call.type === 'function' ? item.call.name : 'the patch';
  return { type: 'user', text: `Result of ${name}${item.ok ? '' : ' (failed)'}:\n${item.output}` };
}

/**
 * The tool calls that stand in an answer's text: those of `withTextTools`, and the forms in which models write calls
 * when their endpoint does not read them. Only calls of offered tools that are written to their end count.
 */
export function textCalls(text: string, tools: readonly ToolSpec[]): readonly ToolCall[] {
  const known = new Set(tools.flatMap((tool) => (tool.type === 'function' ? [tool.name] : [])));
  const found: Found[] = [];
  let rest = text;
  if (tools.some((tool) => tool.type === 'patch')) {
    // A patch may itself hold fences and JSON: it is taken out before these are looked for.
    rest = text.replace(wholePatch, (patch: string, at: number) => {
      found.push({ at, call: (callId) => ({ type: 'patchText', callId, text: patch, wire: 'custom' }) });
      return ' '.repeat(patch.length);
    });
  }
  for (const { at, name, args } of written(rest)) {
    if (known.has(name)) found.push({ at, call: (callId) => readFunctionCall(callId, name, args) });
  }
  return found.sort((a, b) => a.at - b.at).map(({ call }, index) => call(`${idStart}${index + 1}`));
}

interface Found {
  readonly at: number;
  readonly call: (callId: string) => ToolCall;
}

interface Written {
  readonly at: number;
  readonly name: string;
  readonly args: string;
}

const wholePatch = /^\*\*\* Begin Patch[ \t]*\r?\n[\s\S]*?^\*\*\* End Patch[ \t]*$/gm;
const toolFence = /^(`{3,}|~{3,})[ \t]*tool[ \t:]+([\w.-]+)[ \t]*\r?\n([\s\S]*?)^\1[ \t]*$/gm;
const callFence = /^(`{3,}|~{3,})[ \t]*(?:json|tool_call|tool_code)?[ \t]*\r?\n([\s\S]*?)^\1[ \t]*$/gm;
const callTag = /<(tool_call|function_call)>([\s\S]*?)<\/\1>/g;
const functionTag = /<function=([\w.-]+)>([\s\S]*?)<\/function>/g;
const parameterTag = /<parameter=([\w.-]+)>\r?\n?([\s\S]*?)\r?\n?<\/parameter>/g;

function written(text: string): readonly Written[] {
  const calls: Written[] = [];
  for (const match of text.matchAll(toolFence)) {
    const args = (match[3] ?? '').trim();
    calls.push({ at: match.index, name: match[2] ?? '', args: args === '' ? '{}' : args });
  }
  for (const match of text.matchAll(functionTag)) {
    calls.push({ at: match.index, name: match[1] ?? '', args: taggedArguments(match[2] ?? '') });
  }
  for (const match of text.matchAll(callTag)) calls.push(...namedCalls(match[2] ?? '', match.index));
  for (const match of text.matchAll(callFence)) calls.push(...namedCalls(match[2] ?? '', match.index));
  if (calls.length > 0) return calls;
  const bare = text.trim().replace(/^\[TOOL_CALLS\]\s*/, '');
  return namedCalls(bare, text.indexOf(bare));
}

/** Calls as `{"name": …, "arguments": …}`, one or a list of them, and nothing else. */
function namedCalls(source: string, at: number): readonly Written[] {
  if (!/^\s*[{[]/.test(source)) return [];
  const json = parseTolerantJson(source);
  if (json.type !== 'json') return [];
  const values: unknown[] = Array.isArray(json.value) ? json.value : [json.value];
  return values.flatMap((value, index): Written[] => {
    if (typeof value !== 'object' || value === null) return [];
    const { name, arguments: args, parameters } = value as Record<string, unknown>;
    const given = args ?? parameters;
    if (typeof name !== 'string' || given === undefined) return [];
    return [{ at: at + index, name, args: typeof given === 'string' ? given : JSON.stringify(given) }];
  });
}

/** Arguments between tags, as JSON: what reads as JSON is that, all else is text. */
function taggedArguments(source: string): string {
  const pairs = [...source.matchAll(parameterTag)];
  if (pairs.length === 0) return source.trim() === '' ? '{}' : source.trim();
  return JSON.stringify(
    Object.fromEntries(pairs.map(([, name = '', value = '']) => [name, plainValue(value)])),
  );
}

function plainValue(text: string): unknown {
  return /^(?:true|false|null|-?\d+)$/.test(text.trim()) ? JSON.parse(text) : text;
}
