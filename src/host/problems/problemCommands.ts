import * as vscode from 'vscode';
import { localDay } from '../../core/ledger/localDay.ts';
import type { Diagnostic } from '../../core/verify/diagnostic.ts';
import type { Estimates } from '../estimates.ts';
import { problemsViewId } from '../ids.ts';
import type { Jobs } from '../jobs.ts';
import type { Offers } from '../offers.ts';
import type { RunResources } from '../runs/runResources.ts';
import type { RunService } from '../runs/runService.ts';
import { relativePath } from '../workspace/workspaceFolder.ts';
import { describeProblem } from './describeProblem.ts';
import type { ReadViews } from './groupViews.ts';
import type { ProblemGroups } from './problemGroups.ts';
import type { ProblemTree, ProblemTreeNode } from './problemTree.ts';

/** A group of problems as the light bulb names it. */
interface PickedGroup {
  readonly folder: vscode.Uri;
  readonly title: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly capUsd: number;
}

export interface ProblemCommandsOptions {
  readonly jobs: Jobs;
  readonly offers: Offers;
  readonly estimates: Estimates;
  readonly groups: ProblemGroups;
  readonly runs: RunService;
  readonly resources: RunResources;
  readonly tree: ProblemTree;
  readonly viewsOf: ReadViews;
  /** Told that problems may have labels now that they had not. */
  readonly onLabelled: () => void;
}

/** What the labels of one group may cost (USD): those of sixty kinds cost less than half of it. */
const labelsUsd = 0.01;

/** What is done with problems from the light bulb and from the tree. */
export class ProblemCommands {
  readonly #options: ProblemCommandsOptions;

  constructor(options: ProblemCommandsOptions) {
    this.#options = options;
  }

  /** Fixes the problem of a row in the tree, or a file's, and offers what comes of it. Gives the run's id. */
  async fixProblem(given: unknown, diagnostic: unknown): Promise<string | undefined> {
    const { jobs, offers } = this.#options;
    const problem = isNode(given) ? problemOfRow(given) : problemOfFile(given, diagnostic);
    if (!problem) throw new Error('this command takes a file and one of its problems');
    const state = await jobs.fixProblem(problem.uri, problem.diagnostic);
    if (state) void offers.fix(state);
    return state?.run;
  }

  /** Fixes problems that belong together. Gives the run's id. */
  async fixGroup(given: unknown): Promise<string | undefined> {
    const picked = isNode(given) ? await this.#groupOfRow(given) : isGroup(given) ? given : undefined;
    if (!picked) throw new Error('this command takes a group of problems');
    const folder = vscode.workspace.getWorkspaceFolder(picked.folder);
    if (!folder) return undefined;
    const { title, diagnostics, capUsd } = picked;
    const cap = capUsd > 0 ? { capUsd } : {};
    return (await this.#options.jobs.fixPicked({ title, diagnostics }, folder, cap))?.run;
  }

  /** Has the kinds of a group labelled, if they are not. */
  async labelGroup(given: unknown): Promise<void> {
    const { resources, onLabelled } = this.#options;
    if (!isNode(given) || given.type !== 'group') throw new Error('this command takes a row of the problems');
    const { folder, group } = given;
    const opened = await resources.depsFor(folder);
    if (opened.type === 'refused') throw new Error(opened.message);
    const { labelAside } = await import('../../core/run/problems/labelAside.ts');
    const problem = await vscode.window.withProgress(
      { location: { viewId: problemsViewId }, title: 'Labelling problems' },
      () =>
        labelAside(group.diagnostics, opened.deps, {
          run: `label-${localDay(Date.now())}`,
          usd: labelsUsd,
          signal: new AbortController().signal,
        }),
    );
    onLabelled();
    if (problem !== undefined) void vscode.window.showWarningMessage(`Tiercel: ${problem}`);
  }

  /** Stops the run that works on a group. */
  async stopGroup(given: unknown): Promise<void> {
    if (!isNode(given) || given.type !== 'group') throw new Error('this command takes a row of the problems');
    const [view] = await this.#options.viewsOf([given]);
    if (view?.run !== undefined) await this.#options.runs.cancel(view.run);
  }

  /** Asks which groups the tree is to show. */
  async filterTree(): Promise<void> {
    const { groups, viewsOf, tree } = this.#options;
    const { askForFilter } = await import('./filterTree.ts');
    const views = await viewsOf(await groups.all());
    const filter = await askForFilter(views, tree.filter);
    if (filter) tree.filter = filter;
  }

  /** What the page asks of a group that it names. */
  async onGroup(action: 'fix' | 'label', folder: string, id: string): Promise<void> {
    const found = await this.#options.groups.find(folder, id);
    if (!found) throw new Error('these problems are others now; look at the list again');
    const node: ProblemTreeNode = { type: 'group', ...found };
    if (action === 'fix') await this.fixGroup(node);
    else await this.labelGroup(node);
  }

  /** Has a problem explained; the answer stands in the panel. Gives the run's id. */
  async explain(uri: unknown, diagnostic: unknown, capUsd: unknown): Promise<string | undefined> {
    const problem = problemOfFile(uri, diagnostic);
    const folder = problem && vscode.workspace.getWorkspaceFolder(problem.uri);
    const path = folder && relativePath(folder, problem.uri);
    if (!problem || !folder || path === undefined)
      throw new Error('this command takes a file and one of its problems');
    const cap = typeof capUsd === 'number' && capUsd > 0 ? { capUsd } : {};
    return (await this.#options.jobs.doChosen(describeProblem(path, problem.diagnostic), folder, cap))?.run;
  }

  async #groupOfRow(node: ProblemTreeNode): Promise<PickedGroup | undefined> {
    if (node.type !== 'group') return undefined;
    const { folder, group } = node;
    const worst = await this.#options.estimates.ofProblems(folder, group.diagnostics);
    return { folder: folder.uri, title: group.title, diagnostics: group.diagnostics, capUsd: worst.usd };
  }
}

interface FileProblem {
  readonly uri: vscode.Uri;
  readonly diagnostic: vscode.Diagnostic;
}

function problemOfRow(node: ProblemTreeNode): FileProblem | undefined {
  if (node.type !== 'problem') return undefined;
  const { path, range, message } = node.problem;
  const uri = vscode.Uri.joinPath(node.folder.uri, path);
  const known = vscode.languages
    .getDiagnostics(uri)
    .find(
      (each) =>
        each.message === message &&
        each.range.start.line === range.start.line &&
        each.range.start.character === range.start.character,
    );
  return known && { uri, diagnostic: known };
}

function problemOfFile(uri: unknown, diagnostic: unknown): FileProblem | undefined {
  return uri instanceof vscode.Uri && isDiagnostic(diagnostic) ? { uri, diagnostic } : undefined;
}

function isNode(value: unknown): value is ProblemTreeNode {
  return typeof value === 'object' && value !== null && 'type' in value && 'folder' in value;
}

function isGroup(value: unknown): value is PickedGroup {
  if (typeof value !== 'object' || value === null) return false;
  const { folder, title, diagnostics, capUsd } = value as Partial<PickedGroup>;
  return (
    folder instanceof vscode.Uri &&
    typeof title === 'string' &&
    Array.isArray(diagnostics) &&
    typeof capUsd === 'number'
  );
}

function isDiagnostic(value: unknown): value is vscode.Diagnostic {
  if (typeof value !== 'object' || value === null) return false;
  const { range, message, severity } = value as Partial<vscode.Diagnostic>;
  return range instanceof vscode.Range && typeof message === 'string' && typeof severity === 'number';
}
