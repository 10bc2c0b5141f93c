import type * as vscode from 'vscode';

/** Has something disposed of with the extension, and gives it back. */
export type Own = <T extends vscode.Disposable>(disposable: T) => T;
