import type { TextRange } from '../../base/textRange.ts';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** A problem at a place in a file. `path` is relative to the workspace, with forward slashes. */
export interface Diagnostic {
  readonly path: string;
  readonly range: TextRange;
  readonly severity: Severity;
  readonly message: string;
  readonly code?: string;
  readonly source?: string;
}
