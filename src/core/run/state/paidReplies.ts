import type { ModelClient, ModelReply, ModelRequest } from '../../model/modelClient.ts';
import type { Role } from '../../model/tier.ts';

/** A reply that answers something and was paid for. */
export type AnsweringReply = Exclude<ModelReply, { readonly type: 'fault' | 'overBudget' }>;

/** A reply whose work is not done yet: were the run cut off now, it would be asked for again. */
export interface PaidReply {
  readonly task: string;
  readonly role: Role;
  /** Tells the request that it answers from all others. */
  readonly key: string;
  readonly reply: AnsweringReply;
}

/** Where a run's replies go as they come in, and where it gets those of before it was cut off. */
export interface PaidReplies {
  /** The reply to this request, each one once; undefined where it has to be asked for. */
  take(request: ModelRequest): Promise<AnsweringReply | undefined>;
  /** Resolves once the reply is kept. */
  keep(request: ModelRequest, reply: ModelReply): Promise<void>;
}

/** @param earlier the replies that a run had when it was cut off */
export function createPaidReplies(
  earlier: readonly PaidReply[],
  keep: (paid: PaidReply) => Promise<void>,
): PaidReplies {
  const left = [...earlier];
  return {
    async take(request) {
      if (left.length === 0) return undefined;
      const key = await keyOf(request);
      const at = left.findIndex((paid) => paid.key === key);
      return at === -1 ? undefined : left.splice(at, 1)[0]?.reply;
    },
    async keep(request, reply) {
      if (reply.type === 'fault' || reply.type === 'overBudget') return;
      const { task, role } = request;
      await keep({ task, role, key: await keyOf(request), reply });
    },
  };
}

/** A client that sends nothing again whose answer was had before the run was cut off. */
export function withPaidReplies(models: ModelClient, paid: PaidReplies): ModelClient {
  return {
    async send(request, options) {
      const known = await paid.take(request);
      options.signal.throwIfAborted();
      return known ?? models.send(request, options);
    },
  };
}

/** The same for the same request, whatever the budget left of its output; the prompt itself is on no disk. */
async function keyOf(request: ModelRequest): Promise<string> {
  const text = JSON.stringify({ ...request, maxOutputTokens: 0 });
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
