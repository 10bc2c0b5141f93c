import * as vscode from 'vscode';
import type { FolderChoice, Jobs } from '../jobs.ts';
import type { CommandConsent } from './commandConsent.ts';
import type { Stops } from './stops.ts';

export interface DebugActionsOptions {
  readonly jobs: Jobs;
  readonly stops: Stops;
  readonly folders: FolderChoice;
  readonly consent: CommandConsent;
}

/** What the user can start on something that fails, and which commands that may run. */
export class DebugActions {
  readonly #options: DebugActionsOptions;

  constructor(options: DebugActionsOptions) {
    this.#options = options;
  }

  /** Explains the exception at which the active debug session stands. Gives the run's id. */
  async explainException(): Promise<string | undefined> {
    const { jobs, stops, folders } = this.#options;
    const session = vscode.debug.activeDebugSession;
    const stop = session && stops.of(session);
    if (!session || !stop) {
      void vscode.window.showWarningMessage(
        'Tiercel: No program is stopped in the debugger. Run this command when one has stopped at an exception.',
      );
      return undefined;
    }
    if (!(await jobs.isReady())) return undefined;
    const folder = session.workspaceFolder ?? (await folders.one('Explain This Exception'));
    if (!folder) return undefined;
    const [{ readStop }, { describeStop }] = await Promise.all([
      import('./readStop.ts'),
      import('./describeStop.ts'),
    ]);
    const program = await readStop(session, stop, folder);
    const files = program.frames.filter((frame) => frame.isInWorkspace).map((frame) => frame.path);
    return jobs.debug(
      {
        type: 'debug',
        cause: 'exception',
        title: program.title,
        evidence: describeStop(program),
        files: [...new Set(files)].slice(0, 4),
      },
      folder,
    );
  }

  /** Mends the code until a command that the user picks passes. Gives the run's id. */
  async debugCommand(): Promise<string | undefined> {
    const { jobs, consent, folders } = this.#options;
    if (!(await jobs.isReady())) return undefined;
    const folder = await folders.one('Debug a Failing Command');
    if (!folder) return undefined;
    const { pickFailingCommand } = await import('./pickCommands.ts');
    const command = await pickFailingCommand(folder, consent);
    if (command === undefined) return undefined;
    try {
      return await jobs.debug({ type: 'debug', cause: 'command', command }, folder);
    } finally {
      consent.endOnce(folder);
    }
  }

  async manageCommands(): Promise<void> {
    const folder = await this.#options.folders.one('Manage Allowed Commands');
    if (!folder) return;
    const { manageCommands } = await import('./pickCommands.ts');
    await manageCommands(folder, this.#options.consent);
  }
}
