/** A line of a hunk; numbers count from 1 and exist on the side where the line does. */
export type HunkLine =
  | { readonly type: 'context'; readonly text: string; readonly oldLine: number; readonly newLine: number }
  | { readonly type: 'removed'; readonly text: string; readonly oldLine: number }
  | { readonly type: 'added'; readonly text: string; readonly newLine: number };

/** A change to one stretch of lines, with its surroundings for the reader. */
export interface Hunk {
  /** Its place in the file's list of hunks, from 0. */
  readonly index: number;
  readonly oldStart: number;
  readonly oldCount: number;
  readonly newStart: number;
  readonly newCount: number;
  readonly lines: readonly HunkLine[];
}
