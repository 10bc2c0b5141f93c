import * as vscode from 'vscode';
import { readWorkspacePath } from '../../core/context/workspacePath.ts';
import type { PageMessage } from '../../protocol/panel.ts';
import type { ContextDocuments } from '../context/contextDocuments.ts';
import type { Jobs } from '../jobs.ts';
import type { DiffDocuments } from '../proposals/diffDocuments.ts';
import type { ReviewActions } from '../proposals/reviewActions.ts';
import type { RunService } from '../runs/runService.ts';
import { openSettings } from '../settings/openSettings.ts';
import type { SentImage } from './readImages.ts';

export interface PageServices {
  readonly runs: RunService;
  readonly jobs: Jobs;
  readonly review: ReviewActions;
  readonly diffs: DiffDocuments;
  readonly contexts: ContextDocuments;
  readonly setApiKey: () => Promise<void>;
}

/** Does what the user asked for in the panel. */
export async function actOnPage(message: PageMessage, services: PageServices): Promise<void> {
  const { runs, jobs, review, diffs } = services;
  const runOf = (proposal: string) => runs.entryOfProposal(proposal)?.state.run ?? '';
  switch (message.type) {
    case 'ready':
      return;
    case 'submit':
      return submit(message, jobs);
    case 'fixProblems':
      await jobs.fixProblems();
      return;
    case 'startPlan':
      return jobs.resume(message.run, { approvePlan: true });
    case 'resume':
      return jobs.resume(message.run, { approvePlan: false });
    case 'cancel':
      return runs.cancel(message.run);
    case 'accept':
      return review.accept(runOf(message.proposal), [message]);
    case 'reject':
      return review.reject(runOf(message.proposal), [message]);
    case 'acceptProposal':
      return review.acceptOpen({ type: 'proposal', proposal: message.proposal });
    case 'rejectProposal':
      return review.rejectOpen({ type: 'proposal', proposal: message.proposal });
    case 'acceptAll':
      return review.acceptOpen({ type: 'run', run: message.run });
    case 'rejectAll':
      return review.rejectOpen({ type: 'run', run: message.run });
    case 'openDiff':
      return diffs.open(message.proposal, message.path, { preserveFocus: false });
    case 'showContext':
      return services.contexts.show(message);
    case 'openChanges':
      return diffs.openAll(message.proposal);
    case 'openFile':
      return openFile(message.path, message.line);
    case 'setApiKey':
      return services.setApiKey();
    case 'openSettings':
      return openSettings(message.query);
  }
}

async function submit(
  message: { readonly text: string; readonly images?: readonly SentImage[] | undefined },
  jobs: Jobs,
): Promise<void> {
  const { readImages } = await import('./readImages.ts');
  const reading = readImages(message.images ?? []);
  if (reading.ok) await jobs.request(message.text, reading.images);
  else void vscode.window.showWarningMessage(`Tiercel: ${reading.problem}`);
}

/** Opens a workspace file at a line, from 1. */
async function openFile(written: string, line: number): Promise<void> {
  const reading = readWorkspacePath(written);
  if (!reading.ok) return;
  for (const folder of vscode.workspace.workspaceFolders ?? []) {
    const uri = vscode.Uri.joinPath(folder.uri, reading.path);
    const exists = await vscode.workspace.fs.stat(uri).then(
      () => true,
      () => false,
    );
    if (!exists) continue;
    const at = new vscode.Position(Math.max(0, Math.floor(line) - 1), 0);
    await vscode.window.showTextDocument(uri, { selection: new vscode.Range(at, at), preview: true });
    return;
  }
  void vscode.window.showWarningMessage(`${reading.path} is not in the workspace any more.`);
}
