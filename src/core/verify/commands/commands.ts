import { label } from '../../context/fence.ts';
import type { FileChanges } from '../../edit/fileChanges.ts';
import type { CommandCheck } from '../evidence.ts';
import { failureSignature } from './failureSignature.ts';
import type { CommandOutput } from './outputDigest.ts';
import { normalizeCommand, parseCommand } from './parseCommand.ts';
import type { CommandLimits, CommandRun, Scratch, Uncopied } from './scratch.ts';

/** One command on one state of the files. */
export interface CommandResult {
  readonly check: CommandCheck;
  readonly output: CommandOutput;
  /** In what way it failed; absent where it did not fail. */
  readonly signature?: string;
}

export interface CommandOptions {
  readonly signal: AbortSignal;
}

/** Checks by command: what the user allows, run on proposed contents in a scratch copy. */
export interface Commands {
  /** The commands that may run now, in the order in which they are told. */
  allowed(): readonly string[];
  /** Runs one that is allowed; any other, and one that needs a shell, is `notRun`. */
  run(command: string, changes: FileChanges, options: CommandOptions): Promise<CommandResult>;
  /** Runs all that are allowed, each compared with how it ends on the workspace as it is. */
  check(changes: FileChanges, options: CommandOptions): Promise<readonly CommandCheck[]>;
}

export interface CommandsOptions {
  readonly scratch: Scratch;
  /** Asked each time: the user may allow and revoke while a run is under way. */
  readonly allowed: () => readonly string[];
  readonly limits: CommandLimits;
}

/** Results that are kept: the same command on the same files is not run twice. */
const mostKept = 60;

/** Runs the user's allowed commands on changes in a scratch copy; what ran on the same changes is not run again. */
export function createCommands({ scratch, allowed, limits }: CommandsOptions): Commands {
  const kept = new Map<string, CommandResult>();

  function isAllowed(command: string): boolean {
    return allowed().some((each) => normalizeCommand(each) === command);
  }

  async function run(
    given: string,
    changes: FileChanges,
    { signal }: CommandOptions,
  ): Promise<CommandResult> {
    const command = normalizeCommand(given);
    if (!isAllowed(command)) return notRun([command], 'you have not allowed it');
    const parsed = parseCommand(command);
    if (!parsed.ok) return notRun([command], parsed.reason);
    const key = `${await scratch.stateOf(changes, { signal })} ${command}`;
    signal.throwIfAborted();
    const known = kept.get(key);
    if (known) return known;
    const result = resultOf(parsed.argv, await scratch.run(parsed.argv, { changes, limits, signal }));
    signal.throwIfAborted();
    const { outcome } = result.check;
    if (outcome === 'passed' || outcome === 'failed') keep(key, result);
    return result;
  }

  function keep(key: string, result: CommandResult): void {
    const [oldest] = kept.keys();
    if (kept.size >= mostKept && oldest !== undefined) kept.delete(oldest);
    kept.set(key, result);
  }

  async function compare(
    command: string,
    changes: FileChanges,
    options: CommandOptions,
  ): Promise<CommandCheck> {
    const before = await run(command, new Map(), options);
    const { check } = await run(command, changes, options);
    return check.outcome === 'notRun' ? check : { ...check, before: before.check.outcome };
  }

  return {
    allowed: () => allowed().map(normalizeCommand),
    run,
    check: (changes, options) =>
      Promise.all(allowed().map((command) => compare(normalizeCommand(command), changes, options))),
  };
}

function notRun(command: readonly string[], summary: string): CommandResult {
  const check = { command, exitCode: null, ms: 0, outcome: 'notRun', summary } as const;
  return { check, output: { text: '', failing: [] } };
}

function resultOf(command: readonly string[], { end, ms, output, uncopied = [] }: CommandRun): CommandResult {
  if (end.type === 'notRun') return notRun(command, end.reason);
  const run = { command, ms, ...(uncopied.length > 0 && { without: namesOf(uncopied) }) };
  if (end.type === 'killed') {
    return { check: { ...run, exitCode: null, outcome: 'stopped', summary: end.reason }, output };
  }
  const { exitCode } = end;
  if (exitCode === 0) {
    return { check: { ...run, exitCode, outcome: 'passed', summary: countOf(output) }, output };
  }
  const summary = output.failing[0]?.trim().slice(0, 160) ?? '';
  const check = { ...run, exitCode, outcome: 'failed', summary } as const;
  return { check, output, signature: failureSignature(output) };
}

/** Of what a copy lacks, this many are named: there may be thousands, and models read it too. */
const mostNamed = 3;

function namesOf(uncopied: readonly Uncopied[]): string {
  const named = uncopied.slice(0, mostNamed).map(({ path, reason }) => `${label(path)} (${reason})`);
  const more = uncopied.length - named.length;
  return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** What a test runner counts at its end, such as "12 passed in 0.4s"; empty where nothing of the kind is there. */
function countOf({ text }: CommandOutput): string {
  const lines = text.split('\n').map((line) => line.trim());
  const counts = /\b\d+ (?:tests? )?(?:passed|passing)\b|^(?:# |ℹ )?pass \d+$|^test result: ok\b/;
  return (lines.findLast((line) => counts.test(line)) ?? '').replace(/^[#ℹ=\s]+|[=\s]+$/g, '').slice(0, 160);
}
