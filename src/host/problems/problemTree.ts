import * as vscode from 'vscode';
import { counted } from '../../base/counted.ts';
import { DisposableStore } from '../../base/disposable.ts';
import { formatForecast } from '../../base/formatUsd.ts';
import type { Diagnostic, Severity } from '../../core/verify/diagnostic.ts';
import { type GroupFilter, isFiltered, noFilter, passesFilter } from '../../protocol/groupFilter.ts';
import type { GroupView } from '../../protocol/problems.ts';
import { problemsViewId } from '../ids.ts';
import type { ReadViews } from './groupViews.ts';
import type { FolderGroup, ProblemGroups } from './problemGroups.ts';

/** Problems of a folder that belong together. */
export interface GroupNode extends FolderGroup {
  readonly type: 'group';
  readonly view?: GroupView;
}

export interface ProblemNode {
  readonly type: 'problem';
  readonly folder: vscode.WorkspaceFolder;
  readonly problem: Diagnostic;
}

export type ProblemTreeNode = GroupNode | ProblemNode;

export interface ProblemTreeOptions {
  readonly groups: ProblemGroups;
  /** What a row says of a group. */
  readonly viewsOf: ReadViews;
}

/** The problems that the editor knows, by what they come from. */
export class ProblemTree implements vscode.TreeDataProvider<ProblemTreeNode>, vscode.Disposable {
  readonly #options: ProblemTreeOptions;
  readonly #changes = new vscode.EventEmitter<void>();
  readonly #disposables = new DisposableStore();
  readonly #view: vscode.TreeView<ProblemTreeNode>;
  #filter: GroupFilter = noFilter;

  readonly onDidChangeTreeData = this.#changes.event;

  constructor(options: ProblemTreeOptions) {
    this.#options = options;
    this.#disposables.add(this.#changes);
    this.#disposables.add(options.groups.onChange(() => this.redraw()));
    this.#view = this.#disposables.add(
      vscode.window.createTreeView(problemsViewId, { treeDataProvider: this, showCollapseAll: true }),
    );
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  /** What the rows say has changed, and not which there are. */
  redraw(): void {
    this.#changes.fire();
  }

  get filter(): GroupFilter {
    return this.#filter;
  }

  set filter(filter: GroupFilter) {
    this.#filter = filter;
    this.redraw();
  }

  async getChildren(node?: ProblemTreeNode): Promise<ProblemTreeNode[]> {
    if (node?.type === 'problem') return [];
    if (node) {
      return node.group.diagnostics.map((problem) => ({ type: 'problem', folder: node.folder, problem }));
    }
    const groups = await this.#options.groups.all();
    const views = await this.#options.viewsOf(groups);
    const rows = groups.flatMap((each, index) => {
      const view = views[index];
      return view ? [{ type: 'group' as const, ...each, view }] : [];
    });
    const shown = rows.filter(({ view }) => passesFilter(view, this.#filter));
    const told = `${shown.length} of ${counted(rows.length, 'group')}: ${describeFilter(this.#filter)}`;
    // An empty one is none.
    this.#view.message = isFiltered(this.#filter) ? told : '';
    return shown;
  }

  getTreeItem(node: ProblemTreeNode): vscode.TreeItem {
    return node.type === 'group' ? groupItem(node) : problemItem(node);
  }
}

function groupItem({ folder, group, view }: GroupNode): vscode.TreeItem {
  const item = new vscode.TreeItem(view?.title ?? group.title, vscode.TreeItemCollapsibleState.Collapsed);
  item.id = `${folder.uri.toString()} ${group.id}`;
  item.contextValue = view?.run === undefined ? 'group' : 'groupRunning';
  if (!view) return item;
  const { errors, warnings, files, code, category, effort, forecast, root, title, folderName } = view;
  const counts = [counted(errors + warnings, 'problem'), ...(files > 1 ? [counted(files, 'file')] : [])];
  const cost = forecast && `${forecast.tier}, ${forecast.highUsd === 0 ? 'free' : formatForecast(forecast)}`;
  // A label has said what it takes; without one, the tier is known when it is worked on.
  const tier = category === undefined ? undefined : `${effort} tier`;
  // What is cut off where the row is short is what is missed least.
  const told = [counts.join(' in '), cost ?? tier, category, code, folderName];
  item.description = told.filter(Boolean).join(' · ');
  const from = root?.path === undefined ? [] : [`The root is ${root.name} in ${root.path}.`];
  const price = cost === undefined ? [] : [`Fixing it costs ${cost}.`];
  item.tooltip = [title, ...from, ...price].join('\n');
  const severity = errors > 0 ? 'error' : 'warning';
  item.iconPath = view.run === undefined ? iconOf(severity) : new vscode.ThemeIcon('loading~spin');
  item.accessibilityInformation = { label: `${title}, ${counts.join(' in ')}, ${severity}` };
  return item;
}

function describeFilter({ text, severity, sources, efforts }: GroupFilter): string {
  const parts = [text.trim(), severity === 'all' ? '' : `with ${severity}s`, ...sources, ...efforts];
  return parts.filter((part) => part !== '').join(', ');
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
