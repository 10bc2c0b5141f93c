import type { FileChanges } from '../../edit/fileChanges.ts';
import type { CommandOutput } from './outputDigest.ts';

export interface CommandLimits {
  /** Milliseconds that the command may take. */
  readonly timeMs: number;
  /** Bytes of output after which it is ended. */
  readonly outputBytes: number;
  /** Processes at once after which it is ended, where the system tells how many there are. */
  readonly processes?: number;
}

export type CommandEnd =
  | { readonly type: 'exited'; readonly exitCode: number }
  /** It took too long, printed too much, or was ended from outside by a signal. */
  | { readonly type: 'killed'; readonly reason: string }
  /** The program is not there, or there can be no scratch copy: it says nothing about the code. */
  | { readonly type: 'notRun'; readonly reason: string };

/** What could not be copied, since the system does not let it be read. Relative to the workspace's root. */
export interface Uncopied {
  readonly path: string;
  /** The system's word: "EACCES: permission denied". */
  readonly reason: string;
}

export interface CommandRun {
  readonly end: CommandEnd;
  readonly ms: number;
  readonly output: CommandOutput;
  /** What the copy lacks that the command was run in; absent where it is whole. */
  readonly uncopied?: readonly Uncopied[];
}

/**
 * Runs commands in a copy of the workspace, as it would be with some changes; the user's own files are not written.
 * A port that the hosts answer. Cancelling ends the command and all that it started, and rejects.
 */
export interface Scratch {
  /** A name for the workspace as it is now with the changes: the same only as long as all files are the same. */
  stateOf(changes: FileChanges, options: { readonly signal: AbortSignal }): Promise<string>;
  run(
    argv: readonly string[],
    options: { readonly changes: FileChanges; readonly limits: CommandLimits; readonly signal: AbortSignal },
  ): Promise<CommandRun>;
}
