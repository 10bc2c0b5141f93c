import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../base/disposable.ts';
import { Throttle } from '../../base/throttle.ts';
import { commandIds, contextKeys } from '../ids.ts';
import type { HunkPick } from '../proposals/hunkPicks.ts';
import type { RunService } from '../runs/runService.ts';
import { relativePath } from '../workspace/workspaceFolder.ts';
import { createHunkLook, type HunkLook, paintHunks } from './hunkLook.ts';
import type { PlacedHunk } from './placeHunks.ts';

const repaintMilliseconds = 100;

/** Shows the open hunks of proposals in the files that they are for, with what can be done with them. */
export class EditorHunks implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #runs: RunService;
  readonly #look: HunkLook;
  readonly #disposables = new DisposableStore();
  readonly #refresh: () => void;
  readonly #lensChanges = new vscode.EventEmitter<void>();
  /** Placing hunks merges texts: once for each state of a file and of the runs. */
  readonly #placed = new Map<string, { version: number; hunks: Promise<readonly PlacedHunk[]> }>();

  /** Runs whose hunks are not shown, as they are about to be applied. */
  readonly #hushed = new Set<string>();

  readonly onDidChangeCodeLenses = this.#lensChanges.event;

  constructor(runs: RunService, extensionUri: vscode.Uri) {
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
      runs.onChange(({ event }) => {
        // Without an event it comes from the journal.
        if (event && event.type !== 'proposal' && event.type !== 'hunks-decided') return;
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
    return (await this.hunksOf(document)).flatMap((hunk, at, all) =>
      lensesOf(hunk, document, at, all.length),
    );
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

  /** Moves to the hunk after the cursor, or before it, and from the end of the file to its start. */
  async go(direction: 1 | -1): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (!editor) return;
    const hunks = await this.hunksOf(editor.document);
    const { line } = editor.selection.active;
    const next =
      direction === 1
        ? (hunks.find((hunk) => hunk.line > line) ?? hunks[0])
        : (hunks.findLast((hunk) => hunk.line < line) ?? hunks.at(-1));
    if (next) reveal(editor, next.line);
  }

  /** Opens the file of a run's first open hunk at its place; false where the run has none that stands in a file. */
  async showFirst(run: string): Promise<boolean> {
    const entry = this.#runs.entry(run);
    const files = entry?.state.proposals.flatMap((proposal) => proposal.files) ?? [];
    const file = files.find(({ base, decisions }) => base !== null && decisions.includes('open'));
    if (!entry || !file) {
      const created = entry?.state.proposals.find(({ files: all }) => all.length > 0);
      if (created) await vscode.commands.executeCommand(commandIds.showChanges, created.id);
      return created !== undefined;
    }
    const uri = vscode.Uri.joinPath(entry.folder.uri, file.path);
    const editor = await vscode.window.showTextDocument(uri, { preview: true });
    const [first] = await this.hunksOf(editor.document);
    if (first) reveal(editor, first.line);
    return true;
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
    const active = vscode.window.activeTextEditor;
    let hasActive = false;
    for (const editor of vscode.window.visibleTextEditors) {
      if (editor.document.uri.scheme !== 'file') continue;
      const hunks = await this.hunksOf(editor.document);
      paintHunks(editor, this.#look, hunks);
      if (editor === active) hasActive = hunks.length > 0;
    }
    void vscode.commands.executeCommand('setContext', contextKeys.editorHasHunks, hasActive);
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

const outcomes = { passed: 'checked', failed: 'fails its check', unchecked: 'not checked' } as const;
const mostTitle = 60;

function lensesOf(
  hunk: PlacedHunk,
  document: vscode.TextDocument,
  at: number,
  count: number,
): vscode.CodeLens[] {
  const line = Math.min(hunk.line, document.lineCount - 1);
  const range = new vscode.Range(line, 0, line, 0);
  const pick: HunkPick = { proposal: hunk.proposal, path: hunk.path, marks: [hunk.mark] };
  const lens = (title: string, command: string, args: unknown[], tooltip?: string) =>
    new vscode.CodeLens(range, { title, command, arguments: args, ...(tooltip && { tooltip }) });
  const title = hunk.title.length > mostTitle ? `${hunk.title.slice(0, mostTitle)}…` : hunk.title;
  const place = count > 1 ? `${at + 1} of ${count}, ` : '';
  const state = hunk.stale === undefined ? outcomes[hunk.outcome] : 'stale: the file has changed';
  const about = lens(`Tiercel: ${title} (${place}${state})`, commandIds.showPanel, [], hunk.stale);
  const reject = lens('Reject', commandIds.rejectHunk, [pick]);
  const diff = lens('Diff', commandIds.showChanges, [hunk.proposal]);
  // What is at the end is cut off first where the editor is narrow.
  if (hunk.stale !== undefined) return [reject, diff, about];
  return [lens('Accept', commandIds.acceptHunk, [pick]), reject, diff, about];
}
