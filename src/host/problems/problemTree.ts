import * as vscode from 'vscode';
import { DisposableStore } from '../../base/disposable.ts';
import type { Diagnostic, Severity } from '../../core/verify/diagnostic.ts';
import type { ProblemGroup, ProblemGroups } from '../../core/verify/problemGroups.ts';
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

const refreshMilliseconds = 300;

/** The problems that the editor knows, by what they have in common. */
export class ProblemTree implements vscode.TreeDataProvider<ProblemTreeNode>, vscode.Disposable {
  readonly #groups: ProblemGroups;
  readonly #changes = new vscode.EventEmitter<void>();
  readonly #disposables = new DisposableStore();

  readonly onDidChangeTreeData = this.#changes.event;

  constructor(groups: ProblemGroups) {
    this.#groups = groups;
    this.#disposables.add(this.#changes);
    const refresh = this.#disposables.add(new Throttle(refreshMilliseconds, () => this.#refresh()));
    this.#disposables.add(vscode.languages.onDidChangeDiagnostics(() => refresh.ask()));
    this.#disposables.add(vscode.workspace.onDidChangeWorkspaceFolders(() => refresh.ask()));
    this.#disposables.add(
      vscode.window.createTreeView(problemsViewId, { treeDataProvider: this, showCollapseAll: true }),
    );
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  getChildren(node?: ProblemTreeNode): ProblemTreeNode[] {
    if (node?.type === 'problem') return [];
    if (node)
      return node.group.diagnostics.map((problem) => ({ type: 'problem', folder: node.folder, problem }));
    return (vscode.workspace.workspaceFolders ?? []).flatMap((folder) =>
      this.#groups.group(problemsOf(folder)).map((group): GroupNode => ({ type: 'group', folder, group })),
    );
  }

  getTreeItem(node: ProblemTreeNode): vscode.TreeItem {
    return node.type === 'group' ? groupItem(node) : problemItem(node);
  }

  #refresh(): void {
    const has = (vscode.workspace.workspaceFolders ?? []).some((folder) => problemsOf(folder).length > 0);
    void vscode.commands.executeCommand('setContext', contextKeys.hasProblems, has);
    this.#changes.fire();
  }
}

function problemsOf(folder: vscode.WorkspaceFolder): readonly Diagnostic[] {
  return folderDiagnostics(folder).filter(({ severity }) => severity === 'error' || severity === 'warning');
}

function groupItem({ folder, group }: GroupNode): vscode.TreeItem {
  const { diagnostics, title, severity } = group;
  const [first] = diagnostics;
  const item = new vscode.TreeItem(title, vscode.TreeItemCollapsibleState.Collapsed);
  item.id = `${folder.uri.toString()} ${group.id}`;
  const name = [first?.source, first?.code].filter(Boolean).join(' ');
  const several = (vscode.workspace.workspaceFolders?.length ?? 0) > 1 ? [folder.name] : [];
  item.description = [String(diagnostics.length), name, ...several].filter(Boolean).join(' · ');
  item.iconPath = iconOf(severity);
  item.contextValue = 'group';
  item.accessibilityInformation = { label: `${title}, ${diagnostics.length} problems, ${severity}` };
  return item;
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
