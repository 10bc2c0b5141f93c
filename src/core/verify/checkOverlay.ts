import type { FileChanges } from '../edit/fileChanges.ts';
import type { Overlay } from '../edit/overlay.ts';
import type { Checker, CheckReport } from './checker.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { DiagnosticPair } from './matchDiagnostics.ts';
import { compareReport, judgeChange, type Verdict } from './verdict.ts';

export interface Checked {
  readonly report: CheckReport;
  readonly verdict: Verdict;
  /** The remaining problems as they were and as they are. */
  readonly pairs: readonly DiagnosticPair[];
}

/**
 * What a check of all that an overlay changes comes to; `targets` are the diagnostics that it was made for. Their files
 * are looked at whether they were changed or not: a target that nobody touched remains.
 */
export async function checkOverlay(
  checker: Checker,
  overlay: Overlay,
  { targets = [], signal }: { readonly targets?: readonly Diagnostic[]; readonly signal: AbortSignal },
): Promise<Checked> {
  const changes = overlay.changes();
  const asked = new Map([...(await filesOf(targets, overlay)), ...changes]);
  const report = await checker.check(asked, { signal });
  const changed = [...changes.keys()];
  const change = compareReport(report, changed);
  return { report, verdict: judgeChange(report, change, { targets, changed }), pairs: change.pairs };
}

/** The files of diagnostics as they are now, to be checked like changed ones. */
export async function filesOf(diagnostics: readonly Diagnostic[], overlay: Overlay): Promise<FileChanges> {
  const texts = new Map<string, string>();
  for (const path of new Set(diagnostics.map((each) => each.path))) {
    const file = await overlay.read(path);
    if (file.type === 'text') texts.set(path, file.text);
  }
  return texts;
}
