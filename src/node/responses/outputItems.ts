import { isRecord } from '../../base/isRecord.ts';
import { readFunctionCall } from '../../core/model/functionCall.ts';
import type { PatchOperation, ToolCall } from '../../core/model/modelClient.ts';
import { patchToolName } from '../../core/model/patchTool.ts';
import type { JsonRecord } from '../http/jsonRecord.ts';

/** The text of the answer: that of the final messages where the model tells them from its remarks on the way. */
export function textOf(items: readonly JsonRecord[]): string {
  const messages = items.filter((item) => item.type === 'message');
  const final = messages.filter((message) => message.phase === 'final_answer');
  return (final.length > 0 ? final : messages)
    .map((message) => partsOf(message, 'output_text', 'text'))
    .filter((text) => text !== '')
    .join('\n');
}

/** The words of a refusal; empty where there is none. */
export function refusalOf(items: readonly JsonRecord[]): string {
  return items.map((item) => partsOf(item, 'refusal', 'refusal')).join('');
}

function partsOf(item: JsonRecord, type: string, field: string): string {
  const parts = Array.isArray(item.content) ? item.content.filter(isRecord) : [];
  return parts
    .filter((part) => part.type === type)
    .map((part) => String(part[field] ?? ''))
    .join('');
}

/** Whether an item says of itself that it was not finished, as a call with cut arguments does. */
export function hasUnfinished(items: readonly JsonRecord[]): boolean {
  return items.some((item) => item.type !== 'reasoning' && item.status === 'incomplete');
}

/** The calls among the items. A patch counts as one in whatever form it comes, also in one that was not offered. */
export function toolCallsOf(items: readonly JsonRecord[]): ToolCall[] {
  return items.flatMap((item): ToolCall[] => {
    if (typeof item.call_id !== 'string') return [];
    const callId = item.call_id;
    switch (item.type) {
      case 'function_call':
        return [readFunctionCall(callId, String(item.name), asText(item.arguments))];
      case 'custom_tool_call': {
        const text = asText(item.input);
        if (item.name === patchToolName) return [{ type: 'patchText', callId, text, wire: 'custom' }];
        return [{ type: 'function', callId, name: String(item.name), arguments: text }];
      }
      case 'apply_patch_call': {
        const operation = patchOperation(item.operation);
        if (operation) return [{ type: 'patchOperation', callId, operation }];
        return [{ type: 'function', callId, name: patchToolName, arguments: asText(item.operation) }];
      }
      default:
        return [];
    }
  });
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

function patchOperation(value: unknown): PatchOperation | undefined {
  if (!isRecord(value) || typeof value.path !== 'string') return undefined;
  const { type, path, diff } = value;
  if (type === 'delete_file') return { type, path };
  if ((type === 'create_file' || type === 'update_file') && typeof diff === 'string') {
    return { type, path, diff };
  }
  return undefined;
}
