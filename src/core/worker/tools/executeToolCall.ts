import { cutFenced } from '../../context/fence.ts';
import type { ToolCall } from '../../model/modelClient.ts';
import type { WorkerAttempt } from '../attempt.ts';
import { checkWork, describeCheck } from '../checkWork.ts';
import { runCommand } from '../debug.ts';
import { applyPatchCall } from './applyPatchCall.ts';
import { noteRefusal } from './noteRefusal.ts';
import { parseToolCall } from './parseToolCall.ts';
import { diagnostics, maxToolOutput, readFile, search, symbols, type ToolAnswer } from './readTools.ts';
import type { ToolUse } from './tools.ts';
import { callUserTool } from './userTools.ts';

export type ToolOutcome =
  | ({ readonly type: 'answered' } & ToolAnswer)
  /** Not `ok` where only a part of the patch was applied. */
  | { readonly type: 'patched'; readonly ok: boolean; readonly output: string }
  /** A call that is no valid use of a tool: nothing was done. */
  | { readonly type: 'invalid'; readonly ok: false; readonly output: string }
  | { readonly type: 'finished'; readonly ok: true; readonly output: string; readonly summary: string };

/** Carries out one call; whatever the model wrote, the outcome is an answer to it. */
export async function executeToolCall(call: ToolCall, attempt: WorkerAttempt): Promise<ToolOutcome> {
  if (call.type !== 'function') return patch(call, attempt);
  const parsed = parseToolCall(call);
  if (!parsed.ok) {
    attempt.options.onMalformed?.();
    if (!parsed.isTool)
      noteRefusal(`${JSON.stringify(call.name.slice(0, 80))} is no tool that there is`, attempt);
    return { type: 'invalid', ok: false, output: parsed.message };
  }
  if (parsed.use.name === 'finish') {
    return { type: 'finished', ok: true, output: 'Finished.', summary: parsed.use.arguments.summary };
  }
  const answer = await answerOf(parsed.use, attempt);
  return { type: 'answered', ok: answer.ok, output: cut(answer.output) };
}

function answerOf(use: Exclude<ToolUse, { name: 'finish' }>, attempt: WorkerAttempt): Promise<ToolAnswer> {
  switch (use.name) {
    case 'read_file':
      return readFile(use.arguments, attempt);
    case 'search':
      return search(use.arguments, attempt);
    case 'symbols':
      return symbols(use.arguments, attempt);
    case 'diagnostics':
      return diagnostics(attempt);
    case 'run_command':
      return runCommand(use.arguments, attempt);
    case 'use_tool':
      return callUserTool(use.arguments, attempt);
  }
}

/** Applies a patch and says what the language server makes of it. */
export async function patch(
  call: Parameters<typeof applyPatchCall>[0],
  attempt: WorkerAttempt,
): Promise<Extract<ToolOutcome, { type: 'patched' | 'answered' }>> {
  const outcome = await applyPatchCall(call, attempt);
  if (!outcome.ok)
    return {
      type: outcome.paths.length > 0 ? 'patched' : 'answered',
      ok: false,
      output: cut(outcome.message),
    };
  const checked = await checkWork(attempt);
  const said = `Applied: ${outcome.paths.join(', ')}.\n${describeCheck(attempt, checked)}`;
  return { type: 'patched', ok: true, output: cut(said) };
}

const cut = (text: string): string => cutFenced(text, maxToolOutput);
