import type { FileChanges } from '../edit/fileChanges.ts';
import type { Checker } from './checker.ts';
import type { Diagnostic } from './diagnostic.ts';
import { judge, type Verdict } from './verdict.ts';

/** What a check of all these changes together comes to; `targets` are the diagnostics that they were made for. */
export async function checkChanges(
  checker: Checker,
  changes: FileChanges,
  { targets = [], signal }: { readonly targets?: readonly Diagnostic[]; readonly signal: AbortSignal },
): Promise<Verdict> {
  return judge(await checker.check(changes, { signal }), targets, [...changes.keys()]);
}
