import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../base/disposable.ts';
import { Throttle } from '../../base/throttle.ts';
import { contextKeys } from '../ids.ts';
import { changesHunks, countHunks, openPicks, openPicksOfRun } from '../proposals/hunkPicks.ts';
import type { RunEntry } from '../runs/runHistory.ts';
import type { RunService } from '../runs/runService.ts';
import { isReadOnly } from '../workspace/isReadOnly.ts';
import { relativePath } from '../workspace/workspaceFolder.ts';
import { lensesOf } from './hunkLenses.ts';
import { createHunkLook, type HunkLook, paintHunks } from './hunkLook.ts';
import type { PlacedHunk } from './placeHunks.ts';

const repaintMilliseconds = 100;

type ShownRuns = Pick<RunService, 'onChange' | 'entries' | 'entry'>;

/** Shows the open hunks of proposals in the files that they are for, with what can be done with them. */
export class EditorHunks implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #runs: ShownRuns;
  readonly #look: HunkLook;
  readonly #disposables = new DisposableStore();
  readonly #refresh: () => void;
  readonly #lensChanges = new vscode.EventEmitter<void>();
  /** Placing hunks merges texts: once for each state of a file and of the runs. */
  readonly #placed = new Map<string, { version: number; hunks: Promise<readonly PlacedHunk[]> }>();

  /** Runs whose hunks are not shown, as they are about to be applied. */
  readonly #hushed = new Set<string>();
  /** Runs with hunks that wait for the user. */
  readonly #open = new Set<string>();

  readonly onDidChangeCodeLenses = this.#lensChanges.event;

  constructor(runs: ShownRuns, extensionUri: vscode.Uri) {
    this.#runs = runs;
    this.#look = createHunkLook(extensionUri);
    for (const type of Object.values(this.#look)) this.#disposables.add(type);
    this.#disposables.add(this.#lensChanges);
    const repaint = this.#disposables.add(new Throttle(repaintMilliseconds, () => void this.#paintAll()));
    this.#refresh = () => {
      this.#placed.clear();
      this.#lensChanges.fire();
      repaint.ask();
    };
    this.#disposables.add(
      runs.onChange(({ entry, event }) => {
        if (!changesHunks(event)) return;
        // First: who sees a hunk can use the keys for it.
        this.#bindKeys(entry);
        this.#refresh();
      }),
    );
    this.#disposables.add(
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (this.#placed.has(document.uri.toString())) repaint.ask();
      }),
    );
    this.#disposables.add(vscode.window.onDidChangeVisibleTextEditors(() => repaint.ask()));
    this.#disposables.add(vscode.window.onDidChangeActiveTextEditor(() => repaint.ask()));
    this.#disposables.add(vscode.languages.registerCodeLensProvider({ scheme: 'file' }, this));
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    const hunks = await this.hunksOf(document);
    if (hunks.length === 0) return [];
    const isLocked = await isReadOnly(document.uri);
    return hunks.flatMap((hunk, at) => {
      const { proposals = [] } = this.#runs.entry(hunk.run)?.state ?? {};
      const all = proposals.filter(({ id }) => id === hunk.proposal).flatMap(openPicks);
      return lensesOf(hunk, document, { at, count: hunks.length, all, isReadOnly: isLocked });
    });
  }

  /** Keeps the hunks of a run out of the editors until it is disposed: they would only flash up. */
  hush(run: string): Disposable {
    this.#hushed.add(run);
    this.#refresh();
    return {
      dispose: () => {
        if (this.#hushed.delete(run)) this.#refresh();
      },
    };
  }

  /** The open hunks of a file as it is now, from top to bottom. */
  async hunksOf(document: vscode.TextDocument): Promise<readonly PlacedHunk[]> {
    const key = document.uri.toString();
    const known = this.#placed.get(key);
    if (known?.version === document.version) return known.hunks;
    const hunks = this.#place(document);
    this.#placed.set(key, { version: document.version, hunks });
    return hunks;
  }

  /** The hunk at the cursor, of those that are wanted: the one that it stands in, or the next, or the last. */
  async atCursor(
    isWanted: (hunk: PlacedHunk) => boolean = () => true,
  ): Promise<{ readonly hunk: PlacedHunk; readonly isHere: boolean } | undefined> {
    const editor = vscode.window.activeTextEditor;
    if (!editor) return undefined;
    const hunks = (await this.hunksOf(editor.document)).filter(isWanted);
    const { line } = editor.selection.active;
    const hunk = hunks.find((each) => line <= lastLineOf(each)) ?? hunks.at(-1);
    return hunk && { hunk, isHere: stands(hunk, line, editor.document.lineCount) };
  }

  /** Moves to a hunk of the file that is shown. */
  show(hunk: PlacedHunk): void {
    const editor = vscode.window.activeTextEditor;
    if (editor) reveal(editor, hunk.line);
  }

  /**
   * Moves to the hunk after the cursor, or before it: from the end of a file to the next one that has any. False where
   * none stands in a file.
   */
  async go(direction: 1 | -1): Promise<boolean> {
    const editor = vscode.window.activeTextEditor;
    const hunks = editor ? await this.hunksOf(editor.document) : [];
    const line = editor?.selection.active.line ?? 0;
    const next =
      direction === 1 ? hunks.find((hunk) => hunk.line > line) : hunks.findLast((hunk) => hunk.line < line);
    if (!editor || !next) return this.#goToFile(direction, editor?.document.uri);
    reveal(editor, next.line);
    return true;
  }

  /** Opens the file of a run's first open hunk at its place; false where the run has none that stands in a file. */
  async showFirst(run: string): Promise<boolean> {
    const entry = this.#runs.entry(run);
    const files = entry?.state.proposals.flatMap((proposal) => proposal.files) ?? [];
    const file = files.find(({ base, decisions }) => base !== null && decisions.includes('open'));
    if (!entry || !file) return false;
    await showHunk(vscode.Uri.joinPath(entry.folder.uri, file.path), (document) => this.hunksOf(document), 0);
    return true;
  }

  /** From the last file on to the first; where no other has a hunk, around in the same one. */
  async #goToFile(direction: 1 | -1, from: vscode.Uri | undefined): Promise<boolean> {
    const uris = this.#filesWithHunks();
    const at = uris.findIndex((uri) => uri.toString() === from?.toString());
    const start = at === -1 && direction === -1 ? 0 : at;
    for (let step = 1; step <= uris.length; step += 1) {
      const uri = uris.at((start + step * direction) % uris.length);
      const place = direction === 1 ? 0 : -1;
      if (uri && (await showHunk(uri, (document) => this.hunksOf(document), place))) return true;
    }
    return false;
  }

  #filesWithHunks(): readonly vscode.Uri[] {
    const uris = this.#runs
      .entries()
      .filter(({ state }) => this.#open.has(state.run) && !this.#hushed.has(state.run))
      .flatMap(({ folder, state }) =>
        state.proposals
          .flatMap(({ files }) => files)
          .filter(({ base, decisions }) => base !== null && decisions.includes('open'))
          .map(({ path }) => vscode.Uri.joinPath(folder.uri, path)),
      );
    return [...new Map(uris.map((uri) => [uri.toString(), uri])).values()];
  }

  #bindKeys({ state: { run } }: RunEntry): void {
    const was = this.#open.size > 0;
    const state = this.#runs.entry(run)?.state;
    if (state && countHunks(openPicksOfRun(state)) > 0) this.#open.add(run);
    else this.#open.delete(run);
    const is = this.#open.size > 0;
    if (is !== was) void vscode.commands.executeCommand('setContext', contextKeys.hasOpenHunks, is);
  }

  async #place(document: vscode.TextDocument): Promise<readonly PlacedHunk[]> {
    const folder = vscode.workspace.getWorkspaceFolder(document.uri);
    const path = folder && relativePath(folder, document.uri);
    if (!folder || path === undefined) return [];
    const proposals = this.#runs
      .entries()
      .filter((entry) => entry.folder.uri.toString() === folder.uri.toString())
      .filter(({ state }) => !this.#hushed.has(state.run))
      .flatMap(({ state }) => state.proposals)
      .filter(({ files }) => files.some((file) => file.path === path && file.decisions.includes('open')));
    if (proposals.length === 0) return [];
    const { placeHunks } = await import('./placeHunks.ts');
    return placeHunks(proposals, path, document.getText());
  }

  async #paintAll(): Promise<void> {
    for (const editor of vscode.window.visibleTextEditors) {
      const { document } = editor;
      if (document.uri.scheme !== 'file') continue;
      const { version } = document;
      const hunks = await this.hunksOf(document);
      // Another painting is on its way for what has come in between.
      if (document.version === version) paintHunks(editor, this.#look, hunks);
    }
  }
}

/** Opens a file at its first hunk (0) or its last (-1); false where it has none. */
async function showHunk(
  uri: vscode.Uri,
  hunksOf: (document: vscode.TextDocument) => Promise<readonly PlacedHunk[]>,
  at: 0 | -1,
): Promise<boolean> {
  const document = await openDocument(uri);
  const hunk = document && (await hunksOf(document)).at(at);
  if (!document || !hunk) return false;
  reveal(await vscode.window.showTextDocument(document, { preview: true }), hunk.line);
  return true;
}

/** Undefined where the file is gone, or is no text any more. */
async function openDocument(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  try {
    return await vscode.workspace.openTextDocument(uri);
  } catch {
    return undefined;
  }
}

function lastLineOf({ line, removed }: PlacedHunk): number {
  return line + Math.max(1, removed.length) - 1;
}

/** Whether a hunk stands at a line; lines that only come are told at the end of the line above them. */
function stands(hunk: PlacedHunk, line: number, lineCount: number): boolean {
  const first = Math.min(hunk.removed.length > 0 ? hunk.line : hunk.line - 1, lineCount - 1);
  return first <= line && line <= lastLineOf(hunk);
}

function reveal(editor: vscode.TextEditor, line: number): void {
  const at = new vscode.Position(Math.min(line, editor.document.lineCount - 1), 0);
  editor.selection = new vscode.Selection(at, at);
  editor.revealRange(new vscode.Range(at, at), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}
