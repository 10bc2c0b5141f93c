import { optionLines } from './options.ts';

/** Words or input that a command can't work with; the message says what to do. The process ends with exit code 2. */
export class UsageError extends Error {}

export interface CommandOptions {
  readonly workspace?: string;
  readonly json: boolean;
  readonly csv: boolean;
  readonly file?: string;
  readonly budget?: string;
  readonly ceiling?: string;
  readonly limit?: string;
  readonly query?: string;
  /** A file of settings, by the names that they have in VS Code. */
  readonly settings?: string;
  /** Where problems with labels and fixes are written, and a patch of what was verified. */
  readonly sarif?: string;
  readonly patch?: string;
  readonly apply: boolean;
  /** The commands that this run may run in a scratch copy. */
  readonly allowCommands: readonly string[];
  /** Language servers, each as `LANGUAGE=COMMAND`. */
  readonly servers: readonly string[];
  readonly rest: readonly string[];
  readonly signal: AbortSignal;
}

export const usage = `tiercel: coding work by small models, checked before you see it

  tiercel run --workspace DIR "REQUEST"     plan, do and check a change; --apply writes what was verified
  tiercel fix --workspace DIR [--file F]    fix the workspace's problems, or one file's
  tiercel debug --workspace DIR "COMMAND"   mend the code until a failing command passes in a scratch copy
  tiercel resume --workspace DIR [RUN]      go on with a run that stands still: the newest, or the one named
  tiercel verify --workspace DIR            check {"files": {PATH: CONTENT}} from stdin without writing it
  tiercel context --workspace DIR           the files a request is about: --query TEXT, or JSON lines from stdin
  tiercel apply                             apply patches from stdin, one JSON object a line
  tiercel report                            spend and pass rates; how the tiers do in --workspace

${optionLines}

Environment
  OPENAI_API_KEY     the key for that endpoint; without one only language-server fixes work
  OPENAI_BASE_URL    another endpoint for all tiers that name none of their own
  TIERCEL_API_KEY_NANO, _MINI, _PLANNER
                     keys of tiers that are at other endpoints: a key goes nowhere but to its own
  TIERCEL_STATE_DIR  where the ledger and the journals are kept

Exit codes: 0 done (fix: no errors are left), 1 not achieved, 2 bad usage or input.
`;
