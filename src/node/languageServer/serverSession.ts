import type * as lsp from 'vscode-languageserver-protocol';
import type { QuickFix } from '../../core/verify/checker.ts';
import type { Reach } from './askedFiles.ts';

export interface FileEvent {
  readonly path: string;
  readonly type: 'created' | 'changed' | 'deleted';
}

/** A file with the text that it has for the server. */
export interface ServedFile {
  readonly path: string;
  readonly text: string;
}

/** What a server says of one file, or why it says nothing. */
export type FileFindings =
  | { readonly type: 'found'; readonly diagnostics: readonly lsp.Diagnostic[] }
  | { readonly type: 'refused'; readonly reason: string };

/**
 * A warm server that no editor talks to, whatever language it is talked to in: documents are opened and changed by
 * hand, under the real addresses, with the texts they would have.
 */
export interface ServerSession {
  /** Name and version for people, as the server gives them. */
  readonly label: string;
  /**
   * Whether the server reads files that are not open by itself and believes what it is told of files that came and
   * went. Others are only asked about open documents.
   */
  readonly readsDisk: boolean;
  /** Whether the server finds an open file only in a folder that is on disk. */
  readonly needsFolders: boolean;
  /** Whether a file that is open, and on no disk, is there for the files that include it. */
  readonly includesOpenFiles: boolean;
  /** How far a change in one file reaches into others, as far as that is known. */
  readonly reach: Reach;
  /** Resolves when the server has ended, asked or not. */
  readonly ended: Promise<void>;
  dispose(): Promise<void>;
  /** Makes the open documents exactly these, with these texts, which have no byte-order mark: editors show none. */
  show(texts: ReadonlyMap<string, string>): Promise<void>;
  /** Tells the server what happened to files, or what it is to believe of them. */
  tellFiles(events: readonly FileEvent[]): Promise<void>;
  /** The diagnostics of files as the server sees the workspace now. A server that pushes must have them open. */
  diagnostics(paths: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, FileFindings>>;
  /** The server's fixes for one of its own diagnostics, laid out like the file, whether that is open or not. */
  fixes(file: ServedFile, diagnostic: lsp.Diagnostic, signal: AbortSignal): Promise<readonly QuickFix[]>;
}
