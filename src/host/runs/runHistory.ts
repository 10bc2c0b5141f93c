import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../base/disposable.ts';
import { Emitter } from '../../base/emitter.ts';
import { messageOf } from '../../base/messageOf.ts';
import { applyEvent } from '../../core/run/state/applyEvent.ts';
import type { Journal } from '../../core/run/state/journal.ts';
import type { RunEvent } from '../../core/run/state/runEvent.ts';
import type { RunState } from '../../core/run/state/runState.ts';
import type { Log } from '../log.ts';
import type { RunResources } from './runResources.ts';
import { storyOf } from './runStory.ts';
import { readState, readStates } from './sharedRun.ts';

/** A run, and the folder that it works in. */
export interface RunEntry {
  readonly folder: vscode.WorkspaceFolder;
  readonly state: RunState;
}

export interface RunChange {
  readonly entry: RunEntry;
  /** Absent when the run came from the journal. */
  readonly event?: RunEvent;
}

/**
 * The runs that this window knows of, as the fold of the same events that their journals hold, the user's decisions
 * among them.
 */
export class RunHistory implements Disposable {
  readonly #resources: RunResources;
  readonly #log: Log;
  readonly #entries = new Map<string, RunEntry>();
  /** What was deleted in this window and can be had back, the newest first. */
  #deleted: readonly RunEntry[] = [];
  readonly #changes = new Emitter<RunChange>();
  readonly #disposables = new DisposableStore();
  #loading: Promise<void> | undefined;
  #closed = false;

  readonly onChange = this.#changes.event;

  constructor(resources: RunResources, log: Log) {
    this.#resources = resources;
    this.#log = log;
    this.#disposables.add(
      vscode.workspace.onDidChangeWorkspaceFolders((event) => {
        if (this.#loading) for (const folder of event.added) void this.#loadFolder(folder);
        else void this.loadEarlier();
      }),
    );
  }

  /** The runs, newest first. */
  entries(): readonly RunEntry[] {
    return [...this.#entries.values()].sort((a, b) => b.state.startedAt - a.state.startedAt);
  }

  entry(run: string): RunEntry | undefined {
    return this.#entries.get(run);
  }

  /** What was deleted and can be had back, the newest first. */
  deleted(): readonly RunEntry[] {
    return this.#deleted;
  }

  /** Reads the journals, the first time it is called. */
  load(): Promise<void> {
    this.#loading ??= Promise.all(
      (vscode.workspace.workspaceFolders ?? []).map((folder) => this.#loadFolder(folder)),
    ).then(() => undefined);
    return this.#loading;
  }

  /** The same where there is anything to read: what waits for the user is then shown before the panel is. */
  async loadEarlier(): Promise<void> {
    if (await this.#resources.hasJournals()) await this.load();
  }

  /** Takes in what the journal has of a run by now, or that it is gone; what is known already is not told again. */
  async refresh(run: string, isStillWanted: () => boolean): Promise<void> {
    const entry = this.#entries.get(run);
    if (!entry) return;
    const state = await readState(run, await this.#resources.journalFor(entry.folder), this.#log);
    const known = this.#entries.get(run)?.state;
    if (!state || !known || !isStillWanted() || isDeepStrictEqual(state, known)) return;
    if (state === 'gone') return this.#takeOut(entry);
    this.add({ folder: entry.folder, state });
    this.tell(run);
  }

  /** A run that has begun, or a newer state of one; nobody is told yet. */
  add(entry: RunEntry): void {
    this.#entries.set(entry.state.run, entry);
  }

  /** Tells that a run is another than it was, without an event of its own. */
  tell(run: string): void {
    const entry = this.#entries.get(run);
    if (entry) this.#changes.fire({ entry });
  }

  /** Takes a run out, of its journal too. */
  async delete(run: string): Promise<void> {
    const entry = this.#entries.get(run);
    if (!entry) return;
    await (await this.#resources.journalFor(entry.folder)).remove(run);
    this.#deleted = [entry, ...this.#deleted];
    this.#takeOut(entry);
  }

  async restore(run: string): Promise<void> {
    const entry = this.#deleted.find(({ state }) => state.run === run);
    if (!entry) return;
    await (await this.#resources.journalFor(entry.folder)).restore(run);
    this.#deleted = this.#deleted.filter((each) => each !== entry);
    this.add(entry);
    this.tell(run);
  }

  /** Writes down what has happened to a run that nothing drives, and folds it. Throws where there is no such run. */
  async record(run: string, event: RunEvent): Promise<void> {
    const entry = this.#entries.get(run);
    if (!entry) throw new Error(`there is no run ${run}`);
    const journal = this.whileOpen(await this.#resources.journalFor(entry.folder));
    try {
      await journal.append(run, event);
    } finally {
      // It has happened, also where the disk does not take it yet: the journal writes it before anything else.
      this.fold(run, event);
    }
  }

  /** `budgetUsd` is told by a run under way: resumed, it goes by the budget that is set now. */
  fold(run: string, event: RunEvent, budgetUsd?: number): void {
    const entry = this.#entries.get(run);
    if (!entry) return;
    const state = applyEvent(entry.state, event);
    const next = { folder: entry.folder, state: { ...state, budgetUsd: budgetUsd ?? state.budgetUsd } };
    this.add(next);
    const story = storyOf(event);
    if (story) this.#log.info(`Run ${run}: ${story}`);
    this.#changes.fire({ entry: next, event });
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  /** A journal that takes nothing more once the window closes: after a restart the runs can be resumed. */
  whileOpen(journal: Journal): Journal {
    return {
      append: async (run, event) => {
        if (!this.#closed) await journal.append(run, event);
      },
      load: () => journal.load(),
    };
  }

  dispose(): void {
    this.#closed = true;
    this.#disposables.dispose();
  }

  #takeOut(entry: RunEntry): void {
    this.#entries.delete(entry.state.run);
    this.#changes.fire({ entry });
  }

  async #loadFolder(folder: vscode.WorkspaceFolder): Promise<void> {
    try {
      const journal = await this.#resources.journalFor(folder);
      const warn = (problem: string) => this.#log.warn(`Journal of ${folder.name}: ${problem}`);
      for (const state of await readStates(journal, warn)) {
        if (this.#entries.has(state.run)) continue;
        this.add({ folder, state });
        this.tell(state.run);
      }
    } catch (error) {
      this.#log.error(`The journal of ${folder.name} could not be read: ${messageOf(error)}`);
    }
  }
}
