import type { Suspicion } from '../evidence.ts';
import { isProductCode, isTestFile } from '../fileRoles.ts';
import type { AskedFor } from './askedFor.ts';
import { type ChangedText, changedText, lineAt } from './changedText.ts';
import { findDoubtfulCasts } from './doubtfulCasts.ts';
import { findLoosenedSettings } from './loosenedSettings.ts';
import { findRemovedCode } from './removedCode.ts';
import { findSilencing, placeOfSilencing } from './silencing.ts';
import { findSwallowed } from './swallowed.ts';
import { findTestChanges } from './testChanges.ts';
import { findTestLiterals } from './testLiterals.ts';
import { findUnaskedFiles } from './unaskedFiles.ts';
import { findUnderTest } from './underTest.ts';

export interface SuspectedFile {
  readonly path: string;
  /** Null: it was not there. */
  readonly before: string | null;
  /** Null: it is deleted. */
  readonly after: string | null;
}

export interface SuspectedChange {
  readonly files: readonly SuspectedFile[];
  readonly task: AskedFor;
  /** Texts of the tests that may judge the change, as they were before it. */
  readonly tests: readonly string[];
}

/** Longer texts and lines are generated or packed; patterns would take seconds over them and find nothing. */
const longestText = 300_000;
const longestLine = 3000;

/** More signs than this say nothing more. */
const mostSigns = 12;

/**
 * Looks for signs that a change satisfies its checks without doing what was asked: it fits the code to the tests'
 * inputs, asks less of the tests, hides failures, or takes away what fails. It reads texts by patterns, so that it
 * works for many languages at once, and errs on the side of silence: a sign that is often wrong is soon not read.
 */
export function findSuspicions({ files, task, tests }: SuspectedChange): readonly Suspicion[] {
  const changed = files
    .filter(({ before, after }) => before !== after && isWritten(before ?? '') && isWritten(after ?? ''))
    .map(({ path, before, after }) => changedText(path, before, after));
  const found = [
    ...changed.flatMap((file) => silencingOf(file)),
    ...findDoubtfulCasts(changed, task),
    ...findLoosenedSettings(changed, task),
    ...findUnaskedFiles(changed, task),
    ...findTestChanges(changed, task),
    ...findUnderTest(changed),
    ...findTestLiterals(changed, task, tests),
    ...findSwallowed(changed, task),
    ...findRemovedCode(changed, task),
  ];
  const seen = new Set<string>();
  const distinct = found.filter(({ kind, path, line }) => {
    const key = `${kind} ${path} ${line}`;
    return !seen.has(key) && seen.add(key);
  });
  return distinct.slice(0, mostSigns);
}

function isWritten(text: string): boolean {
  return text.length <= longestText && text.split('\n').every((line) => line.length <= longestLine);
}

/** Tests stand in for what they do not have with casts: only what the product does is looked at. */
function silencingOf({ path, before, after }: ChangedText): readonly Suspicion[] {
  if (isTestFile(path) || !isProductCode(path)) return [];
  const name = findSilencing(before.text, after.text, path);
  if (name === undefined) return [];
  const line = lineAt(after.text, placeOfSilencing(after, name));
  return [{ kind: 'silencing', path, line, detail: `hides a problem by ${name}` }];
}
