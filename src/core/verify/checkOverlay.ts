import type { FileChanges } from '../edit/fileChanges.ts';
import type { Overlay } from '../edit/overlay.ts';
import type { Checker, CheckReport } from './checker.ts';
import type { Diagnostic } from './diagnostic.ts';
import { judge, type Verdict } from './verdict.ts';

/**
 * What a check of all that an overlay changes comes to; `targets` are the diagnostics that it was made for. Their files
 * are looked at whether they were changed or not: a target that nobody touched remains.
 */
export async function checkOverlay(
  checker: Checker,
  overlay: Overlay,
  { targets = [], signal }: { readonly targets?: readonly Diagnostic[]; readonly signal: AbortSignal },
): Promise<{ readonly report: CheckReport; readonly verdict: Verdict }> {
  const changes = overlay.changes();
  const asked = new Map([...(await filesOf(targets, overlay)), ...changes]);
  const report = await checker.check(asked, { signal });
  return { report, verdict: judge(report, targets, [...changes.keys()]) };
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
