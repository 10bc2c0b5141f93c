import type { z } from 'zod';
import type { ModelFault } from './fault.ts';
import { issueText } from './issueText.ts';
import type {
  BudgetRefusal,
  InputItem,
  ModelClient,
  ModelReply,
  ModelRequest,
  SendOptions,
} from './modelClient.ts';
import { strictSchemaOf } from './strictSchema.ts';
import { parseTolerantJson } from './tolerantJson.ts';

/** The shape of an answer, and the name it has on the wire (letters, digits, `_`, `-`; at most 64). */
export interface AnswerFormat<T> {
  readonly name: string;
  readonly schema: z.ZodType<T>;
}

export type StructuredResult<T> =
  | { readonly type: 'answer'; readonly value: T }
  /** Twice no valid answer; the problems are those of the second. */
  | { readonly type: 'malformed'; readonly problems: readonly string[] }
  | { readonly type: 'refused'; readonly text: string }
  | {
      readonly type: 'stopped';
      readonly cause: BudgetRefusal | { readonly type: 'fault'; readonly fault: ModelFault };
    };

/** An answer that could not be used, for counting by model. */
export interface MalformedAnswer {
  /** Whether it was asked for a second time already. */
  readonly isRepair: boolean;
}

export interface AskOptions extends SendOptions {
  readonly onMalformed?: (malformed: MalformedAnswer) => void;
}

/** Asks for an answer of the given shape, and once more with the problems where it does not have it. */
export async function askStructured<T>(
  models: ModelClient,
  request: Omit<ModelRequest, 'answer'>,
  format: AnswerFormat<T>,
  { onMalformed, ...options }: AskOptions,
): Promise<StructuredResult<T>> {
  const answer = { name: format.name, schema: strictSchemaOf(format.schema) };
  const first = await models.send({ ...request, answer }, options);
  const read = readAnswer(first, format);
  if (read.type !== 'malformed') return read;
  onMalformed?.({ isRepair: false });
  const input = [...request.input, ...repairInput(first, read.problems)];
  const second = readAnswer(await models.send({ ...request, input, answer }, options), format);
  if (second.type === 'malformed') onMalformed?.({ isRepair: true });
  return second;
}

/** Reads a reply as an answer of the given shape. */
export function readAnswer<T>(reply: ModelReply, format: AnswerFormat<T>): StructuredResult<T> {
  switch (reply.type) {
    case 'completed': {
      const json = parseTolerantJson(reply.text);
      if (json.type === 'problem') return { type: 'malformed', problems: [json.problem] };
      const parsed = format.schema.safeParse(json.value);
      if (parsed.success) return { type: 'answer', value: parsed.data };
      return { type: 'malformed', problems: parsed.error.issues.map((issue) => issueText(issue)) };
    }
    case 'cutOff':
      return { type: 'malformed', problems: [`The answer was cut off (${reply.reason}).`] };
    case 'refused':
      return { type: 'refused', text: reply.text };
    case 'fault':
    case 'overBudget':
      return { type: 'stopped', cause: reply };
  }
}

/** What follows the first request: the answer as it came, and what was wrong with it. */
function repairInput(reply: ModelReply, problems: readonly string[]): readonly InputItem[] {
  const list = problems.map((each) => `- ${each}`).join('\n');
  const ask = `Your answer can't be used:\n${list}\nAnswer again, with one JSON value of the required shape and nothing else.`;
  if (reply.type !== 'completed') {
    return [{ type: 'user', text: `${ask} Keep it short enough to end before the limit.` }];
  }
  // A call, though no tool was offered, has no result to follow it, and endpoints refuse a call without one.
  if (reply.calls.length > 0) return [{ type: 'user', text: `${ask} There are no tools to call.` }];
  return [
    { type: 'earlier', items: reply.items },
    { type: 'user', text: ask },
  ];
}
