import type { FileChanges } from './fileChanges.ts';
import type { TextEdit } from './textEdit.ts';

export type PatchErrorCode =
  /** The text is no patch of this format, or asks for something that can't be meant. */
  | 'invalid_patch'
  /** It breaks off: nothing of it is taken. */
  | 'truncated'
  | 'context_not_found'
  /** Several places fit equally well. */
  | 'ambiguous'
  | 'file_not_found'
  | 'file_exists'
  | 'already_applied';

/** Why a patch was refused, in words for the model that wrote it: what is there, and what to send instead. */
export interface PatchError {
  readonly code: PatchErrorCode;
  readonly message: string;
  readonly path?: string;
}

/** One change of a file that found no place; `number` counts the patch's changes to that file from 1. */
export interface HunkFailure {
  readonly number: number;
  readonly code: PatchErrorCode;
  readonly message: string;
}

/** What became of one file of a patch that did not apply as a whole. */
export interface FileOutcome {
  readonly path: string;
  /** The changes that fit, by number; none where the file was refused as a whole. */
  readonly applied: readonly number[];
  readonly failed: readonly HunkFailure[];
  /** Why nothing could be done with the file, or what of it other than its changes was left undone. */
  readonly problem?: PatchError;
}

export type FileEdits = ReadonlyMap<string, TextEdit>;

/**
 * `edits`: how each changed text differs from what was there, by the file's name after the patch: of a moved file, from
 * the text under its old name; of a new one, from the empty text. Deleted files have none.
 *
 * A refused patch may still hold what did fit, with `files` to tell which changes those are: it is for the caller to take
 * that and ask for the rest alone, or to take nothing.
 */
export type PatchResult =
  | { readonly ok: true; readonly changes: FileChanges; readonly edits: FileEdits }
  | {
      readonly ok: false;
      readonly error: PatchError;
      readonly files?: readonly FileOutcome[];
      readonly changes?: FileChanges;
      readonly edits?: FileEdits;
    };

/** An expected failure as a value; `message` says to a model or a user what to do. */
export function refuse(
  code: PatchErrorCode,
  message: string,
  path?: string,
): { ok: false; error: PatchError } {
  return { ok: false, error: path === undefined ? { code, message } : { code, message, path } };
}
