import type { ModelReply, Usage } from './modelClient.ts';

/** More than any model may write in one answer: what is longer is an endpoint gone wrong. */
const mostCharacters = 1_000_000;
/** Enough of it to be shown. */
const shownCharacters = 10_000;

/**
 * The reply, with counts that are none taken for no counts at all; or what is left of one that is far longer than was
 * asked for: nothing is to be made of that.
 */
export function boundReply(reply: ModelReply): ModelReply {
  if (reply.type === 'fault' || reply.type === 'overBudget') return reply;
  const usage = countable(reply.usage);
  if (lengthOf(reply) <= mostCharacters) return usage === reply.usage ? reply : { ...reply, usage };
  const text = reply.text.slice(0, shownCharacters);
  return { type: 'cutOff', reason: 'far longer than any answer may be', text, usage, timing: reply.timing };
}

/** Whether all counts are what can be counted: whole, and none below nothing. */
export function isCounted({ input, cached, cacheWritten = 0, output, reasoning }: Usage): boolean {
  const counts = [input, cached, cacheWritten, output, reasoning];
  return counts.every((count) => Number.isSafeInteger(count) && count >= 0);
}

function countable(usage: Usage): Usage {
  return isCounted(usage) ? usage : { input: 0, cached: 0, output: 0, reasoning: 0 };
}

function lengthOf(reply: Exclude<ModelReply, { readonly type: 'fault' | 'overBudget' }>): number {
  if (reply.type !== 'completed' || reply.text.length > mostCharacters) return reply.text.length;
  return JSON.stringify([reply.calls, reply.items]).length;
}
