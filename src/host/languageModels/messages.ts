import type { ImagePart } from '../../core/model/image.ts';
import type { InputItem, ModelRequest } from '../../core/model/modelClient.ts';
import { patchToolDescription, patchToolName, patchToolParameters } from '../../core/model/patchTool.ts';
import { isTextCall, resultAsText } from '../../core/model/textTools.ts';
import type { Message, MessagePart, Tool } from './languageModel.ts';

/** The talk as VS Code's models take it. They know no role of a system: instructions come first, as the user's. */
export function messagesOf(request: ModelRequest): readonly Message[] {
  const messages: Message[] = [];
  const called = new Set<string>();
  const add = (message: Message) => {
    const last = messages.at(-1);
    if (last?.role === message.role)
      messages.splice(-1, 1, { ...message, parts: [...last.parts, ...message.parts] });
    else messages.push(message);
  };
  add(ofUser(request.instructions));
  for (const item of request.input) {
    if (item.type === 'earlier') {
      for (const message of item.items.filter(isMessage)) {
        for (const part of message.parts) if (part.type === 'call') called.add(part.callId);
        add(message);
      }
    } else add(messageOf(item, called));
  }
  return messages;
}

function messageOf(item: Exclude<InputItem, { type: 'earlier' }>, called: ReadonlySet<string>): Message {
  if (item.type === 'user') return ofUser(item.text, item.images);
  const { callId } = item.call;
  if (!isTextCall(item.call) && called.has(callId)) {
    return { role: 'user', parts: [{ type: 'result', callId, output: item.output }] };
  }
  const text = resultAsText(item);
  return ofUser(text.type === 'user' ? text.text : item.output);
}

function ofUser(text: string, images: readonly ImagePart[] = []): Message {
  const shown = images.map((image) => ({ type: 'image' as const, image }));
  return { role: 'user', parts: [{ type: 'text', text }, ...shown] };
}

function isMessage(item: unknown): item is Message {
  return typeof item === 'object' && item !== null && 'parts' in item && Array.isArray(item.parts);
}

/** A patch has a free form on other wires; VS Code's models know tools with a JSON schema alone. */
export function toolsOf(request: ModelRequest): readonly Tool[] {
  return request.tools.map((tool) =>
    tool.type === 'patch'
      ? { name: patchToolName, description: patchToolDescription, inputSchema: patchToolParameters }
      : { name: tool.name, description: tool.description, inputSchema: tool.parameters },
  );
}

/** Whether the model has to call a tool. Many models can be made to only where a single one is offered. */
export function mustCall({ tools, toolChoice = 'auto' }: ModelRequest): boolean {
  return toolChoice !== 'auto' && tools.length === 1;
}

/** All text of a talk, for counting; images are counted by their size. */
export function textOf(messages: readonly Message[], tools: readonly Tool[]): string {
  const parts = messages.flatMap((message) => message.parts.map(partText));
  return [...parts, ...(tools.length > 0 ? [JSON.stringify(tools)] : [])].join('\n');
}

/** A part as plain text; of an image there is none. */
export function partText(part: MessagePart): string {
  switch (part.type) {
    case 'text':
      return part.text;
    case 'call':
      return `${part.name} ${JSON.stringify(part.input)}`;
    case 'result':
      return part.output;
    case 'image':
      return '';
  }
}
