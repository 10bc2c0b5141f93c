import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../base/disposable.ts';
import { Emitter } from '../../base/emitter.ts';
import type { ProblemGroup } from '../../core/problems/groups.ts';
import type { Diagnostic } from '../../core/verify/diagnostic.ts';
import { contextKeys } from '../ids.ts';
import { Throttle } from '../panel/throttle.ts';
import { folderDiagnostics } from '../workspace/diagnostics.ts';

/** Problems of a folder that belong together. */
export interface FolderGroup {
  readonly folder: vscode.WorkspaceFolder;
  readonly group: ProblemGroup;
}

/** Puts a folder's problems into groups. */
export type GroupProblems = (
  problems: readonly Diagnostic[],
  folder: vscode.WorkspaceFolder,
  signal: AbortSignal,
) => Promise<readonly ProblemGroup[]>;

const refreshMilliseconds = 300;

/** The problems that the editor knows, by what they come from: worked out when somebody looks, and once for all. */
export class ProblemGroups implements Disposable {
  readonly #group: GroupProblems;
  readonly #changes = new Emitter<void>();
  readonly #disposables = new DisposableStore();
  #groups: Promise<readonly FolderGroup[]> | undefined;
  /** The problems that the groups are of, as text. */
  #known = '';
  /** Ends the grouping that a newer one makes useless. */
  #grouping = new AbortController();

  /** Tells that the groups are others now. */
  readonly onChange = this.#changes.event;

  constructor(group: GroupProblems) {
    this.#group = group;
    const refresh = this.#disposables.add(new Throttle(refreshMilliseconds, () => this.#refresh()));
    this.#disposables.add(vscode.languages.onDidChangeDiagnostics(() => refresh.ask()));
    this.#disposables.add(vscode.workspace.onDidChangeWorkspaceFolders(() => refresh.ask()));
  }

  dispose(): void {
    this.#grouping.abort(new Error('the window is closing'));
    this.#disposables.dispose();
  }

  /** The groups as they are now, those that others follow from first. */
  all(): Promise<readonly FolderGroup[]> {
    this.#groups ??= this.#groupAll();
    return this.#groups;
  }

  /** A group by the address of its folder and its id; undefined where it is gone. */
  async find(folder: string, id: string): Promise<FolderGroup | undefined> {
    const groups = await this.all();
    return groups.find((each) => each.folder.uri.toString() === folder && each.group.id === id);
  }

  /** Groups anew, as what is known of the problems has changed and not they. */
  regroup(): void {
    const outdated = this.#grouping;
    this.#grouping = new AbortController();
    this.#groups = undefined;
    outdated.abort(new Error('the problems are others now'));
    this.#changes.fire(undefined);
  }

  /** The groups as they are now, also where they have become others meanwhile: an answer of none would be a lie. */
  async #groupAll(): Promise<readonly FolderGroup[]> {
    const { signal } = this.#grouping;
    try {
      const folders = vscode.workspace.workspaceFolders ?? [];
      const grouped = await Promise.all(
        folders.map(async (folder) => {
          const groups = await this.#group(problemsOf(folder), folder, signal);
          return groups.map((group): FolderGroup => ({ folder, group }));
        }),
      );
      return grouped.flat();
    } catch (error) {
      if (!signal.aborted) {
        this.#groups = undefined;
        throw error;
      }
      return signal === this.#grouping.signal ? [] : this.all();
    }
  }

  /** Servers tell the same problems again and again: only others are a reason to group anew. */
  #refresh(): void {
    const all = (vscode.workspace.workspaceFolders ?? []).map(problemsOf);
    const known = JSON.stringify(all);
    if (known === this.#known) return;
    this.#known = known;
    const has = all.some((problems) => problems.length > 0);
    void vscode.commands.executeCommand('setContext', contextKeys.hasProblems, has);
    this.regroup();
  }
}

function problemsOf(folder: vscode.WorkspaceFolder): readonly Diagnostic[] {
  return folderDiagnostics(folder).filter(({ severity }) => severity === 'error' || severity === 'warning');
}
