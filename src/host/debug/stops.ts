import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../base/disposable.ts';
import { contextKeys } from '../ids.ts';

/** Where a debug session stands still, and why. */
export interface DebuggerStop {
  readonly threadId: number;
  /** As the adapter names it: "exception", "breakpoint", "step". */
  readonly reason: string;
  readonly text: string;
}

interface AdapterMessage {
  readonly type?: string;
  readonly event?: string;
  readonly body?: {
    readonly threadId?: number;
    readonly reason?: string;
    readonly text?: string;
    readonly description?: string;
  };
}

/** Watches debug sessions of all kinds for where they stop; menus go by whether one stands at an exception. */
export class Stops implements Disposable {
  readonly #stops = new Map<string, DebuggerStop>();
  readonly #disposables = new DisposableStore();

  constructor() {
    this.#disposables.add(
      vscode.debug.registerDebugAdapterTrackerFactory('*', {
        createDebugAdapterTracker: (session) => ({
          onDidSendMessage: (message: AdapterMessage) => this.#read(session, message),
          onExit: () => this.#forget(session),
        }),
      }),
    );
    this.#disposables.add(vscode.debug.onDidTerminateDebugSession((session) => this.#forget(session)));
    this.#disposables.add(vscode.debug.onDidChangeActiveDebugSession(() => this.#tell()));
  }

  /** Where the session stands; undefined while it runs. */
  of(session: vscode.DebugSession): DebuggerStop | undefined {
    return this.#stops.get(session.id);
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #read(session: vscode.DebugSession, { type, event, body }: AdapterMessage): void {
    if (type !== 'event') return;
    if (event === 'stopped' && body?.threadId !== undefined) {
      const text = body.text ?? body.description ?? '';
      this.#stops.set(session.id, { threadId: body.threadId, reason: body.reason ?? '', text });
      this.#tell();
    } else if (event === 'continued' || event === 'terminated' || event === 'exited') this.#forget(session);
  }

  #forget(session: vscode.DebugSession): void {
    if (this.#stops.delete(session.id)) this.#tell();
  }

  #tell(): void {
    const session = vscode.debug.activeDebugSession;
    const isAtException = session !== undefined && this.of(session)?.reason === 'exception';
    void vscode.commands.executeCommand('setContext', contextKeys.stoppedAtException, isAtException);
  }
}
