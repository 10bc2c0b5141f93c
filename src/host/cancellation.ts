import * as vscode from 'vscode';

/** Hands VS Code a token that is cancelled with a signal, for as long as `use` takes. */
export async function withToken<T>(
  signal: AbortSignal,
  use: (token: vscode.CancellationToken) => PromiseLike<T>,
): Promise<T> {
  const { token, dispose } = tokenOf(signal);
  try {
    return await use(token);
  } finally {
    dispose();
  }
}

/** A token that is cancelled with a signal until it is disposed of, for what `withToken` can't surround. */
export function tokenOf(signal: AbortSignal): {
  readonly token: vscode.CancellationToken;
  cancel(): void;
  dispose(): void;
} {
  const source = new vscode.CancellationTokenSource();
  const cancel = () => source.cancel();
  if (signal.aborted) cancel();
  else signal.addEventListener('abort', cancel, { once: true });
  return {
    token: source.token,
    cancel,
    dispose() {
      signal.removeEventListener('abort', cancel);
      source.dispose();
    },
  };
}
