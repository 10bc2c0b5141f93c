import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../base/disposable.ts';
import { Emitter } from '../../base/emitter.ts';
import { inTurn } from '../../base/inTurn.ts';
import { messageOf } from '../../base/messageOf.ts';
import { Throttle } from '../../base/throttle.ts';
import type { PageMessage, PanelState } from '../../protocol/panel.ts';
import type { HostMessage } from '../../protocol/stateDelta.ts';
import { panelViewId } from '../ids.ts';
import { type Log, logError, tellLogged } from '../log.ts';
import { panelPage } from './panelPage.ts';

/** At most twenty in a second: a timer comes early by as long as the loop was held when it was set. */
const updateMilliseconds = 60;

/** What the user did, and not the page by itself. */
export type PageAction = Exclude<PageMessage, { type: 'ready' | 'openRun' }>;

export interface PanelOptions {
  readonly extensionUri: vscode.Uri;
  readonly log: Log;
  /** The state, with these runs whole. */
  readonly readState: (open: ReadonlySet<string>) => Promise<PanelState>;
  readonly onMessage: (message: PageAction) => Promise<void>;
}

/** The view in the secondary side bar: sends the page what it lacks of the state, and passes on what the user does there. */
export class PanelView implements vscode.WebviewViewProvider, Disposable {
  readonly #options: PanelOptions;
  readonly #visibility = new Emitter<boolean>();
  readonly #updates: Throttle;
  #view: vscode.WebviewView | undefined;
  /** What the page has; undefined where it has nothing, or nobody knows. */
  #sent: PanelState | undefined;
  /** The runs that are open in the page. */
  #open: ReadonlySet<string> = new Set();

  /** Tells when the panel came into sight or went out of it. */
  readonly onVisibility = this.#visibility.event;

  constructor(options: PanelOptions) {
    this.#options = options;
    // One after the other: each message builds on the one before.
    const send = inTurn(
      () => this.#sendState(),
      (error) => options.log.warn(`The panel could not be told: ${messageOf(error)}`),
    );
    this.#updates = new Throttle(updateMilliseconds, send);
  }

  get isVisible(): boolean {
    return this.#view?.visible ?? false;
  }

  /** Brings the panel into sight; the caret stays where it is unless the focus is asked for. */
  async reveal(options: { readonly focus: boolean }): Promise<void> {
    if (this.#view && !options.focus) this.#view.show(true);
    else await vscode.commands.executeCommand(`${panelViewId}.focus`, { preserveFocus: !options.focus });
  }

  /** Has the state sent soon; many requests in a row become one. */
  update(): void {
    if (this.isVisible) this.#updates.ask();
  }

  /** Sends what is no part of the state. */
  async post(message: HostMessage): Promise<void> {
    await this.#view?.webview.postMessage(message);
  }

  async resolveWebviewView(view: vscode.WebviewView): Promise<void> {
    // Loaded with the view and not at activation: schemas take a moment to build.
    const { pageMessage } = await import('../../protocol/panel.ts');
    const disposables = new DisposableStore();
    this.#view = view;
    disposables.add(
      view.webview.onDidReceiveMessage((message: unknown) => {
        const read = pageMessage.safeParse(message);
        if (read.success) void this.#receive(read.data);
        else this.#options.log.warn('The panel sent a message that can not be read.');
      }),
    );
    disposables.add(
      view.onDidChangeVisibility(() => {
        this.#visibility.fire(view.visible);
        this.update();
      }),
    );
    view.onDidDispose(() => {
      disposables.dispose();
      if (this.#view === view) this.#view = undefined;
      this.#visibility.fire(false);
    });
    view.webview.options = {
      enableScripts: true,
      localResourceRoots: [vscode.Uri.joinPath(this.#options.extensionUri, 'dist')],
    };
    view.webview.html = panelPage(view.webview, this.#options.extensionUri);
    this.#visibility.fire(view.visible);
  }

  dispose(): void {
    this.#updates.dispose();
  }

  async #receive(message: PageMessage): Promise<void> {
    if (message.type === 'ready') {
      this.#sent = undefined;
      this.#open = new Set(message.open);
      this.#updates.ask();
      return;
    }
    if (message.type === 'openRun') {
      this.#open = new Set([...this.#open, message.run]);
      this.#updates.ask();
      return;
    }
    try {
      await this.#options.onMessage(message);
    } catch (error) {
      logError(this.#options.log, error);
      void tellLogged(`Tiercel: ${messageOf(error)}`);
    }
  }

  async #sendState(): Promise<void> {
    try {
      const { deltaOf } = await import('../../protocol/stateDelta.ts');
      const state = await this.#options.readState(this.#open);
      const message: HostMessage = { type: 'state', state: deltaOf(this.#sent, state) };
      this.#sent = state;
      if (!(await this.#view?.webview.postMessage(message))) this.#sent = undefined;
    } catch (error) {
      logError(this.#options.log, error);
      await this.post({ type: 'failure', message: messageOf(error) });
    }
  }
}
