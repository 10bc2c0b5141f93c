import type { ResponseInputContent, ResponseInputItem } from 'openai/resources/responses/responses';
import { isRecord } from '../../base/isRecord.ts';
import { dataUrl } from '../../core/model/image.ts';
import type { InputItem, ToolCall } from '../../core/model/modelClient.ts';
import { isTextCall, resultAsText } from '../../core/model/textTools.ts';
import type { JsonRecord } from '../http/jsonRecord.ts';

type ToolResult = Extract<InputItem, { type: 'toolResult' }>;

/** The request's input as the wire has it. */
export function inputItems(input: readonly InputItem[]): ResponseInputItem[] {
  const callTypes = new Map<unknown, unknown>();
  return input.flatMap((item) => wireItems(item, callTypes));
}

/** `callTypes`: by call id, the wire type of the calls so far; a call's output must be of the same kind. */
function wireItems(item: InputItem, callTypes: Map<unknown, unknown>): ResponseInputItem[] {
  switch (item.type) {
    case 'user':
      return [{ type: 'message', role: 'user', content: userContent(item) }];
    case 'earlier': {
      const items = earlierItems(item.items);
      for (const each of items) callTypes.set(each.call_id, each.type);
      // What came from the endpoint is as the endpoint made it; only fields that it does not take back are gone.
      return items as unknown as ResponseInputItem[];
    }
    case 'toolResult':
      if (isTextCall(item.call)) return wireItems(resultAsText(item), callTypes);
      return [toolOutput(item, callTypes.get(item.call.callId) ?? wireTypeOf(item.call))];
  }
}

function userContent({ text, images = [] }: Extract<InputItem, { type: 'user' }>): ResponseInputContent[] {
  return [
    { type: 'input_text', text },
    // What an image costs is published for this detail; `auto` may come to mean more.
    ...images.map((image) => ({
      type: 'input_image' as const,
      image_url: dataUrl(image),
      detail: 'high' as const,
    })),
  ];
}

// By type: the fields that the endpoint takes back. Items of other types go back whole.
const fieldsTaken: Readonly<Record<string, readonly string[]>> = {
  message: ['type', 'id', 'role', 'status', 'phase', 'content'],
  reasoning: ['type', 'id', 'status', 'summary', 'content', 'encrypted_content'],
  function_call: ['type', 'id', 'call_id', 'status', 'namespace', 'name', 'arguments', 'caller'],
  custom_tool_call: ['type', 'id', 'call_id', 'namespace', 'name', 'input', 'caller'],
  apply_patch_call: ['type', 'id', 'call_id', 'status', 'operation', 'caller'],
};

/**
 * An endpoint that stores nothing knows a reasoning item only by its encrypted content. One that came without it can't
 * go back, and then neither can the ids beside it, because the endpoint would look for the reasoning they belong to.
 */
function earlierItems(items: readonly unknown[]): JsonRecord[] {
  const records = items.filter(isRecord);
  const isLost = (item: JsonRecord) =>
    item.type === 'reasoning' && typeof item.encrypted_content !== 'string';
  const keepsIds = !records.some(isLost);
  return records.filter((item) => !isLost(item)).map((item) => takenBack(item, keepsIds));
}

function takenBack(item: JsonRecord, keepsId: boolean): JsonRecord {
  const fields = fieldsTaken[String(item.type)];
  const kept = Object.entries(item).filter(
    ([name, value]) => (fields?.includes(name) ?? true) && value !== null,
  );
  const result: JsonRecord = Object.fromEntries(kept);
  if (item.type === 'message') {
    if (!keepsId || typeof item.id !== 'string') return messageWithoutId(result);
    result.content = parts(item).map(takenBackPart);
  }
  if (!keepsId) delete result.id;
  return result;
}

function parts(message: JsonRecord): JsonRecord[] {
  return Array.isArray(message.content) ? message.content.filter(isRecord) : [];
}

function takenBackPart(part: JsonRecord): JsonRecord {
  if (part.type !== 'output_text') return part;
  return { type: part.type, text: part.text, annotations: part.annotations ?? [], logprobs: [] };
}

function messageWithoutId(message: JsonRecord): JsonRecord {
  const text = parts(message).map((part) => part.text ?? part.refusal ?? '');
  const phase = message.phase === undefined ? {} : { phase: message.phase };
  return { type: 'message', role: 'assistant', ...phase, content: text.join('') };
}

function wireTypeOf(call: ToolCall): string {
  switch (call.type) {
    case 'function':
      return 'function_call';
    case 'patchOperation':
      return 'apply_patch_call';
    case 'patchText':
      return call.wire === 'custom' ? 'custom_tool_call' : 'function_call';
  }
}

function toolOutput(result: ToolResult, callType: unknown): ResponseInputItem {
  const call_id = result.call.callId;
  switch (callType) {
    case 'apply_patch_call':
      return {
        type: 'apply_patch_call_output',
        call_id,
        status: result.ok ? 'completed' : 'failed',
        output: result.output,
      };
    case 'custom_tool_call':
      return { type: 'custom_tool_call_output', call_id, output: result.output };
    default:
      return { type: 'function_call_output', call_id, output: result.output };
  }
}
