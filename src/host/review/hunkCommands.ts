import * as vscode from 'vscode';
import type { DiffDocuments } from '../proposals/diffDocuments.ts';
import { type HunkPick, openPicks, openPicksOfRun } from '../proposals/hunkPicks.ts';
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

/** What can be done with hunks from an editor: with those that are named, else with the one at the cursor. */
export class HunkCommands {
  readonly #options: HunkCommandsOptions;

  constructor(options: HunkCommandsOptions) {
    this.#options = options;
  }

  async accept(given: unknown): Promise<void> {
    const found = await this.#find(given, ({ stale }) => stale === undefined);
    if (found) await this.#options.review.accept(found.run, found.picks);
  }

  async reject(given: unknown): Promise<void> {
    const found = await this.#find(given);
    if (found) await this.#options.review.reject(found.run, found.picks);
  }

  /** Moves to another hunk; where all that is open are new files, to the diff of one. */
  async go(direction: 1 | -1): Promise<void> {
    const { hunks, diffs, runs } = this.#options;
    if (await hunks.go(direction)) return;
    const picks = runs.entries().flatMap(({ state }) => openPicksOfRun(state));
    const here = diffs.openPick(undefined);
    const at = picks.findIndex(({ proposal, path }) => proposal === here?.proposal && path === here.path);
    const next = picks.at(at === -1 && direction === -1 ? -1 : (at + direction) % picks.length);
    if (next) await diffs.open(next.proposal, next.path, { preserveFocus: false });
  }

  /** Accepts or rejects what a diff of a proposed file shows, and leaves the diff. */
  async decideOnDiff(decision: 'accept' | 'reject', given: unknown): Promise<void> {
    const { diffs, review, runs } = this.#options;
    const pick = diffs.openPick(given);
    const run = pick && runs.entryOfProposal(pick.proposal)?.state.run;
    if (!pick || run === undefined) {
      void vscode.window.showInformationMessage('Tiercel: Nothing in this diff waits for you.');
      return;
    }
    await review[decision](run, [pick]);
    // What was not taken has been said, and is looked at again.
    if (!diffs.openPick(given)) await diffs.leave(pick);
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
  ): Promise<{ readonly run: string; readonly picks: readonly HunkPick[] } | undefined> {
    const picks = [given].flat().filter(isPick);
    const [named] = picks;
    if (named) {
      const run = this.#options.runs.entryOfProposal(named.proposal)?.state.run;
      return run === undefined ? undefined : { run, picks };
    }
    const found = await this.#options.hunks.atCursor(isWanted);
    if (!found) {
      void this.#sayElsewhere();
      return undefined;
    }
    const { hunk, isHere } = found;
    if (!isHere) {
      this.#options.hunks.show(hunk);
      return undefined;
    }
    return { run: hunk.run, picks: [{ proposal: hunk.proposal, path: hunk.path, marks: [hunk.mark] }] };
  }

  async #sayElsewhere(): Promise<void> {
    const go = 'Go to Next Hunk';
    const choice = await vscode.window.showInformationMessage(
      'Tiercel: No hunk in this file waits for you.',
      go,
    );
    if (choice === go) await this.go(1);
  }
}

function isPick(value: unknown): value is HunkPick {
  if (typeof value !== 'object' || value === null) return false;
  const { proposal, path, marks } = value as Partial<HunkPick>;
  return typeof proposal === 'string' && typeof path === 'string' && Array.isArray(marks);
}
