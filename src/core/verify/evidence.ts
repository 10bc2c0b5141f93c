/**
 * A command that was run on the proposed contents. `passed` and `failed` are its own word; a command that was
 * `stopped` (time, output) or `notRun` (not allowed, not found) says nothing of the change.
 */
export interface CommandCheck {
  /** The program and its arguments, as they were run or would have been. */
  readonly command: readonly string[];
  /** Null where the command did not come to an end by itself. */
  readonly exitCode: number | null;
  readonly ms: number;
  readonly outcome: 'passed' | 'failed' | 'stopped' | 'notRun';
  /** How it ended on the workspace without the change; absent where that was not looked at. */
  readonly before?: CommandCheck['outcome'];
  /** One line for people: what was counted, what failed first, or why it was stopped or not run. */
  readonly summary: string;
  /**
   * What was not there for the command to find, since the system does not let it be copied, before the change as with
   * it: "data.bin (EACCES: permission denied) and 2 more". Absent where nothing lacked.
   */
  readonly without?: string;
}

export type SuspicionKind =
  /** A comment or setting that switches a check off, a cast to `any`. */
  | 'silencing'
  /** Literals of a test stand in the code that it tests. */
  | 'testLiteral'
  /** An assertion is gone or asks for less. */
  | 'weakenedTest'
  | 'skippedTest'
  /** A test or a configuration was changed where the task was the code. */
  | 'unaskedFile'
  | 'swallowedException'
  | 'removedCode';

/** A sign that a change satisfies its checks without doing what was asked. A sign is no proof, so it fails nothing. */
export interface Suspicion {
  readonly kind: SuspicionKind;
  readonly path: string;
  /** In the proposed contents, from 0; in the old ones where the sign is that something is gone. */
  readonly line: number;
  /** A clause for people, such as "asserts on 3 where it asserted on 5". */
  readonly detail: string;
}

/** What is known of a change beside the servers' diagnostics. */
export interface FurtherEvidence {
  readonly commands?: readonly CommandCheck[];
  readonly suspicions?: readonly Suspicion[];
}
