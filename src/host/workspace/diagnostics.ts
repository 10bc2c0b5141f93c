import * as vscode from 'vscode';
import type { Diagnostic, Severity } from '../../core/verify/diagnostic.ts';
import { relativePath } from './workspaceFolder.ts';

const severities: Record<vscode.DiagnosticSeverity, Severity> = {
  [vscode.DiagnosticSeverity.Error]: 'error',
  [vscode.DiagnosticSeverity.Warning]: 'warning',
  [vscode.DiagnosticSeverity.Information]: 'information',
  [vscode.DiagnosticSeverity.Hint]: 'hint',
};

export function toDiagnostic(path: string, diagnostic: vscode.Diagnostic): Diagnostic {
  const { range, severity, message, source } = diagnostic;
  const code = typeof diagnostic.code === 'object' ? diagnostic.code.value : diagnostic.code;
  return {
    path,
    range: {
      start: { line: range.start.line, character: range.start.character },
      end: { line: range.end.line, character: range.end.character },
    },
    severity: severities[severity],
    message,
    ...(code !== undefined && { code: String(code) }),
    ...(source !== undefined && { source }),
  };
}

/** What the editor shows as problems of a folder's files. */
export function folderDiagnostics(folder: vscode.WorkspaceFolder): readonly Diagnostic[] {
  return vscode.languages.getDiagnostics().flatMap(([uri, diagnostics]) => {
    const path = relativePath(folder, uri);
    return path === undefined ? [] : diagnostics.map((diagnostic) => toDiagnostic(path, diagnostic));
  });
}
