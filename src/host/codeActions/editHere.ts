import * as vscode from 'vscode';
import type { Estimates } from '../estimates.ts';
import type { ChosenWork, Jobs } from '../jobs.ts';
import type { Offers } from '../offers.ts';
import type { EditorHunks } from '../review/editorHunks.ts';
import { activeFile } from '../workspace/workableFile.ts';
import { describeStretch, ownWork, type RewriteId, rewriteWork, type Stretch } from './rewrites.ts';

export interface EditHereOptions {
  readonly jobs: Jobs;
  readonly estimates: Estimates;
  readonly offers: Offers;
  readonly hunks: EditorHunks;
}

interface Place {
  readonly folder: vscode.WorkspaceFolder;
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
      this.#options.estimates.ofTask(place.folder, { kind: 'edit', files: 1 }),
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
    const work = rewriteWork(id, place.stretch);
    const worst = await this.#options.estimates.ofTask(place.folder, { kind: work.gate.kind, files: 1 });
    return this.#do(work, place.folder, worst.usd);
  }

  async #do(work: ChosenWork, folder: vscode.WorkspaceFolder, capUsd: number): Promise<string | undefined> {
    const { jobs, offers, hunks } = this.#options;
    // Where no model can be asked, the run says so.
    const cap = capUsd === 0 ? {} : { capUsd };
    const state = await jobs.doChosen(work, folder, { ...cap, isOfferedElsewhere: true });
    if (!state) return undefined;
    const isShown = await hunks.showFirst(state.run);
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
    return { folder, stretch: { path, first: start.line + 1, last: last + 1, isSelected: !isEmpty } };
  }
}
