import type * as lsp from 'vscode-languageserver-protocol';

/** What a server has registered after its start, by the id of each registration: some register a method twice. */
export class Registrations {
  readonly #methods = new Map<string, string>();
  readonly #waiting: { readonly method: string; readonly wake: () => void }[] = [];

  add({ registrations }: lsp.RegistrationParams): void {
    for (const { id, method } of registrations) {
      this.#methods.set(id, method);
      for (const waiting of this.#waiting) if (waiting.method === method) waiting.wake();
    }
  }

  remove({ unregisterations }: lsp.UnregistrationParams): void {
    for (const { id } of unregisterations) this.#methods.delete(id);
  }

  has(method: string): boolean {
    return [...this.#methods.values()].includes(method);
  }

  /** Resolves when the method is registered; a caller that no longer cares aborts. */
  whenAdded(method: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const entry = { method, wake: resolve };
      this.#waiting.push(entry);
      const drop = () => this.#waiting.splice(this.#waiting.indexOf(entry), 1);
      signal.addEventListener('abort', drop, { once: true });
      if (this.has(method)) resolve();
    });
  }
}
