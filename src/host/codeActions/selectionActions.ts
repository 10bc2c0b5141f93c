import * as vscode from 'vscode';
import type { Estimates } from '../estimates.ts';
import { commandIds } from '../ids.ts';
import { relativePath } from '../workspace/workspaceFolder.ts';
import { rewriteKind } from './kinds.ts';
import { ownSignals, type RewriteId, rewrites } from './rewrites.ts';

/** Offers on a selection what a model can do with it. */
export class SelectionActions implements vscode.CodeActionProvider {
  readonly #estimates: Estimates;

  constructor(estimates: Estimates) {
    this.#estimates = estimates;
  }

  async provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    context: vscode.CodeActionContext,
  ): Promise<vscode.CodeAction[]> {
    if (context.only && !context.only.contains(rewriteKind) && !rewriteKind.contains(context.only)) return [];
    const folder = vscode.workspace.getWorkspaceFolder(document.uri);
    if (
      !vscode.workspace.isTrusted ||
      range.isEmpty ||
      !folder ||
      relativePath(folder, document.uri) === undefined
    )
      return [];
    const [{ describeWorstCase }, ownWorst] = await Promise.all([
      import('../../core/run/plan/worstCaseOfWork.ts'),
      this.#estimates.ofTask(folder, ownSignals),
    ]);
    const offers = await Promise.all(
      Object.entries(rewrites).map(async ([id, { title, kind, files }]) => {
        const worst = await this.#estimates.ofTask(folder, { kind, files });
        return { id: id as RewriteId, title: `Tiercel: ${title} (${describeWorstCase(worst)})`, worst };
      }),
    );
    // All of these need a model.
    if (offers.some(({ worst }) => worst.tier === 'none')) return [];
    const actions = offers.map(({ id, title }) => {
      const action = new vscode.CodeAction(title, rewriteKind.append(id));
      action.command = { command: commandIds.rewriteSelection, title, arguments: [id] };
      return action;
    });
    const own = new vscode.CodeAction(
      `Tiercel: Edit with an instruction… (${describeWorstCase(ownWorst)})`,
      rewriteKind.append('own'),
    );
    own.command = { command: commandIds.editHere, title: own.title };
    return [...actions, own];
  }
}
