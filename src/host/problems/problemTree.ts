import * as vscode from 'vscode';
import { DisposableStore } from '../../base/disposable.ts';
import type { ProblemGroup } from '../../core/problems/groups.ts';
import type { Diagnostic, Severity } from '../../core/verify/diagnostic.ts';
import { contextKeys, problemsViewId } from '../ids.ts';
import { Throttle } from '../panel/throttle.ts';
import { folderDiagnostics } from '../workspace/diagnostics.ts';

/** Problems of a folder that belong together. */
export interface GroupNode {
  readonly type: 'group';
  readonly folder: vscode.WorkspaceFolder;
  readonly group: ProblemGroup;
}

export interface ProblemNode {
  readonly type: 'problem';
  readonly folder: vscode.WorkspaceFolder;
  readonly problem: Diagnostic;
}

export type ProblemTreeNode = GroupNode | ProblemNode;

/** Puts a folder's problems into groups. */
export type GroupProblems = (
  problems: readonly Diagnostic[],
  folder: vscode.WorkspaceFolder,
  signal: AbortSignal,
) => Promise<readonly ProblemGroup[]>;

const refreshMilliseconds = 300;

/** The problems that the editor knows, by what they come from. */
export class ProblemTree implements vscode.TreeDataProvider<ProblemTreeNode>, vscode.Disposable {
  readonly #group: GroupProblems;
  readonly #changes = new vscode.EventEmitter<void>();
  readonly #disposables = new DisposableStore();

  readonly onDidChangeTreeData = this.#changes.event;

  #roots: Promise<readonly GroupNode[]> | undefined;
  /** The problems that the tree shows, as text. */
  #shown = '';
  /** Ends the grouping that a newer one makes useless. */
  #grouping = new AbortController();

  constructor(group: GroupProblems) {
    this.#group = group;
    this.#disposables.add(this.#changes);
    const refresh = this.#disposables.add(new Throttle(refreshMilliseconds, () => this.#refresh()));
    this.#disposables.add(vscode.languages.onDidChangeDiagnostics(() => refresh.ask()));
    this.#disposables.add(vscode.workspace.onDidChangeWorkspaceFolders(() => refresh.ask()));
    this.#disposables.add(
      vscode.window.createTreeView(problemsViewId, { treeDataProvider: this, showCollapseAll: true }),
    );
  }

  dispose(): void {
    this.#grouping.abort(new Error('the window is closing'));
    this.#disposables.dispose();
  }

  async getChildren(node?: ProblemTreeNode): Promise<ProblemTreeNode[]> {
    if (node?.type === 'problem') return [];
    if (node) {
      return node.group.diagnostics.map((problem) => ({ type: 'problem', folder: node.folder, problem }));
    }
    this.#roots ??= this.#groupAll();
    return [...(await this.#roots)];
  }

  getTreeItem(node: ProblemTreeNode): vscode.TreeItem {
    return node.type === 'group' ? groupItem(node) : problemItem(node);
  }

  /** The groups as they are now, also where they have become others meanwhile: an answer of none would be a lie. */
  async #groupAll(): Promise<readonly GroupNode[]> {
    const { signal } = this.#grouping;
    try {
      const folders = vscode.workspace.workspaceFolders ?? [];
      const grouped = await Promise.all(
        folders.map(async (folder) => {
          const groups = await this.#group(problemsOf(folder), folder, signal);
          return groups.map((group): GroupNode => ({ type: 'group', folder, group }));
        }),
      );
      return grouped.flat();
    } catch (error) {
      if (!signal.aborted) {
        this.#roots = undefined;
        throw error;
      }
      if (signal === this.#grouping.signal) return [];
      this.#roots ??= this.#groupAll();
      return this.#roots;
    }
  }

  /** Groups anew, as what is known of the problems has changed and not they. */
  regroup(): void {
    const outdated = this.#grouping;
    this.#grouping = new AbortController();
    this.#roots = undefined;
    outdated.abort(new Error('the problems are others now'));
    this.#changes.fire();
  }

  /** Servers tell the same problems again and again: only others are a reason to draw the tree anew. */
  #refresh(): void {
    const all = (vscode.workspace.workspaceFolders ?? []).map(problemsOf);
    const shown = JSON.stringify(all);
    if (shown === this.#shown) return;
    this.#shown = shown;
    const has = all.some((problems) => problems.length > 0);
    void vscode.commands.executeCommand('setContext', contextKeys.hasProblems, has);
    this.regroup();
  }
}

function problemsOf(folder: vscode.WorkspaceFolder): readonly Diagnostic[] {
  return folderDiagnostics(folder).filter(({ severity }) => severity === 'error' || severity === 'warning');
}

function groupItem({ folder, group }: GroupNode): vscode.TreeItem {
  const { diagnostics, title, root, category, effort } = group;
  const [first] = diagnostics;
  const severity = diagnostics.some((each) => each.severity === 'error') ? 'error' : 'warning';
  const item = new vscode.TreeItem(titleOf(group), vscode.TreeItemCollapsibleState.Collapsed);
  item.id = `${folder.uri.toString()} ${group.id}`;
  const files = new Set(diagnostics.map(({ path }) => path)).size;
  const name = [first?.source, first?.code].filter(Boolean).join(' ');
  const counts = [counted(diagnostics.length, 'problem'), ...(files > 1 ? [counted(files, 'file')] : [])];
  const several = (vscode.workspace.workspaceFolders?.length ?? 0) > 1 ? [folder.name] : [];
  // A label has said what it takes; without one, the tier is known when it is worked on.
  const labelled = category === undefined ? [] : [category, `${effort} tier`];
  item.description = [counts.join(' in '), name, ...labelled, ...several].filter(Boolean).join(' · ');
  item.tooltip = root?.path === undefined ? title : `${title}\nThe root is ${root.name} in ${root.path}.`;
  item.iconPath = iconOf(severity);
  item.contextValue = 'group';
  item.accessibilityInformation = { label: `${title}, ${counts.join(' in ')}, ${severity}` };
  return item;
}

/** The root stands before a title that does not name it. */
function titleOf({ title, root }: ProblemGroup): string {
  const name = root?.name.split('.').at(-1) ?? '';
  return root === undefined || title.includes(name) ? title : `${root.name}: ${title}`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function problemItem({ folder, problem }: ProblemNode): vscode.TreeItem {
  const { path, range, message } = problem;
  const line = range.start.line + 1;
  const item = new vscode.TreeItem(`${path}:${line}`, vscode.TreeItemCollapsibleState.None);
  item.description = message;
  item.tooltip = message;
  item.contextValue = 'problem';
  const at = new vscode.Range(range.start.line, range.start.character, range.end.line, range.end.character);
  item.command = {
    command: 'vscode.open',
    title: 'Open',
    arguments: [vscode.Uri.joinPath(folder.uri, path), { selection: at, preserveFocus: true }],
  };
  return item;
}

function iconOf(severity: Severity): vscode.ThemeIcon {
  return severity === 'error'
    ? new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground'))
    : new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
}
