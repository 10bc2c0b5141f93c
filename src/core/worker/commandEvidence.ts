import { parseCommand } from '../verify/commands/parseCommand.ts';
import { type Verdict, withEvidence } from '../verify/verdict.ts';
import type { WorkerAttempt } from './attempt.ts';

/**
 * The verdict with what the allowed commands say of the final overlay: they are run by us, whatever the worker says
 * of them. A command that the task is to make pass fails the verdict as long as it fails; one that a debugging worker
 * found failing and left so takes `passed` from it.
 */
export async function withCommands(attempt: WorkerAttempt, verdict: Verdict): Promise<Verdict> {
  const { commands } = attempt.deps;
  const { task } = attempt.order;
  // Fixes of diagnostics are many and small: their commands are run once for all of them, before they are proposed.
  if (!commands || task.targets.length > 0 || verdict.outcome === 'failed') return verdict;
  if (commands.allowed().length === 0) return verdict;
  const { signal, onNote } = attempt.options;
  onNote(`runs ${commands.allowed().join(', ')}`);
  const checks = await commands.check(attempt.overlay.changes(), { signal });
  signal.throwIfAborted();
  const judged = withEvidence(verdict, { commands: checks });
  const left = checks.filter(({ outcome }) => outcome !== 'passed').map(({ command }) => command.join(' '));
  const isLeft = (command: string) => left.includes(spelledOut(command));
  if (task.check !== undefined && isLeft(task.check)) return { ...judged, outcome: 'failed' };
  const unsolved = attempt.debug?.failing.some(isLeft) ?? false;
  return unsolved && judged.outcome === 'passed' ? { ...judged, outcome: 'unchecked' } : judged;
}

/** As a check tells it: its words, without the quotes around them. */
function spelledOut(command: string): string {
  const parsed = parseCommand(command);
  return parsed.ok ? parsed.argv.join(' ') : command;
}
