import * as vscode from 'vscode';
import { DisposableStore } from '../../base/disposable.ts';
import { Throttle } from '../../base/throttle.ts';
import type { Proposal, ProposedFile } from '../../core/edit/proposal/proposal.ts';
import type { RunService } from '../runs/runService.ts';
import { changesHunks, type HunkPick, openPicks } from './hunkPicks.ts';
import { outcomeWords } from './outcomeWords.ts';

const scheme = 'tiercel';
const refreshMilliseconds = 100;
type Side = 'base' | 'proposed';
type ShownRuns = Pick<RunService, 'onChange' | 'entryOfProposal'>;

/** Gives the two sides of a proposal's diff as read-only documents, and opens them side by side. */
export class DiffDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #runs: ShownRuns;
  readonly #changes = new vscode.EventEmitter<vscode.Uri>();
  readonly #disposables = new DisposableStore();
  /** Runs of which something else may be shown than when it was asked for. */
  readonly #changed = new Set<string>();
  // Who accepts all of many files has as many changes at once, each of which every open diff may be about.
  readonly #refresh = this.#disposables.add(new Throttle(refreshMilliseconds, () => this.#tellChanged()));

  readonly onDidChange = this.#changes.event;

  constructor(runs: ShownRuns) {
    this.#runs = runs;
    this.#disposables.add(this.#changes);
    this.#disposables.add(vscode.workspace.registerTextDocumentContentProvider(scheme, this));
    this.#disposables.add(
      runs.onChange(({ entry, event }) => {
        if (!changesHunks(event)) return;
        this.#changed.add(entry.state.run);
        this.#refresh.ask();
      }),
    );
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #tellChanged(): void {
    for (const { uri } of vscode.workspace.textDocuments) {
      if (uri.scheme !== scheme) continue;
      const run = this.#runs.entryOfProposal(readUri(uri).proposal)?.state.run;
      // Of what was taken back there is none.
      if (run === undefined || this.#changed.has(run)) this.#changes.fire(uri);
    }
    this.#changed.clear();
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const { proposal, path, side } = readUri(uri);
    const file = this.#file(proposal, path);
    if (!file) return '';
    if (side === 'base') return file.base ?? '';
    const { contentWith } = await import('../../core/edit/proposal/hunks.ts');
    const wanted = file.hunks
      .map(({ index }) => index)
      .filter((index) => file.decisions[index] !== 'rejected');
    return contentWith(file.base, file.content, wanted) ?? '';
  }

  /** Opens the editor's own diff of one file of a proposal, without what was rejected. */
  async open(proposal: string, path: string, options: { readonly preserveFocus: boolean }): Promise<void> {
    const found = this.#proposal(proposal);
    if (!found || !this.#file(proposal, path)) return;
    await vscode.commands.executeCommand(
      'vscode.diff',
      makeUri(proposal, path, 'base'),
      makeUri(proposal, path, 'proposed'),
      `${path} ${proposedWords(found)}`,
      { preview: true, preserveFocus: options.preserveFocus },
    );
  }

  /** Opens the editor's own view of all changes of a proposal together. */
  async openAll(proposal: string): Promise<void> {
    const entry = this.#runs.entryOfProposal(proposal);
    const found = entry?.state.proposals.find(({ id }) => id === proposal);
    if (!entry || !found) return;
    await vscode.commands.executeCommand(
      'vscode.changes',
      `${found.title} ${proposedWords(found)}`,
      found.files.map(({ path, base, content }) => [
        vscode.Uri.joinPath(entry.folder.uri, path),
        base === null ? undefined : makeUri(proposal, path, 'base'),
        content === null ? undefined : makeUri(proposal, path, 'proposed'),
      ]),
    );
  }

  /** Opens all files of a proposal in the editor's diff of many files, or in its plain diff where there is one. */
  async openProposal(proposal: string): Promise<void> {
    const found = this.#proposal(proposal);
    const [first, ...others] = found?.files ?? [];
    if (!found || !first) return;
    if (others.length === 0) {
      await this.open(proposal, first.path, { preserveFocus: false });
      return;
    }
    await this.openAll(proposal);
  }

  /** What is not decided yet of the file that a side of a diff shows; without one given, of the diff that is open. */
  openPick(given: unknown): HunkPick | undefined {
    const uri = given instanceof vscode.Uri ? given : activeDiff();
    if (uri?.scheme !== scheme) return undefined;
    const { proposal, path } = readUri(uri);
    const found = this.#proposal(proposal);
    return found && openPicks(found).find((pick) => pick.path === path);
  }

  /** Opens the diff of the first file that is not decided on; false where a proposal has none. */
  async openNext(proposal: string): Promise<boolean> {
    const found = this.#proposal(proposal);
    const [next] = found ? openPicks(found) : [];
    if (next) await this.open(proposal, next.path, { preserveFocus: false });
    return next !== undefined;
  }

  /** Closes the diff of a file that is decided on; then the next one of its proposal is shown, or the file itself. */
  async leave({ proposal, path }: HunkPick): Promise<void> {
    const side = makeUri(proposal, path, 'proposed').toString();
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    const isIts = ({ input }: vscode.Tab) =>
      input instanceof vscode.TabInputTextDiff && input.modified.toString() === side;
    await vscode.window.tabGroups.close(tabs.filter(isIts));
    const entry = this.#runs.entryOfProposal(proposal);
    if (await this.openNext(proposal)) return;
    if (!entry || !this.#file(proposal, path)?.decisions.includes('accepted')) return;
    const uri = vscode.Uri.joinPath(entry.folder.uri, path);
    if (await isThere(uri)) await vscode.window.showTextDocument(uri, { preview: true });
  }

  #proposal(id: string): Proposal | undefined {
    return this.#runs.entryOfProposal(id)?.state.proposals.find((proposal) => proposal.id === id);
  }

  #file(proposal: string, path: string): ProposedFile | undefined {
    return this.#proposal(proposal)?.files.find((file) => file.path === path);
  }
}

function proposedWords({ verdict }: Proposal): string {
  return `(proposed by Tiercel, ${outcomeWords[verdict.outcome]})`;
}

function activeDiff(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputTextDiff ? input.modified : undefined;
}

async function isThere(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}

/** The file's own path comes last, so that the editor colours it as what it is. */
function makeUri(proposal: string, path: string, side: Side): vscode.Uri {
  return vscode.Uri.from({
    scheme,
    path: `/${path}`,
    query: new URLSearchParams({ proposal, side }).toString(),
  });
}

function readUri(uri: vscode.Uri): { proposal: string; path: string; side: Side } {
  const query = new URLSearchParams(uri.query);
  return {
    proposal: query.get('proposal') ?? '',
    path: uri.path.slice(1),
    side: query.get('side') === 'base' ? 'base' : 'proposed',
  };
}
