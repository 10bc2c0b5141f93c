import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../base/disposable.ts';
import { Emitter } from '../../base/emitter.ts';
import { getOrMake } from '../../base/getOrMake.ts';
import { inTurn } from '../../base/inTurn.ts';
import { messageOf } from '../../base/messageOf.ts';
import { textChange } from '../../base/textChange.ts';
import { Throttle } from '../../base/throttle.ts';
import { settingIds } from '../../core/settings/settingIds.ts';
import type { Diagnostic } from '../../core/verify/diagnostic.ts';
import type { Log } from '../log.ts';
import type { RunResources } from '../runs/runResources.ts';
import { currentSettings } from '../settings/currentSettings.ts';
import { toDiagnostic } from '../workspace/diagnostics.ts';
import { relativePath } from '../workspace/workspaceFolder.ts';

/** An edit that was worked out and checked before anybody asked. */
export interface ReadyEdit {
  readonly title: string;
  readonly edit: vscode.WorkspaceEdit;
}

interface Kept {
  readonly title: string;
  /** The file as it was checked, and as it is to be. */
  readonly base: string;
  readonly content: string;
}

export interface ProblemWatchOptions {
  readonly resources: RunResources;
  readonly log: Log;
  readonly environment: NodeJS.ProcessEnv;
  /** Told after each look: problems may have labels now that they had not. */
  readonly onLooked: () => void;
}

/** How often it looks at most (milliseconds). */
const lookMs = 500;

/**
 * Looks at the new errors of files that are saved, where the user has turned it on: the light bulb then has the
 * language server's fixes ready, and their kinds are labelled before anybody asks.
 */
export class ProblemWatch implements Disposable {
  readonly #options: ProblemWatchOptions;
  readonly #disposables = new DisposableStore();
  readonly #closing = new AbortController();
  readonly #throttle: Throttle;
  /** Files that are as they were saved, by address. */
  readonly #saved = new Map<string, vscode.Uri>();
  readonly #seen = new Set<string>();
  readonly #ready = new Map<string, Kept>();
  readonly #changes = new Emitter<void>();

  /** Something has become ready. */
  readonly onReady = this.#changes.event;

  constructor(options: ProblemWatchOptions) {
    this.#options = options;
    const look = inTurn(
      () => this.#look(),
      (error) => {
        if (!this.#closing.signal.aborted)
          options.log.warn(`New problems could not be looked at: ${messageOf(error)}`);
      },
    );
    this.#throttle = this.#disposables.add(new Throttle(lookMs, look));
    this.#disposables.add(
      vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        this.#saved.set(uri.toString(), uri);
        this.#throttle.ask();
      }),
    );
    this.#disposables.add(
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.#forget(document.uri);
      }),
    );
    this.#disposables.add(
      vscode.languages.onDidChangeDiagnostics(({ uris }) => {
        if (uris.some((uri) => this.#saved.has(uri.toString()))) this.#throttle.ask();
      }),
    );
  }

  /** What is ready for a problem of a document that is still as it was checked. */
  readyFor(document: vscode.TextDocument, problem: vscode.Diagnostic): ReadyEdit | undefined {
    const kept = this.#ready.get(keyOf(document.uri, toDiagnostic('', problem)));
    if (!kept || document.getText() !== kept.base) return undefined;
    const { start, end, newText } = textChange(kept.base, kept.content);
    const edit = new vscode.WorkspaceEdit();
    edit.replace(
      document.uri,
      new vscode.Range(document.positionAt(start), document.positionAt(end)),
      newText,
    );
    return { title: kept.title, edit };
  }

  dispose(): void {
    this.#closing.abort(new Error('the window is closing'));
    this.#disposables.dispose();
  }

  #forget(uri: vscode.Uri): void {
    if (!this.#saved.delete(uri.toString())) return;
    const prefix = `${uri.toString()}\n`;
    for (const keys of [this.#seen, this.#ready])
      for (const key of keys.keys()) if (key.startsWith(prefix)) keys.delete(key);
  }

  async #look(): Promise<void> {
    this.#closing.signal.throwIfAborted();
    if (!vscode.workspace.isTrusted || this.#saved.size === 0) return;
    // Asked by itself first: most have it off, and every save comes here.
    if (!vscode.workspace.getConfiguration().get(settingIds.watchEnabled)) return;
    const { settings } = await currentSettings(this.#options.environment);
    if (!settings.watch.isEnabled) return;
    for (const [folder, problems] of this.#newErrors()) {
      const result = await this.#options.resources.depsFor(folder);
      if (result.type === 'refused') return;
      const { watchProblems } = await import('../../core/run/problems/watchProblems.ts');
      await watchProblems(problems, result.deps, {
        signal: this.#closing.signal,
        dayUsd: settings.watch.dayUsd,
        onReady: ({ diagnostic, title, changes }) => {
          const [change, ...others] = changes;
          // What reaches into other files is looked at before it is written.
          if (!change || others.length > 0 || change.path !== diagnostic.path) return;
          if (change.base === null || change.content === null) return;
          const uri = vscode.Uri.joinPath(folder.uri, change.path);
          if (!this.#saved.has(uri.toString())) return;
          this.#ready.set(keyOf(uri, diagnostic), { title, base: change.base, content: change.content });
          this.#changes.fire(undefined);
        },
      });
      this.#options.onLooked();
    }
  }

  #newErrors(): ReadonlyMap<vscode.WorkspaceFolder, readonly Diagnostic[]> {
    const found = new Map<vscode.WorkspaceFolder, Diagnostic[]>();
    for (const uri of this.#saved.values()) {
      const folder = vscode.workspace.getWorkspaceFolder(uri);
      const path = folder && relativePath(folder, uri);
      if (!folder || path === undefined) continue;
      for (const problem of vscode.languages.getDiagnostics(uri)) {
        const diagnostic = toDiagnostic(path, problem, folder);
        const key = keyOf(uri, diagnostic);
        if (diagnostic.severity !== 'error' || this.#seen.has(key)) continue;
        this.#seen.add(key);
        getOrMake(found, folder, () => []).push(diagnostic);
      }
    }
    return found;
  }
}

function keyOf(uri: vscode.Uri, { code, message, range }: Diagnostic): string {
  return `${uri.toString()}\n${JSON.stringify([code, message, range.start])}`;
}
