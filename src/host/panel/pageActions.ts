import * as vscode from 'vscode';
import { readWorkspacePath } from '../../core/context/workspacePath.ts';
import type { ContextDocuments } from '../context/contextDocuments.ts';
import { commandIds } from '../ids.ts';
import type { Jobs } from '../jobs.ts';
import type { ProblemCommands } from '../problems/problemCommands.ts';
import type { DiffDocuments } from '../proposals/diffDocuments.ts';
import type { ReviewActions } from '../proposals/reviewActions.ts';
import type { RunService } from '../runs/runService.ts';
import { openSettings } from '../settings/openSettings.ts';
import type { ConnectionTests } from '../tiers/connectionTests.ts';
import type { TierReports } from '../tiers/tierReports.ts';
import type { PageAction } from './panelView.ts';
import type { SentImage } from './readImages.ts';

export interface PageServices {
  readonly runs: RunService;
  readonly jobs: Jobs;
  readonly review: ReviewActions;
  readonly diffs: DiffDocuments;
  readonly contexts: ContextDocuments;
  readonly tests: ConnectionTests;
  readonly tierReports: TierReports;
  readonly showCost: () => Promise<void>;
  /** Tells the page what came of its request: until then it keeps what the user wrote. */
  readonly tellSubmitted: (hasBegun: boolean) => Promise<void>;
  readonly setApiKey: () => Promise<void>;
  readonly problems: ProblemCommands;
  readonly showProblems: (isShown: boolean) => void;
}

/** Does what the user asked for in the panel. */
export async function actOnPage(message: PageAction, services: PageServices): Promise<void> {
  const { runs, jobs, review, diffs } = services;
  const runOf = (proposal: string) => runs.entryOfProposal(proposal)?.state.run ?? '';
  switch (message.type) {
    case 'submit':
      return submit(message, services);
    case 'fixProblems':
      await jobs.fixProblems();
      return;
    case 'showProblems':
      return services.showProblems(message.isShown);
    case 'fixGroup':
      return services.problems.onGroup('fix', message.folder, message.group);
    case 'labelGroup':
      return services.problems.onGroup('label', message.folder, message.group);
    case 'startPlan':
      return jobs.resume(message.run, { approvePlan: true });
    case 'resume':
      return jobs.resume(message.run, { approvePlan: false });
    case 'cancel':
      return runs.cancel(message.run);
    case 'dropTask':
      return runs.editPlan(message.run, { type: 'drop', task: message.task });
    case 'setTaskTier': {
      const { run, task, tier } = message;
      return runs.editPlan(run, { type: 'tier', task, ...(tier && { tier }) });
    }
    case 'setTaskInstructions':
      return runs.editPlan(message.run, { type: 'instructions', task: message.task, text: message.text });
    case 'cancelTask':
      return runs.cancelTask(message.run, message.task);
    case 'retryTask': {
      const result = await runs.retryTask(message.run, message.task, message.tier);
      if (result.type === 'refused') void vscode.window.showErrorMessage(result.message);
      return;
    }
    case 'deleteRun':
      return runs.delete(message.run);
    case 'restoreRun':
      return runs.restore(message.run);
    case 'exportRun':
      return exportRun(runs, message.run);
    case 'acceptEdited':
      return acceptEdited(message, services);
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
      return openFile(message, runs);
    case 'readCost':
      return services.showCost();
    case 'showTierReport':
      return services.tierReports.show();
    case 'showLog':
      await vscode.commands.executeCommand(commandIds.showLog);
      return;
    case 'testConnection':
      return services.tests.test(message.tier);
    case 'openFolder':
      await vscode.commands.executeCommand('workbench.action.files.openFolder');
      return;
    case 'manageTrust':
      await vscode.commands.executeCommand('workbench.trust.manage');
      return;
    case 'setApiKey':
      return services.setApiKey();
    case 'openSettings':
      return openSettings(message.query);
  }
}

/** Accepts a hunk as the user has written it; what was checked of its file does not hold for it any more. */
async function acceptEdited(
  message: Extract<PageAction, { type: 'acceptEdited' }>,
  { runs, review }: PageServices,
): Promise<void> {
  const { editHunk, hunksInPlaceOf } = await import('../../core/edit/proposal/editHunk.ts');
  const { markOf, readPick } = await import('../proposals/hunkPicks.ts');
  const { proposal, path, mark, text } = message;
  const pick = { proposal, path, marks: [mark] };
  const entry = runs.entryOfProposal(proposal);
  const read = entry && readPick(entry.state, pick);
  if (!entry || !read) return;
  const { run } = entry.state;
  const hunk = read.file.hunks[read.places.hunks[0] ?? -1];
  // Says why nothing is taken.
  if (!hunk) return review.accept(run, [pick]);
  const edited = editHunk(read.file, hunk.index, text);
  if (!edited) return review.reject(run, [pick]);
  await runs.editFile(run, proposal, edited);
  const marks = hunksInPlaceOf(edited, hunk)
    .flatMap((index) => edited.hunks[index] ?? [])
    .map(markOf);
  await review.accept(run, [{ proposal, path, marks }]);
}

/** Shows a run as a Markdown document, to be saved or sent on. */
async function exportRun(runs: RunService, run: string): Promise<void> {
  const entry = runs.entry(run);
  if (!entry) return;
  const { describeRun } = await import('../runs/describeRun.ts');
  const document = await vscode.workspace.openTextDocument({
    language: 'markdown',
    content: describeRun(entry.state),
  });
  await vscode.window.showTextDocument(document);
}

async function submit(
  message: { readonly text: string; readonly images?: readonly SentImage[] | undefined },
  { jobs, tellSubmitted }: PageServices,
): Promise<void> {
  let hasBegun = false;
  const onStart = () => {
    hasBegun = true;
    void tellSubmitted(true);
  };
  try {
    const { readImages } = await import('./readImages.ts');
    const reading = readImages(message.images ?? []);
    if (reading.ok) await jobs.request(message.text, reading.images, { onStart });
    else void vscode.window.showWarningMessage(`Tiercel: ${reading.problem}`);
  } finally {
    if (!hasBegun) void tellSubmitted(false);
  }
}

/** Opens a workspace file at a line, from 1; where it is not said of which folder it is, in the first that has it. */
async function openFile(
  { path: written, line, of }: Extract<PageAction, { type: 'openFile' }>,
  runs: RunService,
): Promise<void> {
  const reading = readWorkspacePath(written);
  if (!reading.ok) return;
  const all = vscode.workspace.workspaceFolders ?? [];
  const named = of === undefined ? undefined : runs.entry(of)?.folder;
  const folders = named ? [named] : all.filter(({ uri }) => of === undefined || uri.toString() === of);
  for (const folder of folders) {
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
