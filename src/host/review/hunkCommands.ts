import * as vscode from 'vscode';
import type { DiffDocuments } from '../proposals/diffDocuments.ts';
import { type HunkPick, openPicks } from '../proposals/hunkPicks.ts';
import type { ReviewActions } from '../proposals/reviewActions.ts';
import type { RunService } from '../runs/runService.ts';
import type { EditorHunks } from './editorHunks.ts';
import type { PlacedHunk } from './placeHunks.ts';

export interface HunkCommandsOptions {
  readonly runs: RunService;
  readonly review: ReviewActions;
  readonly diffs: DiffDocuments;
  readonly hunks: EditorHunks;
}

/** What can be done with hunks from an editor: with the one that is named, else with the one at the cursor. */
export class HunkCommands {
  readonly #options: HunkCommandsOptions;

  constructor(options: HunkCommandsOptions) {
    this.#options = options;
  }

  async accept(given: unknown): Promise<void> {
    const found = await this.#find(given, ({ stale }) => stale === undefined);
    if (found) await this.#options.review.accept(found.run, [found.pick]);
  }

  async reject(given: unknown): Promise<void> {
    const found = await this.#find(given);
    if (found) await this.#options.review.reject(found.run, [found.pick]);
  }

  /** Opens a proposal in VS Code's own diff; without one named, that of the hunk at the cursor, or one to choose. */
  async showChanges(given: unknown): Promise<void> {
    const proposal = typeof given === 'string' ? given : await this.#pickProposal();
    if (proposal !== undefined) await this.#options.diffs.openProposal(proposal);
  }

  async #pickProposal(): Promise<string | undefined> {
    const found = await this.#options.hunks.atCursor();
    if (found) return found.hunk.proposal;
    const items = this.#options.runs
      .entries()
      .flatMap(({ state }) => state.proposals.filter((each) => openPicks(each).length > 0))
      .map(({ id, title, files }) => ({
        label: title,
        description: files.map(({ path }) => path).join(', '),
        id,
      }));
    if (items.length <= 1) return items[0]?.id;
    return (await vscode.window.showQuickPick(items, { title: 'Tiercel: Show Which Changes?' }))?.id;
  }

  /** One that the cursor does not stand at is shown and not given: what was not seen is not decided on. */
  async #find(
    given: unknown,
    isWanted?: (hunk: PlacedHunk) => boolean,
  ): Promise<{ readonly run: string; readonly pick: HunkPick } | undefined> {
    if (isPick(given)) {
      const run = this.#options.runs.entryOfProposal(given.proposal)?.state.run;
      return run === undefined ? undefined : { run, pick: given };
    }
    const found = await this.#options.hunks.atCursor(isWanted);
    if (!found) {
      void vscode.window.showInformationMessage('Tiercel: No hunk in this file waits for you.');
      return undefined;
    }
    const { hunk, isHere } = found;
    if (!isHere) {
      this.#options.hunks.show(hunk);
      return undefined;
    }
    return { run: hunk.run, pick: { proposal: hunk.proposal, path: hunk.path, marks: [hunk.mark] } };
  }
}

function isPick(value: unknown): value is HunkPick {
  if (typeof value !== 'object' || value === null) return false;
  const { proposal, path, marks } = value as Partial<HunkPick>;
  return typeof proposal === 'string' && typeof path === 'string' && Array.isArray(marks);
}
