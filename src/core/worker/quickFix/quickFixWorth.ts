import { LineIndex } from '../../../base/textRange.ts';
import type { QuickFix } from '../../verify/checker.ts';
import type { Diagnostic } from '../../verify/diagnostic.ts';
import { isOneSlip } from '../oneSlip.ts';
import { type FixWorth, ruleFor } from './fixTable.ts';
import { takesResult } from './takesResult.ts';

export interface Appraisal {
  readonly worth: FixWorth;
  readonly reason: string;
  readonly rank: number;
  /** It restores only if the check leaves no other error in the file. */
  readonly onlyAlone?: boolean;
}

/**
 * What a fix is worth by the table, and by what it writes: the same kind of fix restores here and guesses there.
 *
 * A fix that the table does not know comes from another server. It is taken by itself only where that server prefers
 * it and it stays at the problem, or adds an import: there is no reason to believe more of it, and it is verified and
 * shown like any other.
 *
 * @param before the texts that the fix edits
 */
export function appraise(fix: QuickFix, target: Diagnostic, before: ReadonlyMap<string, string>): Appraisal {
  const written = [...fix.edits.values()].flat().map((edit) => edit.newText);
  const rule = ruleFor(fix);
  if (rule === undefined) return appraiseUnknown(fix, target);
  const rank = rule.rank ?? 0;
  const { worth, reason } = rule;
  if (worth !== 'restores') return { worth, reason, rank };
  if (written.some((text) => /\bnot implemented\b/i.test(text)))
    return { worth: 'compiles', reason: 'adds code that only throws', rank };
  if (rule.only === 'oneSlip' && changedNames(fix, before).some(([from, to]) => !isOneSlip(from, to)))
    return { worth: 'compiles', reason: 'takes a name that is not that close', rank };
  if (rule.only === 'oneSlip' && changedNames(fix, before).some(([, to]) => isOnlyDeclared(to, before)))
    return {
      worth: 'compiles',
      reason: 'takes a name that nothing else uses, and that may be the slip',
      rank,
    };
  if (
    rule.only === 'alone' &&
    replacedBy(fix, before).some(({ text, start, end }) => takesResult(text, start, end))
  )
    return {
      worth: 'compiles',
      reason: 'its value is worked out, and what looked at it may be missing',
      rank,
    };
  if (rule.only === 'alone') return { worth, reason, rank, onlyAlone: true };
  return { worth, reason, rank };
}

function appraiseUnknown(fix: QuickFix, target: Diagnostic): Appraisal {
  const isImport = (text: string) => /^\s*(?:import|from|use|using|#include)\b[^\n]*\n?\s*$/.test(text);
  const { start, end } = target.range;
  const isLocal = [...fix.edits].every(([path, edits]) =>
    edits.every(
      ({ range, newText }) =>
        isImport(newText) ||
        (path === target.path && range.start.line >= start.line && range.end.line <= end.line),
    ),
  );
  return fix.preferred && isLocal
    ? { worth: 'restores', reason: 'the language server prefers it, and it stays at the problem', rank: 0 }
    : { worth: 'compiles', reason: 'nothing is known of this kind of fix', rank: 0 };
}

/** Whether a name stands once in the texts, where it is declared. */
function isOnlyDeclared(name: string, before: ReadonlyMap<string, string>): boolean {
  const text = [...before.values()].join('\n');
  const uses = text.split(new RegExp(`(?<![\\w$])${name.replaceAll('$', '\\$')}(?![\\w$])`)).length - 1;
  const declared = `(?:function\\*?|const|let|var|class|interface|type|enum) ${name.replaceAll('$', '\\$')}(?![\\w$])`;
  return uses === 1 && new RegExp(declared).test(text);
}

/** What each edit that replaces something puts in its place. */
function changedNames(
  fix: QuickFix,
  before: ReadonlyMap<string, string>,
): readonly (readonly [from: string, to: string])[] {
  return replacedBy(fix, before).map(({ text, start, end, to }) => [text.slice(start, end), to]);
}

/** The edits of a fix, as offsets into the texts that they edit. */
function replacedBy(
  { edits }: QuickFix,
  before: ReadonlyMap<string, string>,
): readonly { readonly text: string; readonly start: number; readonly end: number; readonly to: string }[] {
  return [...edits].flatMap(([path, ofFile]) => {
    const text = before.get(path) ?? '';
    const index = new LineIndex(text);
    return ofFile.map(({ range, newText }) => ({
      text,
      start: index.offsetAt(range.start),
      end: index.offsetAt(range.end),
      to: newText,
    }));
  });
}
