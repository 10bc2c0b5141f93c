import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as lsp from 'vscode-languageserver-protocol';
import { getOrMake } from '../../../base/getOrMake.ts';
import type { Position, RangeEdit } from '../../../base/textRange.ts';
import type { QuickFix } from '../../../core/verify/checker.ts';
import type { CodeEdit, CodeFixAction, Location, TsDiagnostic } from './protocol.ts';

const severities = { error: 1, warning: 2, message: 3, suggestion: 4 } as const;
const start: Location = { line: 1, offset: 1 };

/** A diagnostic as the Language Server Protocol has them. */
export function toLspDiagnostic(raw: TsDiagnostic): lsp.Diagnostic {
  const from = raw.start ?? start;
  return {
    range: { start: toPosition(from), end: toPosition(raw.end ?? from) },
    severity: severities[raw.category as keyof typeof severities] ?? 1,
    message: raw.text,
    source: 'ts',
    ...(raw.code === undefined ? {} : { code: raw.code }),
    ...(raw.relatedInformation && { relatedInformation: raw.relatedInformation.flatMap(toRelated) }),
  };
}

function toRelated({
  message,
  span,
}: NonNullable<TsDiagnostic['relatedInformation']>[number]): lsp.DiagnosticRelatedInformation[] {
  if (!span) return [];
  const range = { start: toPosition(span.start), end: toPosition(span.end) };
  return [{ location: { uri: pathToFileURL(span.file).href, range }, message }];
}

/** A fix as edits of files of the workspace; undefined when it is more than that. Fixes of one kind share an `id`. */
export function tsFixToQuickFix(root: string, action: CodeFixAction): QuickFix | undefined {
  if (action.commands !== undefined && action.commands.length > 0) return undefined;
  const edits = new Map<string, RangeEdit[]>();
  for (const { fileName, textChanges, isNewFile } of action.changes) {
    const relative = path.relative(root, fileName).split(path.sep).join('/');
    if (isNewFile || relative.startsWith('../') || path.isAbsolute(relative)) return undefined;
    getOrMake(edits, relative, () => []).push(...textChanges.map(toRangeEdit));
  }
  if (edits.size === 0) return undefined;
  // This server has no favourite; an editor makes one of those that restore a name.
  return { title: action.description, id: action.fixName, preferred: false, edits };
}

function toRangeEdit(edit: CodeEdit): RangeEdit {
  return { range: { start: toPosition(edit.start), end: toPosition(edit.end) }, newText: edit.newText };
}

function toPosition({ line, offset }: Location): Position {
  return { line: line - 1, character: offset - 1 };
}
