import { type Commands, createCommands } from '../../core/verify/commands/commands.ts';
import { createScratch, type ScratchOptions } from './createScratch.ts';

export interface WorkspaceCommands {
  readonly commands: Commands;
  dispose(): Promise<void>;
}

/** The most output of one command, in bytes. What is kept of it is far less. */
const outputBytes = 64 * 1024 * 1024;

/** Checks by command for one workspace; nothing is copied or run before a command is allowed and asked for. */
export function createWorkspaceCommands(
  options: ScratchOptions & { readonly allowed: () => readonly string[]; readonly timeMs: number },
): WorkspaceCommands {
  const scratch = createScratch(options);
  const { allowed, timeMs } = options;
  const commands = createCommands({ scratch, allowed, limits: { timeMs, outputBytes } });
  return { commands, dispose: () => scratch.dispose() };
}
