import * as vscode from 'vscode';
import type { TextRange } from '../../base/textRange.ts';
import type { Diagnostic, DiagnosticTag, Severity } from '../../core/verify/diagnostic.ts';
import { relativePath } from './workspaceFolder.ts';

const severities: Record<vscode.DiagnosticSeverity, Severity> = {
  [vscode.DiagnosticSeverity.Error]: 'error',
  [vscode.DiagnosticSeverity.Warning]: 'warning',
  [vscode.DiagnosticSeverity.Information]: 'information',
  [vscode.DiagnosticSeverity.Hint]: 'hint',
};

const tagNames: Record<vscode.DiagnosticTag, DiagnosticTag> = {
  [vscode.DiagnosticTag.Unnecessary]: 'unnecessary',
  [vscode.DiagnosticTag.Deprecated]: 'deprecated',
};

/** @param folder where related places have to lie; without it there are none */
export function toDiagnostic(
  path: string,
  diagnostic: vscode.Diagnostic,
  folder?: vscode.WorkspaceFolder,
): Diagnostic {
  const { range, severity, message, source, tags } = diagnostic;
  const link = typeof diagnostic.code === 'object' ? diagnostic.code.target.toString(true) : undefined;
  const related = (diagnostic.relatedInformation ?? []).flatMap(({ location, message: said }) => {
    const place = folder && relativePath(folder, location.uri);
    return place === undefined ? [] : [{ path: place, range: plainRange(location.range), message: said }];
  });
  const code = typeof diagnostic.code === 'object' ? diagnostic.code.value : diagnostic.code;
  return {
    path,
    range: plainRange(range),
    severity: severities[severity],
    message,
    ...(code !== undefined && { code: String(code) }),
    ...(source !== undefined && { source }),
    ...(related.length > 0 && { related }),
    ...(tags && tags.length > 0 && { tags: tags.map((tag) => tagNames[tag]) }),
    ...(link !== undefined && { link }),
  };
}

function plainRange({ start, end }: vscode.Range): TextRange {
  return {
    start: { line: start.line, character: start.character },
    end: { line: end.line, character: end.character },
  };
}

/** Hints and notes are advice, not problems. */
export function isProblem({ severity }: vscode.Diagnostic): boolean {
  return severity <= vscode.DiagnosticSeverity.Warning;
}

/** What the editor shows as problems of a folder's files. */
export function folderDiagnostics(folder: vscode.WorkspaceFolder): readonly Diagnostic[] {
  return vscode.languages.getDiagnostics().flatMap(([uri, diagnostics]) => {
    const path = relativePath(folder, uri);
    return path === undefined ? [] : diagnostics.map((diagnostic) => toDiagnostic(path, diagnostic, folder));
  });
}
