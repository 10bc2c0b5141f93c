import type { CheckReport, NotChecked } from './checker.ts';
import type { Diagnostic } from './diagnostic.ts';

/**
 * What a check came to. `unchecked`: nothing speaks against the change, but a changed file was looked at by no
 * server, so nothing may call it verified.
 */
export interface Verdict {
  readonly outcome: 'passed' | 'failed' | 'unchecked';
  readonly fixed: readonly Diagnostic[];
  readonly introduced: readonly Diagnostic[];
  readonly remaining: readonly Diagnostic[];
  readonly checked: readonly string[];
  readonly notChecked: readonly NotChecked[];
  readonly servers: readonly string[];
  readonly ms: number;
}

/**
 * Judges a report. It fails on a new error, or when one of `targets` (the diagnostics that the change was made for)
 * is still there; a new warning is reported and does not fail.
 */
export function judge(
  report: CheckReport,
  targets: readonly Diagnostic[],
  changed: readonly string[],
): Verdict {
  throw new Error(`to be written: ${report.ms} ${targets.length} ${changed.length}`);
}
