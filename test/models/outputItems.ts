import { patchOperations } from './patchOperations.ts';
import type { ScriptOutput } from './script.ts';

export type Item = Record<string, unknown> & { readonly type: string; readonly id: string };

interface OfferedTool {
  readonly type?: unknown;
  readonly name?: unknown;
}

/** Scripted outputs as the items of a response, in the forms that the request's tools ask for. `nextId` counts up. */
export function outputItems(
  outputs: readonly ScriptOutput[],
  tools: readonly OfferedTool[],
  nextId: () => string,
): Item[] {
  return outputs.flatMap((output): Item[] => {
    const id = nextId();
    switch (output.type) {
      case 'text':
        return [message(id, [textPart(output.text)])];
      case 'json':
        return [message(id, [textPart(JSON.stringify(output.value))])];
      case 'refusal':
        return [message(id, [{ type: 'refusal', refusal: output.text }])];
      case 'tool':
        return [functionCall(id, output.name, JSON.stringify(output.arguments))];
      case 'patch':
        return patchItems(output.patch, tools, id, nextId);
      default:
        return output satisfies never;
    }
  });
}

export function functionCall(id: string, name: string, args: string): Item {
  return {
    id: `fc_${id}`,
    type: 'function_call',
    status: 'completed',
    call_id: `call_${id}`,
    name,
    arguments: args,
  };
}

function patchItems(patch: string, tools: readonly OfferedTool[], id: string, nextId: () => string): Item[] {
  if (tools.some((tool) => tool.type === 'apply_patch')) {
    return patchOperations(patch).map((operation) => {
      const each = nextId();
      return {
        id: `apc_${each}`,
        type: 'apply_patch_call',
        status: 'completed',
        call_id: `call_${each}`,
        operation,
      };
    });
  }
  const offered = tools.find((tool) => tool.name === 'apply_patch');
  if (offered?.type === 'custom') {
    return [
      { id: `ctc_${id}`, type: 'custom_tool_call', call_id: `call_${id}`, name: 'apply_patch', input: patch },
    ];
  }
  if (offered?.type === 'function') return [functionCall(id, 'apply_patch', JSON.stringify({ patch }))];
  throw new Error('The script answers with a patch, but the request offers no tool for one.');
}

function message(id: string, content: readonly unknown[]): Item {
  return { id: `msg_${id}`, type: 'message', status: 'completed', role: 'assistant', content };
}

function textPart(text: string) {
  return { type: 'output_text', text, annotations: [], logprobs: [] };
}

/** The item as it stands when the endpoint reached its limit: half of what it had to say. */
export function cutOff(item: Item): Item {
  const cut = (text: unknown) => String(text).slice(0, Math.ceil(String(text).length / 2));
  const status = 'incomplete';
  switch (item.type) {
    case 'function_call':
      return { ...item, status, arguments: cut(item.arguments) };
    case 'custom_tool_call':
      return { ...item, input: cut(item.input) };
    case 'apply_patch_call': {
      const operation = item.operation as Record<string, unknown>;
      return { ...item, status: 'in_progress', operation: { ...operation, diff: cut(operation.diff ?? '') } };
    }
    default: {
      const [part] = item.content as Record<string, unknown>[];
      const field = part?.type === 'refusal' ? 'refusal' : 'text';
      return { ...item, status, content: [{ ...part, [field]: cut(part?.[field]) }] };
    }
  }
}
