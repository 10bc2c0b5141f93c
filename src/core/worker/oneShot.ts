import type { ModelReply } from '../model/modelClient.ts';
import type { WorkerAttempt } from './attempt.ts';
import { buildRequest, firstItem } from './buildRequest.ts';
import { endAttempt } from './endAttempt.ts';
import { applyPatchCall, holdsPatch } from './tools/applyPatchCall.ts';
import type { WorkResult } from './workOrder.ts';

/** One request, one patch: all that the smallest tier is asked for. */
export async function oneShot(attempt: WorkerAttempt): Promise<WorkResult> {
  const { signal, onNote } = attempt.options;
  const input = [await firstItem(attempt)];
  onNote('asks for a patch');
  const reply = await attempt.deps.models.send(buildRequest(attempt, input), { signal });
  signal.throwIfAborted();
  switch (reply.type) {
    case 'completed':
      return applyReply(reply, attempt);
    case 'cutOff':
      return malformed(attempt, 'The answer was cut off before its end. Send a shorter patch.');
    case 'refused':
      return { type: 'refused', summary: reply.text };
    case 'fault':
    case 'overBudget':
      return { type: 'stopped', cause: reply };
  }
}

async function applyReply(
  reply: Extract<ModelReply, { type: 'completed' }>,
  attempt: WorkerAttempt,
): Promise<WorkResult> {
  const patches = reply.calls.filter((call) => call.type !== 'function');
  const inText = patches.length === 0 && holdsPatch(reply.text);
  const all = inText ? [{ type: 'patchText', text: reply.text } as const] : patches;
  if (all.length === 0) {
    const said = reply.text.trim().slice(0, 500);
    if (reply.calls.length > 0)
      return malformed(attempt, 'The answer called a tool that is not there instead of patching.');
    return said ? { type: 'noEdit', summary: said } : malformed(attempt, 'The answer holds no patch.');
  }
  for (const patch of all) {
    const outcome = await applyPatchCall(patch, attempt);
    if (!outcome.ok) return malformed(attempt, outcome.message);
  }
  return endAttempt(attempt, inText ? '' : reply.text.trim());
}

function malformed({ options }: WorkerAttempt, summary: string): WorkResult {
  options.onMalformed?.();
  return { type: 'malformed', summary };
}
