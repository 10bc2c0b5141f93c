import * as vscode from 'vscode';
import type { WorstCase } from '../../core/run/plan/worstCaseOfWork.ts';
import type { Estimates } from '../estimates.ts';
import { commandIds, fixTakenCommand } from '../ids.ts';
import type { ProblemWatch } from '../problems/watch.ts';
import { isProblem } from '../workspace/diagnostics.ts';
import { fixKind } from './kinds.ts';
import type { ProblemFixes } from './problemFixes.ts';
import { likenessOf, problemsLike } from './problemsLike.ts';

/** A light bulb's entry whose edit is worked out when it is chosen. */
class FixAction extends vscode.CodeAction {
  constructor(
    title: string,
    readonly uri: vscode.Uri,
    readonly problem: vscode.Diagnostic,
    readonly worst: WorstCase,
  ) {
    super(title, fixKind);
    this.diagnostics = [problem];
    this.isPreferred = false;
    // Set now and without arguments: the editor drops what comes later of a menu that is closed by then.
    this.command = { command: fixTakenCommand, title };
  }
}

/** Offers for errors and warnings, whoever reported them: to fix it, to fix all like it, to explain it. */
export class ProblemActions implements vscode.CodeActionProvider {
  readonly #estimates: Estimates;
  readonly #fixes: ProblemFixes;
  readonly #watch: Pick<ProblemWatch, 'readyFor'>;

  constructor(estimates: Estimates, fixes: ProblemFixes, watch: Pick<ProblemWatch, 'readyFor'>) {
    this.#estimates = estimates;
    this.#fixes = fixes;
    this.#watch = watch;
  }

  async provideCodeActions(
    document: vscode.TextDocument,
    _range: vscode.Range,
    context: vscode.CodeActionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.CodeAction[]> {
    if (context.only && !context.only.contains(fixKind)) return [];
    const folder = vscode.workspace.getWorkspaceFolder(document.uri);
    const problems = context.diagnostics.filter(isProblem);
    if (!folder || problems.length === 0 || !vscode.workspace.isTrusted) return [];
    const [{ describeWorstCase }, one, answer] = await Promise.all([
      import('../../core/run/plan/worstCaseOfWork.ts'),
      this.#estimates.ofTask(folder, { kind: 'simple_edit', files: 1, lines: 1 }),
      this.#estimates.ofAnswer(folder),
    ]);
    if (token.isCancellationRequested) return [];
    const title = (what: string, worst: WorstCase) => `Tiercel: ${what} (${describeWorstCase(worst)})`;
    const actions: vscode.CodeAction[] = problems.flatMap((problem) => [
      ...this.#readyAction(document, problem),
      new FixAction(title('Fix this problem', one), document.uri, problem, one),
    ]);
    const seen = new Set<string>();
    for (const problem of problems) {
      const likeness = likenessOf(problem);
      if (seen.has(likeness)) continue;
      seen.add(likeness);
      const like = problemsLike(problem, folder);
      if (like.length < 2) continue;
      const worst = await this.#estimates.ofProblems(folder, like);
      const action = new vscode.CodeAction(title(`Fix all ${like.length} like this`, worst), fixKind);
      action.diagnostics = [problem];
      action.command = {
        command: commandIds.fixGroup,
        title: action.title,
        arguments: [{ folder: folder.uri, title: problem.message, diagnostics: like, capUsd: worst.usd }],
      };
      actions.push(action);
    }
    const [first] = problems;
    // Without a model there is nobody who could explain it.
    if (first && answer.tier !== 'none') {
      const action = new vscode.CodeAction(title('Explain this problem', answer), fixKind);
      action.diagnostics = [first];
      action.command = {
        command: commandIds.explainProblem,
        title: action.title,
        arguments: [document.uri, first, answer.usd],
      };
      actions.push(action);
    }
    return actions;
  }

  /** What was worked out and checked when the file was saved. */
  #readyAction(document: vscode.TextDocument, problem: vscode.Diagnostic): readonly vscode.CodeAction[] {
    const ready = this.#watch.readyFor(document, problem);
    if (!ready) return [];
    const action = new vscode.CodeAction(`Tiercel: ${ready.title} (checked, no model)`, fixKind);
    action.diagnostics = [problem];
    action.edit = ready.edit;
    return [action];
  }

  /** Works on the problem now, and gives the edit that passed the check; where there is none, it is said why. */
  async resolveCodeAction(
    action: vscode.CodeAction,
    token: vscode.CancellationToken,
  ): Promise<vscode.CodeAction> {
    if (!(action instanceof FixAction) || action.edit) return action;
    const edit = await this.#fixes.fix(action.uri, action.problem, action.worst, token);
    if (edit) action.edit = edit;
    return action;
  }
}
