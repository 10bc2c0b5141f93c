import { fence, label } from '../context/fence.ts';
import { budgetFor } from '../context/pack/pack.ts';
import { packForDiagnostics } from '../context/pack/packForDiagnostics.ts';
import { packForTask } from '../context/pack/packForTask.ts';
import type { InputItem, ModelRequest } from '../model/modelClient.ts';
import type { ModelTier } from '../model/tier.ts';
import type { RunTask } from '../request/runTask.ts';
import type { Diagnostic } from '../verify/diagnostic.ts';
import type { WorkerAttempt } from './attempt.ts';
import { describeEvidence } from './describeEvidence.ts';
import { instructionsFor, loopWithCommands } from './prompts.ts';
import { loopToolsFor, nanoTools } from './tools/tools.ts';
import { describeUserTools } from './tools/userTools.ts';

/** Tokens of output that one answer of a worker may take; the tier's own limit holds too. */
export const mostOutput: Readonly<Record<ModelTier, number>> = { nano: 2_000, mini: 8_000, planner: 16_000 };

/** The first message: context first, then the task, then what earlier attempts came to. */
async function firstMessage(attempt: WorkerAttempt): Promise<string> {
  const { order, tier, deps, options } = attempt;
  const { task } = order;
  const budget = budgetFor(tier, deps.tiers[tier]);
  const packOptions = { tier, budget, signal: options.signal };
  const fixTitles = async (target: Diagnostic) => {
    const fixes = await deps.checker.quickFixes(target, attempt.overlay.changes(), {
      signal: options.signal,
    });
    return fixes.map(({ title }) => title);
  };
  const pack =
    task.targets.length > 0
      ? await packForDiagnostics(task, attempt.overlay, deps.workspace, { ...packOptions, fixTitles })
      : await packForTask(task, attempt.overlay, deps.workspace, packOptions);
  const evidence = await describeEvidence(order.evidence, order.overlay);
  const found = task.evidence === undefined ? '' : `What the user's debugger shows:\n${fence(task.evidence)}`;
  return [
    pack.text,
    found,
    taskText(task),
    commandsText(attempt),
    toolsText(attempt),
    evidence,
    candidateText(order),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** The first item of the input: the message, with the user's images where the task has some. */
export async function firstItem(attempt: WorkerAttempt): Promise<InputItem> {
  const { images } = attempt.order.task;
  const text = await firstMessage(attempt);
  if (!images) return { type: 'user', text };
  if (attempt.tier !== 'nano') return { type: 'user', text, images };
  return { type: 'user', text: `${text}\n\n(The user's images are not shown to you.)` };
}

/** At the end, so that all before it is the same to the byte for all candidates. */
function candidateText({ candidate }: WorkerAttempt['order']): string {
  if (candidate === undefined || candidate.number === 1) return '';
  return `Candidate ${candidate.number} of ${candidate.of}: others do this task beside you. Where there is more than one way to do it, take the ${ordinals[candidate.number - 2] ?? 'next'} that comes to mind, not the first.`;
}

const ordinals = ['second', 'third', 'fourth', 'fifth'];

function taskText(task: RunTask): string {
  // A task made from diagnostics is named by what one of them says.
  const lines = [`Task: ${task.targets.length > 0 ? label(task.title) : task.title}`];
  if (task.instructions.trim() !== '' && task.instructions.trim() !== task.title.trim())
    lines.push(task.instructions);
  if (task.acceptance.trim() !== '') lines.push(`Done when: ${task.acceptance}`);
  if (task.targets.length > 0)
    lines.push('You may change the files above, and others only if the cause lies there.');
  else if (task.files.length > 0) lines.push(`You may write: ${task.files.join(', ')}, and new files.`);
  return lines.join('\n');
}

function toolsText({ deps, tier }: WorkerAttempt): string {
  return tier === 'nano' ? '' : describeUserTools(deps.userTools?.allowed() ?? []);
}

function commandsText({ debug, deps, tier }: WorkerAttempt): string {
  const allowed = deps.commands?.allowed() ?? [];
  if (allowed.length === 0 || tier === 'nano') return '';
  const named = `Commands that run_command may run: ${allowed.join(', ')}`;
  return debug ? `${debug.reproduction}\n\n${named}` : named;
}

/** The request of one step. */
export function buildRequest(attempt: WorkerAttempt, input: readonly InputItem[]): ModelRequest {
  const { order, tier, deps } = attempt;
  const request = {
    run: order.run,
    task: order.task.id,
    role: 'work',
    tier,
    instructions: instructionsFor[tier],
    input,
    maxOutputTokens: Math.min(deps.tiers[tier].maxOutputTokens, mostOutput[tier]),
    cacheKey: `work-${tier}`,
  } as const;
  if (tier === 'nano') return { ...request, tools: nanoTools, toolChoice: 'patch' };
  const may = { commands: mayRunCommands(deps), userTools: mayUseTools(deps) };
  const kinds = [...(may.commands ? ['commands'] : []), ...(may.userTools ? ['tools'] : [])];
  return {
    ...request,
    ...(may.commands && { instructions: loopWithCommands }),
    cacheKey: [request.cacheKey, ...kinds].join('-'),
    tools: loopToolsFor(may),
    toolChoice: 'auto',
  };
}

const mayRunCommands = ({ commands }: WorkerAttempt['deps']): boolean =>
  (commands?.allowed().length ?? 0) > 0;
const mayUseTools = ({ userTools }: WorkerAttempt['deps']): boolean => (userTools?.allowed().length ?? 0) > 0;
