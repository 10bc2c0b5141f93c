import { isDeepStrictEqual } from 'node:util';
import type * as lsp from 'vscode-languageserver-protocol';
import { isRecord } from '../../../base/isRecord.ts';
import type { QuickFix } from '../../../core/verify/checker.ts';
import type { Reach } from '../askedFiles.ts';
import { toFileUri } from '../fileUri.ts';
import { serverSettings } from '../find/serverSettings.ts';
import { languageOf } from '../languages.ts';
import { layoutOf } from '../layout.ts';
import {
  type Connect,
  type LanguageServerConnection,
  ServerEnded,
  type ServerLaunch,
  untilAborted,
} from '../process/connection.ts';
import type { FileEvent, FileFindings, ServedFile, ServerSession } from '../serverSession.ts';
import { toQuickFix } from './convert.ts';
import { PushedDiagnostics } from './pushedDiagnostics.ts';
import { Registrations } from './registrations.ts';
import { serverHandlers } from './serverHandlers.ts';
import { serverLabel } from './serverLabel.ts';

interface OpenDocument {
  version: number;
  text: string;
}

const eventTypes = { created: 1, changed: 2, deleted: 3 } as const;
const contentModified = -32801;
const serverCancelled = -32802;

/** What a server told of itself since its start, and what it is told. */
interface Told {
  /** What it is told when it asks. */
  settings: Readonly<Record<string, unknown>>;
  readonly registrations: Registrations;
  /** How often it took back what it had answered. */
  refreshes: number;
  /** Resolved once it says that it has read the workspace. */
  readonly readiness: PromiseWithResolvers<void>;
}

/** A session in the Language Server Protocol. */
export class LanguageServerSession implements ServerSession {
  readonly #launch: ServerLaunch;
  readonly #root: string;
  readonly #connection: LanguageServerConnection;
  readonly #open = new Map<string, OpenDocument>();
  readonly #pushed: PushedDiagnostics;
  readonly #told: Told;
  #versions = 0;

  private constructor(
    launch: ServerLaunch,
    connection: LanguageServerConnection,
    state: { readonly root: string; readonly pushed: PushedDiagnostics; readonly told: Told },
  ) {
    this.#launch = launch;
    this.#connection = connection;
    this.#root = state.root;
    this.#pushed = state.pushed;
    this.#told = state.told;
  }

  static async start(
    launch: ServerLaunch,
    connect: Connect,
    options: { readonly root: string; readonly log: (line: string) => void; readonly signal: AbortSignal },
  ): Promise<LanguageServerSession> {
    const { root } = options;
    const pushed = new PushedDiagnostics(root);
    const told: Told = {
      settings: launch.settings ?? serverSettings,
      registrations: new Registrations(),
      refreshes: 0,
      readiness: Promise.withResolvers(),
    };
    const handlers = serverHandlers(
      { ...options, settings: () => told.settings },
      {
        pushed,
        registrations: told.registrations,
        onRefresh: () => {
          told.refreshes += 1;
        },
        onStatus: (isReady) => {
          if (isReady) told.readiness.resolve();
        },
      },
    );
    const connection = await connect(launch, { ...options, handlers });
    if (connection.initializeResult.serverInfo?.name === clangd) pushed.expectVersions();
    // Some servers never ask: VS Code's JSON server for one.
    await connection.sendNotification('workspace/didChangeConfiguration', { settings: told.settings });
    return new LanguageServerSession(launch, connection, { root, pushed, told });
  }

  get label(): string {
    const info = this.#connection.initializeResult.serverInfo;
    if (!info) return this.#launch.name;
    return serverLabel(info.name === typeScript7 ? 'TypeScript' : info.name, info.version);
  }

  get readsDisk(): boolean {
    return this.#name === typeScript7;
  }

  /** TypeScript 7 asks the disk for the folder before it asks what is open in it. */
  get needsFolders(): boolean {
    return this.readsDisk;
  }

  get includesOpenFiles(): boolean {
    return this.#name === clangd;
  }

  get reach(): Reach {
    const provider = this.#connection.initializeResult.capabilities.diagnosticProvider;
    if (provider && !provider.interFileDependencies) return 'changed';
    return this.readsDisk ? 'imports' : 'all';
  }

  get #name(): string | undefined {
    return this.#connection.initializeResult.serverInfo?.name;
  }

  get ended(): Promise<void> {
    return this.#connection.ended;
  }

  dispose(): Promise<void> {
    return this.#connection.dispose();
  }

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

  async tellFiles(events: readonly FileEvent[]): Promise<void> {
    if (events.length === 0) return;
    const changes = events.map(({ path, type }) => ({ uri: this.#uri(path), type: eventTypes[type] }));
    await this.#notify('workspace/didChangeWatchedFiles', { changes });
  }

  async diagnostics(
    paths: readonly string[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, FileFindings>> {
    if (this.#name === rustAnalyzer) {
      await this.#unlessEnded(this.#told.readiness.promise, signal);
    }
    for (let round = 1; ; round++) {
      const { refreshes } = this.#told;
      const findings = await this.#ask(paths, signal);
      // What a server took back in the meantime is asked again. Some do so after each answer, changed or not.
      const isTakenBack = refreshes !== this.#told.refreshes && round < mostRounds;
      if (!isTakenBack) return new Map(findings.map((found, index) => [paths[index] ?? '', found]));
    }
  }

  /** TypeScript 7 lays out all files alike: it is told anew for a file that is laid out otherwise. */
  async #layOutLike(text: string): Promise<void> {
    if (this.#name !== typeScript7) return;
    const format = layoutOf(text);
    const { settings } = this.#told;
    const own = settings[typeScriptSection];
    if (isRecord(own) && isDeepStrictEqual(own.format, format)) return;
    this.#told.settings = { ...settings, [typeScriptSection]: { ...(isRecord(own) ? own : {}), format } };
    await this.#notify('workspace/didChangeConfiguration', { settings: this.#told.settings });
  }

  async fixes(
    { path, text }: ServedFile,
    diagnostic: lsp.Diagnostic,
    signal: AbortSignal,
  ): Promise<readonly QuickFix[]> {
    const { capabilities } = this.#connection.initializeResult;
    if (!capabilities.codeActionProvider && !this.#told.registrations.has('textDocument/codeAction'))
      return [];
    await this.#layOutLike(text);
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
    return actions.flatMap((action) => toQuickFix(this.#root, action) ?? []);
  }

  /**
   * A server may say after its start that it is to be asked. Until it has said so it is taken for one that pushes, so
   * that whichever comes first, diagnostics or the offer to give them, decides.
   */
  async #ask(paths: readonly string[], signal: AbortSignal): Promise<readonly FileFindings[]> {
    const { registrations } = this.#told;
    const isOffered =
      this.#connection.initializeResult.capabilities.diagnosticProvider !== undefined ||
      registrations.has(pullMethod);
    if (!isOffered) {
      const decided = new AbortController();
      const either = AbortSignal.any([signal, decided.signal]);
      try {
        const offered = registrations.whenAdded(pullMethod, either);
        const first = await Promise.race([this.#awaitPushed(paths, either), offered]);
        if (first) return first;
      } finally {
        decided.abort();
      }
    }
    return Promise.all(paths.map((path) => this.#pull(path, signal)));
  }

  async #pull(path: string, signal: AbortSignal): Promise<FileFindings> {
    for (;;) {
      try {
        const params = { textDocument: this.#identifier(path) };
        const report = (await this.#request(
          pullMethod,
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
    if (this.#name === clangd) return this.#reopenAll(paths, signal);
    // All are told first: an answer that is given up while others are still being told would be nobody's to catch.
    const told: { readonly path: string; readonly version: number }[] = [];
    for (const path of paths) {
      const open = this.#document(path);
      await this.#change(path, open, open.text);
      told.push({ path, version: open.version });
    }
    const all = told.map(({ path, version }) => this.#pushed.atVersion(path, version, signal));
    return this.#unlessEnded(Promise.all(all), signal);
  }

  /**
   * clangd says nothing new of a text that is the same, and what it says at once of one that it knows may rest on
   * headers as they were. A file that is opened anew is read with all that it includes. Headers are so one after the
   * other: while one is closed, the others would see it as it is on the disk.
   */
  async #reopenAll(paths: readonly string[], signal: AbortSignal): Promise<readonly FileFindings[]> {
    const versions = new Map<string, number>();
    const headers = new Map<string, FileFindings>();
    const answerFor = (path: string): Promise<FileFindings> =>
      this.#unlessEnded(this.#pushed.atVersion(path, versions.get(path) ?? 0, signal), signal);
    const inOrder = [...paths.filter((path) => !isCSource(path)), ...paths.filter(isCSource)];
    for (const path of inOrder) {
      const { text } = this.#document(path);
      await this.#notify('textDocument/didClose', { textDocument: this.#identifier(path) });
      const { version } = await this.#openDocument(path, text);
      versions.set(path, version);
      if (!isCSource(path)) headers.set(path, await answerFor(path));
    }
    return Promise.all(paths.map((path) => headers.get(path) ?? answerFor(path)));
  }

  #document(path: string): OpenDocument {
    const open = this.#open.get(path);
    if (!open) throw new Error(`${path} is not open`);
    return open;
  }

  #unlessEnded<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
    const ended = this.#connection.ended.then((): never => {
      throw new ServerEnded(`${this.label} ended`);
    });
    return untilAborted(Promise.race([promise, ended]), signal);
  }

  async #openDocument(path: string, text: string): Promise<OpenDocument> {
    const version = this.#nextVersion();
    const open = { version, text };
    this.#open.set(path, open);
    this.#pushed.forget(path);
    const languageId = languageOf(path).id;
    await this.#notify('textDocument/didOpen', {
      textDocument: { uri: this.#uri(path), languageId, version, text },
    });
    return open;
  }

  async #change(path: string, open: OpenDocument, text: string): Promise<void> {
    open.version = this.#nextVersion();
    open.text = text;
    await this.#notify('textDocument/didChange', {
      textDocument: { uri: this.#uri(path), version: open.version },
      contentChanges: [{ text }],
    });
  }

  /** Higher than any before, for all files: what is still under way about an older text must never pass for newer. */
  #nextVersion(): number {
    this.#versions += 1;
    return this.#versions;
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
/** Its settings for both of its languages. */
const typeScriptSection = 'js/ts';
const rustAnalyzer = 'rust-analyzer';
const clangd = 'clangd';
/** Files that no other includes. */
const isCSource = (path: string) => /\.(?:c|cc|cpp|cxx)$/i.test(path);
const pullMethod = 'textDocument/diagnostic';
/** How often a server may take back what it said before it is believed. */
const mostRounds = 3;

/** A bare command, as older servers offer; an action has an object in the place of its name. */
function isCommand(action: lsp.CodeAction | lsp.Command): action is lsp.Command {
  return typeof action.command === 'string';
}

/** An error that the server itself answered with, as against one of the connection. */
function isRefusal(error: unknown): error is { readonly code: number; readonly message: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'number';
}
