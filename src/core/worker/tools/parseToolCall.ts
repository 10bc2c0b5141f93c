import type { z } from 'zod';
import { issueText } from '../../model/issueText.ts';
import type { ToolCall } from '../../model/modelClient.ts';
import { parseTolerantJson } from '../../model/tolerantJson.ts';
import { type ToolName, type ToolUse, toolArguments } from './tools.ts';

export type ParsedToolCall =
  | { readonly ok: true; readonly use: ToolUse }
  /** `message` in words that the model can act on. */
  | { readonly ok: false; readonly message: string; readonly isTool: boolean };

/** Reads a call as a model wrote it. What is not a tool's valid arguments is refused and never carried out. */
export function parseToolCall(call: Extract<ToolCall, { type: 'function' }>): ParsedToolCall {
  if (!isToolName(call.name)) {
    const names = [...Object.keys(toolArguments), 'apply_patch'].join(', ');
    const message = `There is no tool "${call.name.slice(0, 80)}". The tools are ${names}.`;
    return { ok: false, message, isTool: false };
  }
  const json = parseTolerantJson(call.arguments.trim() === '' ? '{}' : call.arguments);
  if (json.type === 'problem') {
    const message = `The arguments of ${call.name} can't be read. ${json.problem}`;
    return { ok: false, message, isTool: true };
  }
  const schema: z.ZodType = toolArguments[call.name];
  const parsed = schema.safeParse(withNulls(call.name, json.value));
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => issueText(issue, 'arguments'));
    const message = `The arguments of ${call.name} are not valid. ${problems.join('; ')}`;
    return { ok: false, message, isTool: true };
  }
  return { ok: true, use: { name: call.name, arguments: parsed.data } as ToolUse };
}

function isToolName(name: string): name is ToolName {
  return Object.hasOwn(toolArguments, name);
}

/** A model that leaves out what may be null means null. */
function withNulls(name: ToolName, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  if (name === 'read_file') return { from: null, to: null, ...value };
  return name === 'search' ? { regex: false, ...value } : value;
}
