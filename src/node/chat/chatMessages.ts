import { isRecord } from '../../base/isRecord.ts';
import { dataUrl, type ImagePart } from '../../core/model/image.ts';
import type { InputItem, ToolCall } from '../../core/model/modelClient.ts';
import { isTextCall, resultAsText } from '../../core/model/textTools.ts';
import type { JsonRecord } from '../http/jsonRecord.ts';

type Message = JsonRecord & { readonly role: string };

export interface MessageForm {
  /** The endpoint does not take a model's reasoning back. */
  readonly withoutReasoning: boolean;
  /** Tools went out as tools; where they did not, calls and their results are text. */
  readonly hasTools: boolean;
}

/**
 * The talk as messages. Messages of the user that follow each other are put into one: the templates of many open
 * models want the roles to take turns.
 */
export function chatMessages(
  instructions: string,
  input: readonly InputItem[],
  form: MessageForm,
): readonly JsonRecord[] {
  const messages: Message[] = [{ role: 'system', content: instructions }];
  const called = new Set<unknown>();
  for (const item of input) {
    for (const message of messagesOf(item, called, form)) {
      const last = messages.at(-1);
      if (message.role === 'user' && last?.role === 'user') {
        messages.splice(-1, 1, { role: 'user', content: joined(last.content, message.content) });
      } else messages.push(message);
    }
  }
  return messages;
}

/** `called`: the ids of the calls in the messages so far; a result must belong to one of them. */
function messagesOf(item: InputItem, called: Set<unknown>, form: MessageForm): readonly Message[] {
  switch (item.type) {
    case 'user':
      return [{ role: 'user', content: userContent(item) }];
    case 'earlier': {
      const messages = item.items.filter(isAssistant).map((message) => takenBack(message, form));
      for (const id of messages.flatMap(callIds)) called.add(id);
      return messages;
    }
    case 'toolResult':
      if (!isTextCall(item.call) && called.has(item.call.callId))
        return [toolMessage(item.call, item.output)];
      return messagesOf(resultAsText(item), called, form);
  }
}

type UserItem = Extract<InputItem, { type: 'user' }>;

/** Text alone goes as text: many endpoints know no parts. */
function userContent({ text, images = [] }: UserItem): string | readonly JsonRecord[] {
  if (images.length === 0) return text;
  // What an image costs is published for this detail; `auto` may come to mean more.
  const part = (image: ImagePart) => ({
    type: 'image_url',
    image_url: { url: dataUrl(image), detail: 'high' },
  });
  return [{ type: 'text', text }, ...images.map(part)];
}

function joined(first: unknown, second: unknown): unknown {
  if (typeof first === 'string' && typeof second === 'string') return `${first}\n\n${second}`;
  const parts = (content: unknown) => (Array.isArray(content) ? content : [{ type: 'text', text: content }]);
  return [...parts(first), ...parts(second)];
}

function isAssistant(item: unknown): item is Message {
  return isRecord(item) && item.role === 'assistant';
}

function takenBack(message: Message, { withoutReasoning, hasTools }: MessageForm): Message {
  const { reasoning_content, reasoning_details, tool_calls, ...rest } = message;
  return {
    ...rest,
    ...(!withoutReasoning && reasoning_content !== undefined && { reasoning_content }),
    ...(!withoutReasoning && reasoning_details !== undefined && { reasoning_details }),
    ...(hasTools && tool_calls !== undefined && { tool_calls }),
  };
}

function callIds(message: Message): readonly unknown[] {
  return Array.isArray(message.tool_calls) ? message.tool_calls.filter(isRecord).map(({ id }) => id) : [];
}

function toolMessage(call: ToolCall, output: string): Message {
  return { role: 'tool', tool_call_id: call.callId, content: output };
}
