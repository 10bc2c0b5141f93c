import type { FileChanges } from './fileChanges.ts';

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

/** `changes` of a refused patch: the files whose part of it did fit, whole files only. */
export type PatchResult =
  | { readonly ok: true; readonly changes: FileChanges }
  | { readonly ok: false; readonly error: PatchError; readonly changes?: FileChanges };

export function refuse(
  code: PatchErrorCode,
  message: string,
  path?: string,
): { ok: false; error: PatchError } {
  return { ok: false, error: path === undefined ? { code, message } : { code, message, path } };
}
