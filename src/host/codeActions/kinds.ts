import * as vscode from 'vscode';

export const fixKind = vscode.CodeActionKind.QuickFix.append('tiercel');
export const rewriteKind = vscode.CodeActionKind.RefactorRewrite.append('tiercel');
