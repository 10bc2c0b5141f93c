import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../base/disposable.ts';
import { Emitter } from '../../base/emitter.ts';
import type { HostMessage, PageMessage, PanelState } from '../../protocol/panel.ts';
import { panelViewId } from '../ids.ts';
import { type Log, messageOf } from '../log.ts';
import { panelPage } from './panelPage.ts';
import { Throttle } from './throttle.ts';

const updateMilliseconds = 50;

export interface PanelOptions {
  readonly extensionUri: vscode.Uri;
  readonly log: Log;
  readonly readState: () => Promise<PanelState>;
  readonly onMessage: (message: PageMessage) => Promise<void>;
}

/** The view in the secondary side bar: sends the page the whole state, and passes on what the user does there. */
export class PanelView implements vscode.WebviewViewProvider, Disposable {
  readonly #options: PanelOptions;
  readonly #visibility = new Emitter<boolean>();
  readonly #updates = new Throttle(updateMilliseconds, () => void this.#send());
  #view: vscode.WebviewView | undefined;

  /** Tells when the panel came into sight or went out of it. */
  readonly onVisibility = this.#visibility.event;

  constructor(options: PanelOptions) {
    this.#options = options;
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
      this.#updates.ask();
      return;
    }
    try {
      await this.#options.onMessage(message);
    } catch (error) {
      this.#options.log.error(error instanceof Error ? error : String(error));
      void vscode.window.showErrorMessage(`Tiercel: ${messageOf(error)}`);
    }
  }

  async #send(): Promise<void> {
    try {
      const message: HostMessage = { type: 'state', state: await this.#options.readState() };
      await this.#view?.webview.postMessage(message);
    } catch (error) {
      this.#options.log.error(error instanceof Error ? error : String(error));
    }
  }
}
