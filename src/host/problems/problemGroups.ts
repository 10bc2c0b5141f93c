import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../base/disposable.ts';
import { Emitter } from '../../base/emitter.ts';
import { inTurn } from '../../base/inTurn.ts';
import { messageOf } from '../../base/messageOf.ts';
import { Throttle } from '../../base/throttle.ts';
import type { ProblemGroup } from '../../core/problems/groups.ts';
import type { Diagnostic } from '../../core/verify/diagnostic.ts';
import { contextKeys } from '../ids.ts';
import type { Log } from '../log.ts';
import { isProblem, toDiagnostic } from '../workspace/diagnostics.ts';
import { relativePath } from '../workspace/workspaceFolder.ts';
import { type CollectedProblems, collectProblems } from './collectProblems.ts';

/** Problems of a folder that belong together. */
export interface FolderGroup {
  readonly folder: vscode.WorkspaceFolder;
  readonly group: ProblemGroup;
}

type Found = CollectedProblems<vscode.WorkspaceFolder>;

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
  /** The problems that the groups are of; undefined before somebody has looked. */
  #found: Found | undefined;
  readonly #closing = new AbortController();
  /** Ends the grouping that a newer one makes useless. */
  #grouping = new AbortController();

  /** Tells that the groups are others now. */
  readonly onChange = this.#changes.event;

  constructor(group: GroupProblems, log: Log) {
    this.#group = group;
    const look = inTurn(
      () => this.#look(),
      (error) => {
        if (!this.#closing.signal.aborted) log.warn(`Problems could not be read: ${messageOf(error)}`);
      },
    );
    const refresh = this.#disposables.add(new Throttle(refreshMilliseconds, look));
    this.#disposables.add(vscode.languages.onDidChangeDiagnostics(() => refresh.ask()));
    this.#disposables.add(vscode.workspace.onDidChangeWorkspaceFolders(() => refresh.ask()));
  }

  dispose(): void {
    this.#closing.abort(new Error('the window is closing'));
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
      const found = this.#found ?? (await findAll(signal));
      const grouped = await Promise.all(
        [...found.problems].map(async ([folder, problems]) => {
          const groups = await this.#group(problems, folder, signal);
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
  async #look(): Promise<void> {
    const found = await findAll(this.#closing.signal);
    if (found.text === this.#found?.text) return;
    this.#found = found;
    const has = [...found.problems.values()].some((problems) => problems.length > 0);
    void vscode.commands.executeCommand('setContext', contextKeys.hasProblems, has);
    this.regroup();
  }
}

/** What the editor shows as problems. */
function findAll(signal: AbortSignal): Promise<Found> {
  return collectProblems(vscode.workspace.workspaceFolders ?? [], vscode.languages.getDiagnostics(), {
    pathIn: relativePath,
    read: (path, each, folder) => (isProblem(each) ? toDiagnostic(path, each, folder) : undefined),
    signal,
  });
}
