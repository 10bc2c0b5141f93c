import type { InitializeResult } from 'vscode-languageserver-protocol';

/** How a server is started. */
export interface ServerLaunch {
  /** For people, until the server says its own name. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Answers to what the server asks of settings, by section. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly initializationOptions?: unknown;
  /** Set in the environment of its process. */
  readonly environment?: Readonly<Record<string, string>>;
  /** What is talked to it: the Language Server Protocol, unless it is one of TypeScript 5 or 6, which has its own. */
  readonly protocol?: 'tsserver';
}

/** Answers to what a server asks and tells; they are in place before the server is initialized. */
export interface ServerHandlers {
  /** By method; what is not there is refused with "method not found". */
  readonly requests: ReadonlyMap<string, (params: unknown) => unknown>;
  readonly notifications: ReadonlyMap<string, (params: unknown) => void>;
}

/**
 * An initialized language server. Both hosts have one: the terminal over a process of its own, the editor over its
 * language client.
 */
export interface LanguageServerConnection {
  readonly initializeResult: InitializeResult;
  /**
   * Rejects with the signal's reason when it is aborted (the server is told), with ServerEnded when the server ends
   * first, with the server's own error otherwise.
   */
  sendRequest(method: string, params: unknown, signal: AbortSignal): Promise<unknown>;
  /** Settles when the message is on its way, so that what is awaited one by one arrives in order. */
  sendNotification(method: string, params: unknown): Promise<void>;
  /** Resolves when the server has ended, asked or not. */
  readonly ended: Promise<void>;
  /** Ends the server's process, by force if it does not go. */
  dispose(): Promise<void>;
}

export interface ConnectOptions {
  /** Absolute folder of the workspace; also the server's working directory. */
  readonly root: string;
  readonly handlers: ServerHandlers;
  readonly log: (line: string) => void;
  /** Ends the start; a server that is up already is not concerned. */
  readonly signal: AbortSignal;
}

/** Starts and initializes a server. Rejects with ServerEnded when it can't be started; then nothing is left running. */
export type Connect = (launch: ServerLaunch, options: ConnectOptions) => Promise<LanguageServerConnection>;

/** A server ended, or never came up; its cause says why where that is known. */
export class ServerEnded extends Error {
  override readonly name = 'ServerEnded';
}

/** The promise, or the signal's reason if that comes first; what becomes of the promise then concerns no one. */
export function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
