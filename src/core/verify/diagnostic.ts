import type { TextRange } from '../../base/textRange.ts';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** A place that a problem speaks of, such as the declaration that an argument is missing for. */
export interface RelatedPlace {
  readonly path: string;
  readonly range: TextRange;
  readonly message: string;
}

/** What a server says of the code at a problem's place, beside the problem. */
export type DiagnosticTag = 'unnecessary' | 'deprecated';

/** A problem at a place in a file. `path` is relative to the workspace, with forward slashes. */
export interface Diagnostic {
  readonly path: string;
  readonly range: TextRange;
  readonly severity: Severity;
  readonly message: string;
  readonly code?: string;
  readonly source?: string;
  /** Places of the workspace that have to do with it; those outside are left out. */
  readonly related?: readonly RelatedPlace[];
  readonly tags?: readonly DiagnosticTag[];
  /** Where the code is explained. */
  readonly link?: string;
  /** The same in the workspace as it is, for one that is told as it stands above other changes. */
  readonly asFound?: Diagnostic;
}

/** A problem as it is in the workspace, with which checks compare. */
export function asFound(diagnostic: Diagnostic): Diagnostic {
  return diagnostic.asFound ?? diagnostic;
}
