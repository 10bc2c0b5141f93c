import { text } from 'node:stream/consumers';
import { exportCalls } from '../core/ledger/exportCalls.ts';
import { apply } from './apply.ts';
import { cliSettings } from './cliSettings.ts';
import { contextLines, createFinder } from './context.ts';
import { insidePath } from './insidePath.ts';
import { namedServers } from './namedServers.ts';
import { formatReport, report } from './report.ts';
import { runJob } from './runJob.ts';
import { openState } from './state.ts';
import { formatTiers, readTiers } from './tiers.ts';
import { type CommandOptions, UsageError } from './usage.ts';
import { verify } from './verify.ts';
import { workspaceFolder } from './workspaceFolder.ts';
import { write, writeLine } from './writeLine.ts';

/** What each command does; a number is the process's exit code. */
export const commands = {
  apply: () => apply(process.stdin, writeLine),

  async verify(options: CommandOptions) {
    const workspaceDir = await workspaceFolder(options.workspace);
    const { exitCode, output } = await verify({
      workspaceDir,
      servers: namedServers(options.servers),
      input: await text(process.stdin),
      signal: options.signal,
    });
    await writeLine(JSON.stringify(output));
    return exitCode;
  },

  async context(options: CommandOptions) {
    const limit = limitOf(options.limit);
    const finder = { workspace: options.workspace, limit, signal: options.signal };
    if (options.query === undefined) return contextLines(process.stdin, writeLine, finder);
    const { find, close } = createFinder(finder);
    const found = await find(options.query).finally(close);
    if (options.json) await writeLine(JSON.stringify(found));
    else
      for (const { path, score } of found.files) await writeLine(`${score.toFixed(2).padStart(8)}  ${path}`);
    return 0;
  },

  async run(options: CommandOptions) {
    const request = options.rest.join(' ').trim();
    if (request === '') throw new UsageError('Say what is to be done: tiercel run --workspace DIR "REQUEST"');
    return runJob({ type: 'request', text: request }, options);
  },

  async fix(options: CommandOptions) {
    const { file, workspace } = options;
    if (file === undefined) return runJob({ type: 'fixProblems' }, options);
    const inside = await insidePath(await workspaceFolder(workspace), file);
    return runJob({ type: 'fixProblems', file: inside }, options);
  },

  async debug(options: CommandOptions) {
    const command = options.rest.join(' ').trim();
    if (command === '')
      throw new UsageError('Say which command fails: tiercel debug --workspace DIR "npm test"');
    const allowCommands = [command, ...options.allowCommands];
    return runJob({ type: 'debug', cause: 'command', command }, { ...options, allowCommands });
  },

  async resume(options: CommandOptions) {
    return runJob({ type: 'resume', run: options.rest[0] }, options);
  },

  async report(options: CommandOptions) {
    const { core: settings } = cliSettings(options, process.env);
    const state = await openState();
    try {
      if (options.csv) {
        for await (const text of exportCalls(state.ledger, 'csv')) await write(text);
        return 0;
      }
      const root = await workspaceFolder(options.workspace);
      const tiers = await readTiers(state.ledger, await state.attemptsFor(root), settings);
      const summary = await report(state.ledger);
      await writeLine(
        options.json
          ? JSON.stringify({ ...summary, ...tiers })
          : `${formatReport(await state.ledger.report())}\n${formatTiers(tiers, settings)}`,
      );
      return 0;
    } finally {
      state.close();
    }
  },
} satisfies Record<string, (options: CommandOptions) => Promise<number>>;

function limitOf(text: string | undefined): number {
  if (text === undefined) return 20;
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1)
    throw new UsageError(`--limit takes a whole number above 0, not "${text}"`);
  return limit;
}
