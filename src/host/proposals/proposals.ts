import * as vscode from 'vscode';
import { getOrMake } from '../../base/getOrMake.ts';
import { messageOf } from '../../base/messageOf.ts';
import { protectedChange } from '../../core/edit/protectedPlace.ts';
import { placeInside } from '../../node/files/followInside.ts';
import type { Log } from '../log.ts';
import type { RunEntry } from '../runs/runHistory.ts';
import type { HunksDecided, RunService } from '../runs/runService.ts';
import { type HunkPick, type HunkPlaces, readPick } from './hunkPicks.ts';
import type { FilePlan, PickedFile, PlannedPick } from './planFile.ts';
import { type AcceptedText, UndoWatch } from './undoWatch.ts';

export interface AcceptResult {
  /** How many hunks stand in the files now. */
  readonly accepted: number;
  /** What has lost its place, by file. */
  readonly stale: readonly { readonly path: string; readonly reason: string }[];
  /** Why nothing was written though something could have been. */
  readonly failure?: string;
}

/** What is asked of the runs: to give one, and to keep decisions on it. */
export type DecisionKeeper = Pick<RunService, 'entry' | 'decide'>;

export interface ProposalsOptions {
  readonly runs: DecisionKeeper;
  readonly log: Pick<Log, 'warn'>;
  /** Asks for the user's own yes to change files that run by themselves or steer tools. */
  readonly confirmProtected: (files: readonly string[]) => Promise<boolean>;
}

/** Writes what the user accepts, and keeps what the user decides. Nothing else in the extension writes to the workspace. */
export class Proposals implements vscode.Disposable {
  readonly #options: ProposalsOptions;
  readonly #undo: UndoWatch;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(options: ProposalsOptions) {
    this.#options = options;
    this.#undo = new UndoWatch(options.runs, options.log);
  }

  dispose(): void {
    this.#undo.dispose();
  }

  /**
   * Writes the picked hunks of one run with a single workspace edit, so that one undo takes them back. Hunks that
   * were decided before are left out; those that have lost their place are marked stale.
   */
  accept(run: string, picks: readonly HunkPick[]): Promise<AcceptResult> {
    // One after the other: each must see the texts that the one before left.
    const turn = this.#queue.then(() => this.#accept(run, picks));
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  /**
   * The edit that accepting hunks would make, for the editor to apply; undefined where it can't be said as an edit, or
   * needs a word of the user's first. `taken` keeps that it was applied.
   */
  async prepare(run: string, picks: readonly HunkPick[]): Promise<PreparedEdit | undefined> {
    const entry = this.#options.runs.entry(run);
    const files = entry ? stillOpen(entry, picks) : [];
    if (!entry || files.length === 0 || files.some(({ file }) => protectedChange(file) !== undefined))
      return undefined;
    const plans = await plansOf(entry, files);
    if (typeof plans === 'string') return undefined;
    const isWhole = plans.every(
      (plan) => plan.changes && !plan.write && plan.picks.every(({ stale }) => stale.length === 0),
    );
    if (!isWhole) return undefined;
    const edit = new vscode.WorkspaceEdit();
    for (const plan of plans) plan.addTo(edit);
    if (!plans.every((plan) => plan.isCurrent())) return undefined;
    return {
      edit,
      isApplied: async () => (await Promise.all(plans.map(isApplied))).every(Boolean),
      taken: () => this.#keep(run, plans),
    };
  }

  async reject(run: string, picks: readonly HunkPick[]): Promise<void> {
    const entry = this.#options.runs.entry(run);
    if (!entry) return;
    const files = stillOpen(entry, picks);
    await this.#options.runs.decide(
      run,
      files.map(({ pick }) => decision(pick, pick.hunks, 'rejected')),
    );
  }

  async #accept(run: string, picks: readonly HunkPick[]): Promise<AcceptResult> {
    const { runs, confirmProtected } = this.#options;
    const entry = runs.entry(run);
    if (!entry) return failed('This run is not there any more.');
    const changed = picks.filter((pick) => readPick(entry.state, pick)?.isChanged).map(({ path }) => path);
    let files = stillOpen(entry, picks);
    const guarded = files.filter(({ file }) => protectedChange(file) !== undefined);
    if (guarded.length > 0 && !(await confirmProtected(guarded.map(({ pick }) => pick.path)))) {
      files = files.filter((file) => !guarded.includes(file));
    }
    const untaken = changed.length > 0 ? [describeChanged(changed)] : [];
    if (files.length === 0) return { accepted: 0, stale: [], ...(untaken[0] && { failure: untaken[0] }) };

    const plans = await plansOf(entry, files);
    if (typeof plans === 'string') {
      return failed(
        `${plans} changed on the disk and the editor still shows it as it was. Nothing was written. Open it, run "File: Revert File", and accept again.`,
      );
    }
    const edit = new vscode.WorkspaceEdit();
    for (const plan of plans) plan.addTo(edit);
    if (!plans.every((plan) => plan.isCurrent())) {
      return failed('A file changed just now. Nothing was written; accept again.');
    }
    const isEdit = plans.some(({ changes, write }) => changes && !write);
    if (isEdit && !(await vscode.workspace.applyEdit(edit))) {
      return failed('The editor did not take the edit. Nothing was written.');
    }
    const unwritten = await writeAll(plans);
    const done = plans.filter((plan) => !unwritten.has(plan));
    const planned = done.flatMap(({ picks }) => picks);
    const unsaved = await this.#keep(run, done);
    const failures = [
      ...untaken,
      ...(unsaved.length > 0 ? [`Accepted, but not saved: ${unsaved.join(', ')}.`] : []),
      ...[...unwritten].map(([, reason]) => reason),
    ];
    return {
      accepted: planned.reduce((sum, { accepted }) => sum + accepted.length, 0),
      stale: planned.flatMap(({ pick, stale, reason }) =>
        stale.length > 0 ? [{ path: pick.path, reason }] : [],
      ),
      ...(failures.length > 0 && { failure: failures.join(' ') }),
    };
  }

  /** Keeps what was accepted; what is shown as accepted stands on the disk already, wherever it is to be saved. */
  async #keep(run: string, done: readonly FilePlan[]): Promise<readonly string[]> {
    const unsaved = await saveAll(done.flatMap(({ toSave }) => toSave ?? []));
    await this.#options.runs.decide(
      run,
      done.flatMap(({ picks }) => picks.flatMap(decisionsOf)),
    );
    this.#undo.remember(done.flatMap((plan) => acceptedText(run, plan)));
    return unsaved;
  }
}

/** An edit for the editor to apply. */
export interface PreparedEdit {
  readonly edit: vscode.WorkspaceEdit;
  /** Whether the files are as the edit makes them. */
  readonly isApplied: () => Promise<boolean>;
  /** To be called once it is applied; gives the names of files that could not be saved. */
  readonly taken: () => Promise<readonly string[]>;
}

async function isApplied({ texts }: FilePlan): Promise<boolean> {
  if (!texts) return true;
  try {
    return (await vscode.workspace.openTextDocument(texts.uri)).getText() === texts.after;
  } catch {
    // It was deleted or renamed meanwhile.
    return false;
  }
}

/** What accepting comes to, file by file; or the name of a file that the editor does not read again. */
async function plansOf(entry: RunEntry, files: readonly PickedFile[]): Promise<readonly FilePlan[] | string> {
  const { planFile } = await import('./planFile.ts');
  const plans: FilePlan[] = [];
  for (const [path, picked] of await byPlace(entry.folder.uri.fsPath, files)) {
    const plan = await planFile(entry.folder, path, picked);
    if (plan === 'unread') return path;
    plans.push(plan);
  }
  return plans;
}

/** What an undo of a plan's change takes back. */
function acceptedText(run: string, { texts, picks }: FilePlan): readonly AcceptedText[] {
  if (!texts) return [];
  const decisions = picks
    .filter(({ accepted }) => accepted.length > 0)
    .map(({ pick, accepted }) => decision(pick, accepted, 'accepted'));
  return [{ run, ...texts, decisions }];
}

function failed(failure: string): AcceptResult {
  return { accepted: 0, stale: [], failure };
}

/** Picks of one file together, also where links give it several names; each group with the first of these. */
async function byPlace(
  root: string,
  files: readonly PickedFile[],
): Promise<ReadonlyMap<string, readonly PickedFile[]>> {
  const names = new Map<string, string>();
  const groups = new Map<string, PickedFile[]>();
  for (const each of files) {
    const { path } = each.pick;
    const name = getOrMake(names, (await placeInside(root, each.file)) ?? path, () => path);
    getOrMake(groups, name, () => []).push(each);
  }
  return groups;
}

function decisionsOf({ pick, accepted, stale, reason }: PlannedPick): readonly HunksDecided[] {
  return [
    ...(accepted.length > 0 ? [decision(pick, accepted, 'accepted')] : []),
    ...(stale.length > 0 ? [{ ...decision(pick, stale, 'stale'), reason }] : []),
  ];
}

/** The picks whose hunks are there and not decided, each with its file. */
function stillOpen(entry: RunEntry, picks: readonly HunkPick[]): readonly PickedFile[] {
  return picks.flatMap((pick) => {
    const read = readPick(entry.state, pick);
    return read && read.places.hunks.length > 0 ? [{ pick: read.places, file: read.file }] : [];
  });
}

function describeChanged(paths: readonly string[]): string {
  const files = [...new Set(paths)].join(', ');
  return `A change to ${files} was edited after you chose it, so it was not accepted. Look at it as it is now.`;
}

function decision(pick: HunkPlaces, hunks: readonly number[], made: HunksDecided['decision']): HunksDecided {
  return { type: 'hunks-decided', proposal: pick.proposal, path: pick.path, hunks, decision: made };
}

/** Writes files past their documents; gives those that could not be written, with the reason. */
async function writeAll(plans: readonly FilePlan[]): Promise<ReadonlyMap<FilePlan, string>> {
  const unwritten = new Map<FilePlan, string>();
  for (const plan of plans) {
    try {
      await plan.write?.();
    } catch (error) {
      const reason = messageOf(error);
      unwritten.set(plan, `Could not be written: ${plan.picks[0]?.pick.path} (${reason}).`);
    }
  }
  return unwritten;
}

/** Saves files that had nothing unsaved before; gives the names of those that could not be saved. */
async function saveAll(uris: readonly vscode.Uri[]): Promise<readonly string[]> {
  const { savesAfterAccept } = await import('./planFile.ts');
  if (!savesAfterAccept()) return [];
  // Side by side: the editor's own auto save is to have no time to come in between.
  const unsaved = await Promise.all(
    uris.map(async (uri) => ((await save(uri)) ? [] : [vscode.workspace.asRelativePath(uri)])),
  );
  return unsaved.flat();
}

async function save(uri: vscode.Uri): Promise<boolean> {
  const document = await vscode.workspace.openTextDocument(uri);
  return !document.isDirty || document.save();
}
