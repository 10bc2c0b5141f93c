import type { TextRange } from '../../base/textRange.ts';
import type { Diagnostic } from '../verify/diagnostic.ts';

/**
 * Why a file can't be had as text; `outside` is any path that leaves the workspace, by `..` or by a link, `excluded`
 * what the user keeps from models by a `.tiercelignore` file, and `unreadable` what the system does not let be read, or
 * what holds no text though it has a name, such as a pipe. Where a folder is there can be no file of its name.
 */
export type FileRead =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'missing' }
  | { readonly type: 'folder' }
  | { readonly type: 'binary' }
  | { readonly type: 'tooLarge'; readonly bytes: number }
  | { readonly type: 'outside' }
  /** `unread` says of the `.tiercelignore` file above it that it can't be read, where that is why. */
  | { readonly type: 'excluded'; readonly unread?: string }
  /** `reason` is the system's word ("EACCES: permission denied"), or what there is instead of a file. */
  | { readonly type: 'unreadable'; readonly reason: string };

/** A file's text as a change has it: null where there is none to have. */
export function contentOf(read: FileRead): string | null {
  return read.type === 'text' ? read.text : null;
}

/** Why a file can't be had as text, as the end of a sentence: "src/a.bin can't be worked on: it is not UTF-8 text". */
export function whyUnreadable(read: Exclude<FileRead, { readonly type: 'text' }>): string {
  switch (read.type) {
    case 'missing':
      return 'it does not exist';
    case 'folder':
      return 'it is a folder';
    case 'binary':
      return 'it is not UTF-8 text';
    case 'tooLarge':
      return `it is too large (${read.bytes} bytes)`;
    case 'outside':
      return 'it lies outside the workspace';
    case 'excluded':
      return read.unread ?? 'a .tiercelignore file keeps it from models';
    case 'unreadable':
      return `it can't be read (${read.reason})`;
  }
}

/** Files above this are not read or edited: they are data, and a model can't see them whole anyway. */
export const maxFileBytes = 1_000_000;

/** A folder of which a listing lacks files, though the user did not leave them out. */
export interface LeftOut {
  /** It ends with '/'; './' is the whole workspace. */
  readonly folder: string;
  /** As the end of a sentence: "it can't be read (EACCES: permission denied)". */
  readonly reason: string;
  /** The place whose change may end it: the folder, or an ignore file that can't be read. */
  readonly cause: string;
}

export interface SearchMatch {
  readonly path: string;
  /** From 1, as people count lines. */
  readonly line: number;
  readonly text: string;
}

export interface WorkspaceSymbol {
  readonly name: string;
  readonly kind: string;
  readonly path: string;
  /** From 1. */
  readonly line: number;
}

export interface EditorState {
  readonly open: readonly string[];
  readonly active?: { readonly path: string; readonly selection: TextRange; readonly selectedText: string };
}

export interface GitState {
  readonly branch: string;
  /** Paths that differ from the last commit, untracked ones included. */
  readonly changed: readonly string[];
}

/**
 * The user's files as the core sees them: unsaved text where an editor holds some, else the disk. All paths are
 * relative to the workspace's root, with forward slashes. The core never writes through it.
 */
export interface Workspace {
  /** The root's name, for people. */
  readonly name: string;
  read(path: string): Promise<FileRead>;
  /**
   * All files that are not excluded by git or the editor's settings, sorted. `tell` hears of each folder of which some
   * may be missing.
   */
  list(signal: AbortSignal, tell?: (leftOut: LeftOut) => void): Promise<readonly string[]>;
  search(
    query: { readonly text: string; readonly isRegex: boolean; readonly limit: number },
    signal: AbortSignal,
  ): Promise<readonly SearchMatch[]>;
  symbols(query: string, signal: AbortSignal): Promise<readonly WorkspaceSymbol[]>;
  /** What the editor shows as problems now; empty outside an editor. */
  diagnostics(): readonly Diagnostic[];
  editorState(): EditorState;
  /** Undefined where there is no repository. */
  gitState(signal: AbortSignal): Promise<GitState | undefined>;
  /** All that differs from the last commit, as git prints it; undefined where there is no repository. */
  gitDiff?(signal: AbortSignal): Promise<string | undefined>;
}
