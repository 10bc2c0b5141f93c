import * as vscode from 'vscode';
import type { Estimates } from '../estimates.ts';
import type { ChosenWork, Jobs } from '../jobs.ts';
import type { Offers } from '../offers.ts';
import type { DiffDocuments } from '../proposals/diffDocuments.ts';
import type { EditorHunks } from '../review/editorHunks.ts';
import { activeFile } from '../workspace/workableFile.ts';
import {
  describeStretch,
  ownSignals,
  ownWork,
  type RewriteId,
  renameWork,
  rewrites,
  rewriteWork,
  type Stretch,
  testsWork,
} from './rewrites.ts';
import { usersOf } from './usersOf.ts';

export interface EditHereOptions {
  readonly jobs: Jobs;
  readonly estimates: Estimates;
  readonly offers: Offers;
  readonly hunks: EditorHunks;
  readonly diffs: DiffDocuments;
}

interface Place {
  readonly folder: vscode.WorkspaceFolder;
  readonly uri: vscode.Uri;
  readonly stretch: Stretch;
}

/** Starts edits where the user stands in a file, and shows what comes of them there. */
export class EditHere {
  readonly #options: EditHereOptions;

  constructor(options: EditHereOptions) {
    this.#options = options;
  }

  /** Asks what is to be done at the cursor, or with the selection. Gives the run's id. */
  async ask(): Promise<string | undefined> {
    const place = await this.#place();
    if (!place) return undefined;
    const [worst, { describeWorstCase }] = await Promise.all([
      this.#options.estimates.ofTask(place.folder, ownSignals),
      import('../../core/run/plan/worstCaseOfWork.ts'),
    ]);
    const text = await vscode.window.showInputBox({
      title: 'Tiercel: Edit Here',
      prompt: `${describeStretch(place.stretch)} (${describeWorstCase(worst)}).`,
      placeHolder: 'Return early when the list is empty',
      ignoreFocusOut: true,
    });
    if (text === undefined || text.trim() === '') return undefined;
    return this.#do(ownWork(text.trim(), place.stretch), place.folder, worst.usd);
  }

  /** Does one of the rewrites with the selection. Gives the run's id. */
  async rewrite(id: RewriteId): Promise<string | undefined> {
    const place = await this.#place();
    if (!place) return undefined;
    const { kind, files } = rewrites[id];
    const [work, worst] = await Promise.all([
      vscode.window.withProgress(
        { location: vscode.ProgressLocation.Window, title: 'Tiercel: Looking at what uses these lines' },
        () => workOf(id, place),
      ),
      // As its title says, however many files it comes to.
      this.#options.estimates.ofTask(place.folder, { kind, files }),
    ]);
    return this.#do(work, place.folder, worst.usd);
  }

  async #do(work: ChosenWork, folder: vscode.WorkspaceFolder, capUsd: number): Promise<string | undefined> {
    const { jobs, offers, hunks, diffs } = this.#options;
    // Where no model can be asked, the run says so.
    const cap = capUsd === 0 ? {} : { capUsd };
    const state = await jobs.doChosen(work, folder, { ...cap, isOfferedElsewhere: true });
    if (!state) return undefined;
    const [proposal] = state.proposals;
    const isShown =
      (await hunks.showFirst(state.run)) || (proposal !== undefined && (await diffs.openNext(proposal.id)));
    if (state.phase.type === 'paused') offers.tell({ type: 'stopped', state });
    else if (!isShown && state.phase.type === 'ended' && state.phase.outcome !== 'cancelled') {
      const why = state.answer ?? state.tasks.at(-1)?.note ?? state.phase.message;
      void vscode.window.showWarningMessage(`Tiercel made no edit here. ${why}`);
    }
    return state.run;
  }

  /** Where the user stands; undefined where nothing can be done, which the user is told before anything is asked. */
  async #place(): Promise<Place | undefined> {
    if (!(await this.#options.jobs.isReady())) return undefined;
    const editor = vscode.window.activeTextEditor;
    const file = await activeFile();
    if (file.type === 'refused' || !editor) {
      if (file.type === 'refused') void vscode.window.showWarningMessage(`Tiercel: ${file.message}`);
      return undefined;
    }
    const { start, end, isEmpty } = editor.selection;
    // A selection of whole lines ends at the start of the line behind it.
    const last = !isEmpty && end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
    const { folder, path } = file;
    const { uri } = editor.document;
    return { folder, uri, stretch: { path, first: start.line + 1, last: last + 1, isSelected: !isEmpty } };
  }
}

/** What a rewrite comes to here; which other files it concerns is asked of the editor and takes no model. */
async function workOf(id: RewriteId, place: Place): Promise<ChosenWork> {
  const { stretch } = place;
  if (id === 'rename') return renameWork(stretch, await usersAt(place, 'declared'));
  if (id === 'tests') return testsWork(stretch, await testsAt(place));
  return rewriteWork(id, stretch);
}

async function testsAt(place: Place): Promise<readonly string[]> {
  const { path } = place.stretch;
  const [{ newTestFor, testsOf }, { isTestFile }, { createVscodeWorkspace }] = await Promise.all([
    import('../../core/context/testsOf.ts'),
    import('../../core/verify/fileRoles.ts'),
    import('../workspace/vscodeWorkspace.ts'),
  ]);
  const all = await createVscodeWorkspace(place.folder).list(new AbortController().signal);
  const named = testsOf(path, all);
  if (named.length > 0) return named;
  const users = (await usersAt(place, 'reaching')) ?? [];
  const using = users.filter((user) => isTestFile(user) && all.includes(user));
  const made = using.length > 0 ? undefined : newTestFor(path, all);
  return made === undefined ? using : [made];
}

function usersAt({ uri, folder, stretch }: Place, of: 'declared' | 'reaching') {
  const lines = new vscode.Range(stretch.first - 1, 0, stretch.last - 1, Number.MAX_SAFE_INTEGER);
  return usersOf(uri, lines, { folder, of });
}
