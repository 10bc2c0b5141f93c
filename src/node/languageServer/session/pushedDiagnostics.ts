import type * as lsp from 'vscode-languageserver-protocol';
import { fromFileUri } from '../fileUri.ts';
import type { FileFindings } from '../serverSession.ts';

/** Diagnostics that a server sends unasked, kept with the version of the text they are about. */
export class PushedDiagnostics {
  readonly #root: string;
  readonly #latest = new Map<string, lsp.PublishDiagnosticsParams>();
  readonly #waiting = new Map<string, (() => void)[]>();

  #expectsVersions = false;

  constructor(root: string) {
    this.#root = root;
  }

  /**
   * The server says of each text which one it means; what it says of none is that a file was closed, and may come
   * when that is open again.
   */
  expectVersions(): void {
    this.#expectsVersions = true;
  }

  take(params: lsp.PublishDiagnosticsParams): void {
    const path = fromFileUri(this.#root, params.uri);
    if (path === undefined) return;
    if (params.version === undefined && this.#expectsVersions) return;
    this.#latest.set(path, params);
    const waiting = this.#waiting.get(path) ?? [];
    this.#waiting.delete(path);
    for (const wake of waiting) wake();
  }

  forget(path: string): void {
    this.#latest.delete(path);
  }

  /** Waits for diagnostics of this version or a later one; a server that gives no versions can't be waited for. */
  async atVersion(path: string, version: number, signal: AbortSignal): Promise<FileFindings> {
    for (;;) {
      signal.throwIfAborted();
      const latest = this.#latest.get(path);
      if (latest && latest.version === undefined) {
        return { type: 'refused', reason: 'the server does not say which text its diagnostics are about' };
      }
      if (latest?.version !== undefined && latest.version >= version) {
        return { type: 'found', diagnostics: latest.diagnostics };
      }
      await new Promise<void>((resolve) => {
        this.#waiting.set(path, [...(this.#waiting.get(path) ?? []), resolve]);
      });
    }
  }
}
