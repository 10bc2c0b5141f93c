import type { ToolCall } from './modelClient.ts';
import { patchToolName } from './patchTool.ts';
import { parseTolerantJson } from './tolerantJson.ts';

/**
 * A call of a function as a model wrote it. A patch given as its argument counts as a patch; where the arguments can't
 * be read it stays a function call, to be sent back.
 */
export function readFunctionCall(callId: string, name: string, args: string): ToolCall {
  if (name === patchToolName) {
    const json = parseTolerantJson(args);
    const value = json.type === 'json' ? json.value : undefined;
    const fields = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
    const text = fields.patch ?? fields.input;
    if (typeof text === 'string') return { type: 'patchText', callId, text, wire: 'function' };
  }
  return { type: 'function', callId, name, arguments: args };
}
