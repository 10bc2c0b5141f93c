import type * as lsp from 'vscode-languageserver-protocol';
import type { Reach } from './askedFiles.ts';
import {
  type Connect,
  type LanguageServerConnection,
  ServerEnded,
  type ServerLaunch,
  untilAborted,
} from './connection.ts';
import { toFileUri } from './fileUri.ts';
import { languageOf } from './languages.ts';
import { PushedDiagnostics } from './pushedDiagnostics.ts';
import { serverHandlers } from './serverHandlers.ts';

export interface FileEvent {
  readonly path: string;
  readonly type: 'created' | 'changed' | 'deleted';
}

/** What a server says of one file, or why it says nothing. */
export type FileFindings =
  | { readonly type: 'found'; readonly diagnostics: readonly lsp.Diagnostic[] }
  | { readonly type: 'refused'; readonly reason: string };

interface OpenDocument {
  version: number;
  text: string;
}

const eventTypes = { created: 1, changed: 2, deleted: 3 } as const;
const contentModified = -32801;
const serverCancelled = -32802;

/**
 * A warm server that no editor talks to: documents are opened and changed by hand, under the real addresses, with
 * the texts they would have.
 */
export class LanguageServerSession {
  readonly #launch: ServerLaunch;
  readonly #root: string;
  readonly #connection: LanguageServerConnection;
  readonly #open = new Map<string, OpenDocument>();
  readonly #pushed: PushedDiagnostics;
  readonly #registered: ReadonlySet<string>;

  private constructor(
    launch: ServerLaunch,
    connection: LanguageServerConnection,
    state: {
      readonly root: string;
      readonly pushed: PushedDiagnostics;
      readonly registered: ReadonlySet<string>;
    },
  ) {
    this.#launch = launch;
    this.#connection = connection;
    this.#root = state.root;
    this.#pushed = state.pushed;
    this.#registered = state.registered;
  }

  static async start(
    launch: ServerLaunch,
    connect: Connect,
    options: { readonly root: string; readonly log: (line: string) => void; readonly signal: AbortSignal },
  ): Promise<LanguageServerSession> {
    const pushed = new PushedDiagnostics(options.root);
    const registered = new Set<string>();
    const connection = await connect(launch, {
      ...options,
      handlers: serverHandlers(options, pushed, registered),
    });
    return new LanguageServerSession(launch, connection, { root: options.root, pushed, registered });
  }

  /** Name and version for people, as the server gives them. */
  get label(): string {
    const info = this.#connection.initializeResult.serverInfo;
    if (!info) return this.#launch.name;
    const name = info.name === typeScript7 ? 'TypeScript' : info.name;
    return info.version === undefined ? name : `${name} ${info.version}`;
  }

  /**
   * Whether the server reads files that are not open by itself and believes what it is told of files that came and
   * went. Others are only asked about open documents.
   */
  get readsDisk(): boolean {
    return this.#connection.initializeResult.serverInfo?.name === typeScript7;
  }

  /** How far a change in one file reaches into others, as far as that is known. */
  get reach(): Reach {
    const provider = this.#connection.initializeResult.capabilities.diagnosticProvider;
    if (provider && !provider.interFileDependencies) return 'changed';
    return this.readsDisk ? 'imports' : 'all';
  }

  get ended(): Promise<void> {
    return this.#connection.ended;
  }

  dispose(): Promise<void> {
    return this.#connection.dispose();
  }

  /** Makes the open documents exactly these, with these texts. */
  async show(texts: ReadonlyMap<string, string>): Promise<void> {
    for (const path of [...this.#open.keys()]) {
      if (texts.has(path)) continue;
      this.#open.delete(path);
      await this.#notify('textDocument/didClose', { textDocument: this.#identifier(path) });
    }
    for (const [path, text] of texts) {
      const open = this.#open.get(path);
      if (!open) await this.#openDocument(path, text);
      else if (open.text !== text) await this.#change(path, open, text);
    }
  }

  /** Tells the server what happened to files, or what it is to believe of them. */
  async tellFiles(events: readonly FileEvent[]): Promise<void> {
    if (events.length === 0) return;
    const changes = events.map(({ path, type }) => ({ uri: this.#uri(path), type: eventTypes[type] }));
    await this.#notify('workspace/didChangeWatchedFiles', { changes });
  }

  /** The diagnostics of files as the server sees the workspace now. A server that pushes must have them open. */
  async diagnostics(
    paths: readonly string[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, FileFindings>> {
    const findings = this.#pulls()
      ? await Promise.all(paths.map((path) => this.#pull(path, signal)))
      : await this.#awaitPushed(paths, signal);
    return new Map(findings.map((found, index) => [paths[index] ?? '', found]));
  }

  /** The server's fixes for one of its own diagnostics, with their edits. */
  async fixes(
    path: string,
    diagnostic: lsp.Diagnostic,
    signal: AbortSignal,
  ): Promise<readonly lsp.CodeAction[]> {
    const { capabilities } = this.#connection.initializeResult;
    if (!capabilities.codeActionProvider && !this.#registered.has('textDocument/codeAction')) return [];
    const params: lsp.CodeActionParams = {
      textDocument: this.#identifier(path),
      range: diagnostic.range,
      context: { diagnostics: [diagnostic], only: ['quickfix'], triggerKind: 1 },
    };
    const answer = await this.#request('textDocument/codeAction', params, signal);
    const offered = (answer ?? []) as readonly (lsp.CodeAction | lsp.Command)[];
    const actions: lsp.CodeAction[] = [];
    for (const action of offered) {
      if (isCommand(action)) continue;
      const isWhole = action.edit !== undefined || action.data === undefined;
      actions.push(
        isWhole ? action : ((await this.#request('codeAction/resolve', action, signal)) as lsp.CodeAction),
      );
    }
    return actions;
  }

  #pulls(): boolean {
    return (
      this.#connection.initializeResult.capabilities.diagnosticProvider !== undefined ||
      this.#registered.has('textDocument/diagnostic')
    );
  }

  async #pull(path: string, signal: AbortSignal): Promise<FileFindings> {
    for (;;) {
      try {
        const params = { textDocument: this.#identifier(path) };
        const report = (await this.#request(
          'textDocument/diagnostic',
          params,
          signal,
        )) as lsp.DocumentDiagnosticReport | null;
        return { type: 'found', diagnostics: report?.kind === 'full' ? report.items : [] };
      } catch (error) {
        signal.throwIfAborted();
        if (!isRefusal(error)) throw error;
        // Some answers ask to be asked again; how often is bounded by the signal.
        if (error.code !== contentModified && error.code !== serverCancelled) {
          return { type: 'refused', reason: `${this.label}: ${error.message}` };
        }
      }
    }
  }

  /** A change in one file does not make servers push again for others, unless those have a new version too. */
  async #awaitPushed(paths: readonly string[], signal: AbortSignal): Promise<readonly FileFindings[]> {
    const expected: number[] = [];
    for (const path of paths) {
      const open = this.#open.get(path);
      if (!open) throw new Error(`${path} is not open`);
      await this.#change(path, open, open.text);
      expected.push(open.version);
    }
    const ended = this.#connection.ended.then((): never => {
      throw new ServerEnded(`${this.label} ended`);
    });
    const all = paths.map((path, index) => this.#pushed.atVersion(path, expected[index] ?? 0, signal));
    return untilAborted(Promise.race([Promise.all(all), ended]), signal);
  }

  async #openDocument(path: string, text: string): Promise<void> {
    this.#open.set(path, { version: 1, text });
    this.#pushed.forget(path);
    const languageId = languageOf(path).id;
    await this.#notify('textDocument/didOpen', {
      textDocument: { uri: this.#uri(path), languageId, version: 1, text },
    });
  }

  async #change(path: string, open: OpenDocument, text: string): Promise<void> {
    open.version += 1;
    open.text = text;
    await this.#notify('textDocument/didChange', {
      textDocument: { uri: this.#uri(path), version: open.version },
      contentChanges: [{ text }],
    });
  }

  #request(method: string, params: unknown, signal: AbortSignal): Promise<unknown> {
    return this.#connection.sendRequest(method, params, signal);
  }

  #notify(method: string, params: unknown): Promise<void> {
    return this.#connection.sendNotification(method, params);
  }

  #uri(path: string): string {
    return toFileUri(this.#root, path);
  }

  #identifier(path: string): lsp.TextDocumentIdentifier {
    return { uri: this.#uri(path) };
  }
}

const typeScript7 = 'typescript-go';

/** A bare command, as older servers offer; an action has an object in the place of its name. */
function isCommand(action: lsp.CodeAction | lsp.Command): action is lsp.Command {
  return typeof action.command === 'string';
}

/** An error that the server itself answered with, as against one of the connection. */
function isRefusal(error: unknown): error is { readonly code: number; readonly message: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'number';
}
