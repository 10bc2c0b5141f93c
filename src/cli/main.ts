#!/usr/bin/env node
import { isSystemError } from '../base/systemError.ts';
import { LedgerUnavailable } from '../core/ledger/ledgerUnavailable.ts';
import { commands } from './commands.ts';
import { tooOldNode } from './nodeVersion.ts';
import { readArguments, refuseUnheard } from './readArguments.ts';
import { UsageError, usage } from './usage.ts';
import { version } from './version.ts';

const { values, name, rest, given } = readWords();
const abort = new AbortController();
let unread: NodeJS.ErrnoException | undefined;
// Each time, not once: a terminal signals all programs of its group and npm passes on what it got, so that one Ctrl+C
// comes two or three times. The second must not end us while we end our children; Ctrl+\ still would.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => cancel(signal));
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  unread ??= error;
  cancel(error.message);
});
// Who does not hear what goes wrong is no reason to stop.
process.stderr.on('error', () => {});
const code = await main();
process.exitCode = unread ? unreadCode(unread, code) : code;

function cancel(reason: string): void {
  abort.abort(new Error(reason));
  // Commands that still read their input have nothing else that would end them.
  process.stdin.destroy();
}

/**
 * Who has read enough of lines that stand each for itself (`| head`) got what was wanted; a result that nobody read
 * is none.
 */
function unreadCode(error: NodeJS.ErrnoException, ended: number): number {
  const isEnough = error.code === 'EPIPE' && ['apply', 'context', 'report'].includes(name ?? '');
  return isEnough ? 0 : ended || 1;
}

async function main(): Promise<number> {
  if (values.version) {
    process.stdout.write(`${version}\n`);
    return 0;
  }
  if (values.help || name === undefined) {
    (values.help ? process.stdout : process.stderr).write(usage);
    return values.help ? 0 : 2;
  }
  const tooOld = tooOldNode(process.versions.node);
  if (tooOld !== undefined) return fail(tooOld);
  const takesWords = name === 'run' || name === 'debug' || (name === 'resume' && rest.length === 1);
  if (!takesWords && rest.length > 0 && Object.hasOwn(commands, name))
    return fail(`${name} takes options only, and "${rest[0]}" is none.\n\n${usage}`);
  const command = commands[name as keyof typeof commands];
  if (!Object.hasOwn(commands, name)) return fail(`There is no command "${name}".\n\n${usage}`);
  try {
    refuseUnheard(name, given);
    return await command({
      ...values,
      json: values.json ?? false,
      csv: values.csv ?? false,
      apply: values.apply ?? false,
      allowCommands: values['allow-command'] ?? [],
      servers: values.server ?? [],
      rest,
      signal: abort.signal,
    });
  } catch (error) {
    if (error instanceof UsageError) return fail(error.message);
    if (abort.signal.aborted) return 130;
    if (error instanceof LedgerUnavailable) {
      process.stderr.write(`tiercel: The ledger can't be kept: ${error.message}.\n`);
      return 1;
    }
    if (!isSystemError(error)) throw error;
    process.stderr.write(`tiercel: ${error.message}\n`);
    return 1;
  }
}

function fail(message: string): number {
  process.stderr.write(`tiercel: ${message}\n`);
  return 2;
}

function readWords() {
  try {
    return readArguments(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.exit(fail(error.message));
  }
}
