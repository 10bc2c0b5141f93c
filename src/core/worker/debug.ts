import { fence } from '../context/fence.ts';
import type { CommandResult, Commands } from '../verify/commands/commands.ts';
import { describeWithout } from '../verify/describeVerdict.ts';
import type { WorkerAttempt } from './attempt.ts';
import { noteRefusal } from './tools/noteRefusal.ts';
import type { ToolAnswer } from './tools/readTools.ts';

/** The same failure this many times, each on other contents, means that the loop gets nowhere. */
const sameFailures = 3;

/** What a worker that debugs knows of the commands that it is to make pass. */
export interface DebugLoop {
  readonly commands: Commands;
  /** Those that failed when the work began; it is done when they pass. */
  readonly failing: readonly string[];
  /** What they said then, for the first message. */
  readonly reproduction: string;
  /** How often each way of failing was seen, and the last result of each command. */
  readonly seen: Map<string, number>;
  /** Results on the overlay as it is now; gone with the next edit. */
  current: Map<string, CommandResult>;
  /** Whether the worker was told once that it is not done, on the overlay as it is now. */
  toldNotDone: boolean;
}

/** Runs the failing check before anything is tried. Undefined where the task is no debugging or no command may run. */
export async function reproduce(attempt: WorkerAttempt): Promise<DebugLoop | undefined> {
  const { commands } = attempt.deps;
  const { task } = attempt.order;
  const isDebugging = task.check !== undefined || task.kind === 'debug' || task.kind === 'test';
  if (!commands || !isDebugging || commands.allowed().length === 0) return undefined;
  const wanted = task.check === undefined ? commands.allowed() : [task.check];
  const loop = newLoop(commands);
  const results: { readonly command: string; readonly result: CommandResult }[] = [];
  for (const command of wanted) results.push({ command, result: await runNow(command, loop, attempt) });
  // What was seen and is current goes on in the same maps.
  return {
    ...loop,
    failing: results.filter(({ result }) => result.check.outcome === 'failed').map(({ command }) => command),
    reproduction: results.map(({ command, result }) => describeResult(command, result, 'now')).join('\n\n'),
  };
}

/** A loop in which nothing was run yet, and nothing is to be made pass. */
function newLoop(commands: Commands): DebugLoop {
  return {
    commands,
    failing: [],
    reproduction: '',
    seen: new Map(),
    current: new Map(),
    toldNotDone: false,
  };
}

/** Runs a command on the overlay as it is, once for each state of it. */
async function runNow(command: string, loop: DebugLoop, attempt: WorkerAttempt): Promise<CommandResult> {
  const known = loop.current.get(command);
  if (known) return known;
  const { signal, onNote } = attempt.options;
  onNote(`runs ${command}`);
  const result = await loop.commands.run(command, attempt.overlay.changes(), { signal });
  signal.throwIfAborted();
  loop.current.set(command, result);
  const { signature } = result;
  if (signature !== undefined) {
    const key = `${command} ${signature}`;
    loop.seen.set(key, (loop.seen.get(key) ?? 0) + 1);
  }
  return result;
}

/** The contents are others now: what was run before says nothing of them. */
export function forgetResults(attempt: WorkerAttempt): void {
  if (!attempt.debug) return;
  attempt.debug.current = new Map();
  attempt.debug.toldNotDone = false;
}

export type DebugProgress =
  | { readonly type: 'solved'; readonly text: string }
  | { readonly type: 'stillFailing'; readonly text: string }
  /** It failed in the same way so often that going on is of no use. */
  | { readonly type: 'stuck'; readonly text: string };

/** Runs what is to pass on the overlay as it is. Undefined where nothing failed to begin with. */
export async function tryFailing(attempt: WorkerAttempt): Promise<DebugProgress | undefined> {
  const { debug } = attempt;
  if (!debug || debug.failing.length === 0) return undefined;
  const texts: string[] = [];
  let isSolved = true;
  for (const command of debug.failing) {
    const result = await runNow(command, debug, attempt);
    if (result.check.outcome !== 'passed') isSolved = false;
    texts.push(describeResult(command, result, 'with your edits'));
  }
  const text = texts.join('\n\n');
  if (isSolved) return { type: 'solved', text };
  return isStuck(debug) ? { type: 'stuck', text: stuckText(debug) } : { type: 'stillFailing', text };
}

/** Whether one failure came back so often that this tier will not mend it. */
export function isStuck({ seen }: DebugLoop): boolean {
  return [...seen.values()].some((times) => times >= sameFailures);
}

/** Why the loop ended, for who goes on. */
export function stuckText(loop: DebugLoop): string {
  const failed = [...loop.current].find(([, { signature }]) => signature !== undefined);
  const said = failed?.[1].check.summary ?? '';
  return `The same failure came ${sameFailures} times${said === '' ? '' : `: ${said}`}.`;
}

/** The tool: runs a command that the user allows. */
export async function runCommand(
  args: { readonly command: string },
  attempt: WorkerAttempt,
): Promise<ToolAnswer> {
  const commands = attempt.deps.commands;
  const allowed = commands?.allowed() ?? [];
  if (!commands || !allowed.includes(args.command)) {
    noteRefusal(`${JSON.stringify(args.command.slice(0, 200))} is no command that you allow`, attempt);
    const which = allowed.length === 0 ? 'none' : allowed.map((each) => JSON.stringify(each)).join(', ');
    return { ok: false, output: `The user has not allowed that command. Allowed, word by word: ${which}.` };
  }
  const loop = attempt.debug ?? newLoop(commands);
  attempt.debug = loop;
  const result = await runNow(args.command, loop, attempt);
  const output = describeResult(args.command, result, 'with your edits');
  return { ok: result.check.outcome === 'passed', output };
}

function describeResult(command: string, result: CommandResult, when: string): string {
  return [howItWent(command, result, when), ...describeWithout(result.check)].join('\n');
}

function howItWent(command: string, { check, output }: CommandResult, when: string): string {
  const seconds = (check.ms / 1_000).toFixed(1);
  const printed = output.text === '' ? 'It printed nothing.' : fence(output.text);
  switch (check.outcome) {
    case 'passed':
      return `${command} passes ${when} (${seconds} s).`;
    case 'failed':
      return `${command} fails ${when} (exit code ${check.exitCode}, ${seconds} s):\n${printed}`;
    case 'stopped':
      return `${command} was stopped ${when}: ${check.summary}.\n${printed}`;
    case 'notRun':
      return `${command} was not run: ${check.summary}.`;
  }
}
