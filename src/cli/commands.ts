import { text } from 'node:stream/consumers';
import { apply } from './apply.ts';
import { formatReport, report } from './report.ts';
import { runJob } from './runJob.ts';
import { openState } from './state.ts';
import { type CommandOptions, UsageError } from './usage.ts';
import { verify } from './verify.ts';
import { workspaceFolder } from './workspaceFolder.ts';
import { writeLine } from './writeLine.ts';

/** What each command does; a number is the process's exit code. */
export const commands = {
  apply: () => apply(process.stdin, writeLine),

  async verify(options: CommandOptions) {
    const workspaceDir = await workspaceFolder(options.workspace);
    const { exitCode, output } = await verify({
      workspaceDir,
      input: await text(process.stdin),
      signal: options.signal,
    });
    await writeLine(JSON.stringify(output));
    return exitCode;
  },

  async run(options: CommandOptions) {
    const request = options.rest.join(' ').trim();
    if (request === '') throw new UsageError('Say what is to be done: tiercel run --workspace DIR "REQUEST"');
    return runJob({ type: 'request', text: request }, options);
  },

  async fix(options: CommandOptions) {
    const file = options.file?.replaceAll('\\', '/').replace(/^\.\//, '');
    return runJob({ type: 'fixProblems', ...(file !== undefined && { file }) }, options);
  },

  async resume(options: CommandOptions) {
    return runJob({ type: 'resume', run: options.rest[0] }, options);
  },

  async report(options: CommandOptions) {
    const state = await openState();
    try {
      const summary = await report(state.ledger);
      await writeLine(options.json ? JSON.stringify(summary) : formatReport(await state.ledger.report()));
      return 0;
    } finally {
      state.close();
    }
  },
} satisfies Record<string, (options: CommandOptions) => Promise<number>>;
