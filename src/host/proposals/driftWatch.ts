import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../base/disposable.ts';
import { Emitter } from '../../base/emitter.ts';
import { inTurn } from '../../base/inTurn.ts';
import { messageOf } from '../../base/messageOf.ts';
import { contentOf } from '../../core/context/workspace.ts';
import type { Drift } from '../../core/edit/proposal/drift.ts';
import type { Log } from '../log.ts';
import type { RunEntry } from '../runs/runHistory.ts';
import type { RunService } from '../runs/runService.ts';
import { relativePath } from '../workspace/workspaceFolder.ts';
import { changesHunks, openPicksOfRun } from './hunkPicks.ts';

/** What is to be known of a proposed file before it is decided on. */
export interface FileState {
  /** Where it is not what it was. */
  readonly drift?: Drift;
  readonly isReadOnly?: true;
}

/** By proposal and path, the files of which there is anything to say; another object whenever that changes. */
export type RunDrift = ReadonlyMap<string, ReadonlyMap<string, FileState>>;

/** Typing is let come to rest before files are compared. */
const restMs = 400;

/** Watches the files of proposals that wait for a decision: what was proposed may fit no more. */
export class DriftWatch implements Disposable {
  readonly #runs: RunService;
  readonly #disposables = new DisposableStore();
  readonly #changes = new Emitter<undefined>();
  readonly #drifts = new Map<string, RunDrift>();
  /** Paths in a folder whose files may have changed, or a run of which all files are to be looked at. */
  readonly #suspects = new Map<string, Set<string> | 'all'>();
  #isWatching = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #lookInTurn: () => void;

  readonly onChange = this.#changes.event;

  constructor(runs: RunService, log: Log) {
    this.#runs = runs;
    this.#lookInTurn = inTurn(
      () => this.#look(),
      (error) => log.warn(`Proposed files could not be looked at: ${messageOf(error)}`),
    );
    this.#disposables.add(
      runs.onChange(({ entry, event }) => {
        if (changesHunks(event)) {
          if (openPicksOfRun(entry.state).length > 0) this.#watchFiles();
          this.#suspects.set(entry.state.run, 'all');
          this.#lookSoon();
        }
      }),
    );
  }

  /** From the first open hunk on: a window without any is told of no file that changes. */
  #watchFiles(): void {
    if (this.#isWatching) return;
    this.#isWatching = true;
    const watcher = this.#disposables.add(vscode.workspace.createFileSystemWatcher('**/*'));
    const suspect = (uri: vscode.Uri) => this.#suspectFile(uri);
    for (const event of [watcher.onDidChange, watcher.onDidCreate, watcher.onDidDelete])
      this.#disposables.add(event(suspect));
    this.#disposables.add(
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document.uri.scheme === 'file') suspect(document.uri);
      }),
    );
  }

  /** What has become of a run's files; undefined where all are as they were. */
  of(run: string): RunDrift | undefined {
    return this.#drifts.get(run);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#disposables.dispose();
  }

  #suspectFile(uri: vscode.Uri): void {
    for (const { folder, state } of this.#runs.entries()) {
      const path = relativePath(folder, uri);
      const isOpen = state.proposals.some(({ files }) =>
        files.some((file) => file.path === path && file.decisions.includes('open')),
      );
      if (path === undefined || !isOpen) continue;
      const known = this.#suspects.get(state.run) ?? new Set<string>();
      if (known !== 'all') this.#suspects.set(state.run, known.add(path));
      this.#lookSoon();
    }
  }

  #lookSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#lookInTurn, restMs);
  }

  async #look(): Promise<void> {
    const suspects = [...this.#suspects];
    this.#suspects.clear();
    let isNew = false;
    for (const [run, paths] of suspects) {
      const entry = this.#runs.entry(run);
      if (entry && (await this.#lookAt(entry, paths))) isNew = true;
    }
    if (isNew) this.#changes.fire(undefined);
  }

  async #lookAt({ folder, state }: RunEntry, paths: Set<string> | 'all'): Promise<boolean> {
    const [{ driftOf }, { readText }, { isReadOnly }] = await Promise.all([
      import('../../core/edit/proposal/drift.ts'),
      import('../workspace/vscodeWorkspace.ts'),
      import('../workspace/isReadOnly.ts'),
    ]);
    const before = this.#drifts.get(state.run);
    const after = new Map<string, ReadonlyMap<string, FileState>>();
    for (const { id, files } of state.proposals) {
      const ofProposal = new Map<string, FileState>();
      for (const file of files) {
        const known = before?.get(id)?.get(file.path);
        if (paths !== 'all' && !paths.has(file.path)) {
          if (known) ofProposal.set(file.path, known);
          continue;
        }
        if (!file.decisions.includes('open')) continue;
        const read = await readText(folder, file.path);
        const drift = driftOf(file, contentOf(read));
        const isLocked = file.base !== null && (await isReadOnly(vscode.Uri.joinPath(folder.uri, file.path)));
        if (drift || isLocked)
          ofProposal.set(file.path, { ...(drift && { drift }), ...(isLocked && { isReadOnly: true }) });
      }
      if (ofProposal.size > 0) after.set(id, ofProposal);
    }
    if (describe(before) === describe(after)) return false;
    if (after.size > 0) this.#drifts.set(state.run, after);
    else this.#drifts.delete(state.run);
    return true;
  }
}

function describe(drift: RunDrift | undefined): string {
  const files = [...(drift ?? [])].map(([id, ofProposal]) => [
    id,
    [...ofProposal].map(([path, { drift: own, isReadOnly }]) => [path, own && [...own.unfit], isReadOnly]),
  ]);
  return JSON.stringify(files);
}
