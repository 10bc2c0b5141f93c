import * as vscode from 'vscode';

type Event = (listener: () => void) => { dispose(): void };

/** Waits until a condition holds; it is looked at now and whenever the event fires. */
export function until<T>(event: Event, read: () => T | undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    const look = () => {
      try {
        const value = read();
        if (value === undefined) return;
        listener.dispose();
        resolve(value);
      } catch (error) {
        listener.dispose();
        reject(error);
      }
    };
    const listener = event(look);
    look();
  });
}

/** The diagnostics of a file once they are what the condition asks for. */
export function untilDiagnostics(
  uri: vscode.Uri,
  isWanted: (diagnostics: readonly vscode.Diagnostic[]) => boolean,
): Promise<readonly vscode.Diagnostic[]> {
  return until(
    (listener) => vscode.languages.onDidChangeDiagnostics(listener),
    () => {
      const diagnostics = vscode.languages.getDiagnostics(uri);
      return isWanted(diagnostics) ? diagnostics : undefined;
    },
  );
}
