import type { RangeEdit } from '../../base/textRange.ts';
import type { FileChanges } from '../edit/fileChanges.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { LineMoves } from './lineMoves.ts';

export interface NotChecked {
  /** A file; a folder whose files nobody can tell ends with '/'. */
  readonly path: string;
  readonly reason: string;
}

/** What a language server said of the workspace as it is and as it would be with the changes. */
export interface CheckReport {
  readonly before: readonly Diagnostic[];
  readonly after: readonly Diagnostic[];
  /** Files that a server looked at, both times. */
  readonly checked: readonly string[];
  readonly notChecked: readonly NotChecked[];
  /** The servers that answered, by name and version, such as "TypeScript 7.0.2". */
  readonly servers: readonly string[];
  readonly ms: number;
  /** What became of the lines of each changed file, by which moved diagnostics are known again. */
  readonly lineMoves?: readonly LineMoves[];
}

/** A fix that the language server itself offers for a diagnostic. */
export interface QuickFix {
  /** The server's own name for this kind of fix, where it has one, such as "import" or "spelling". */
  readonly id?: string;
  readonly title: string;
  readonly preferred: boolean;
  readonly edits: ReadonlyMap<string, readonly RangeEdit[]>;
}

export interface CheckOptions {
  readonly signal: AbortSignal;
}

/** Checks proposed contents without writing them: a port that language servers answer. */
export interface Checker {
  /** Diagnostics of all files a server knows how to check, as the workspace is now. */
  survey(options: CheckOptions): Promise<{
    readonly diagnostics: readonly Diagnostic[];
    readonly checked: readonly string[];
    readonly notChecked: readonly NotChecked[];
    readonly servers: readonly string[];
  }>;
  /** Compares the workspace with and without the changes; files that depend on a changed file are looked at too. */
  check(changes: FileChanges, options: CheckOptions): Promise<CheckReport>;
  /** The server's own fixes for a diagnostic, in the workspace as it would be with the changes. */
  quickFixes(
    diagnostic: Diagnostic,
    changes: FileChanges,
    options: CheckOptions,
  ): Promise<readonly QuickFix[]>;
}
