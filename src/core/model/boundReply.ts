import type { ModelReply } from './modelClient.ts';

/** More than any model may write in one answer: what is longer is an endpoint gone wrong. */
const mostCharacters = 1_000_000;
/** Enough of it to be shown. */
const shownCharacters = 10_000;

/** The reply, or what is left of one that is far longer than was asked for: nothing is to be made of that. */
export function boundReply(reply: ModelReply): ModelReply {
  if (reply.type === 'fault' || reply.type === 'overBudget' || lengthOf(reply) <= mostCharacters)
    return reply;
  const { usage, timing } = reply;
  const text = reply.text.slice(0, shownCharacters);
  return { type: 'cutOff', reason: 'far longer than any answer may be', text, usage, timing };
}

function lengthOf(reply: Exclude<ModelReply, { readonly type: 'fault' | 'overBudget' }>): number {
  if (reply.type !== 'completed' || reply.text.length > mostCharacters) return reply.text.length;
  return JSON.stringify([reply.calls, reply.items]).length;
}
