import * as vscode from 'vscode';
import { DisposableStore } from '../../base/disposable.ts';
import { titleOf } from '../runs/jobTitle.ts';
import type { RunEntry } from '../runs/runHistory.ts';
import type { RunService } from '../runs/runService.ts';

const scheme = 'tiercel-context';

/** A task of a run, or one of the run's own requests, which are named by what they are for: gate, plan, answer. */
export interface TaskRef {
  readonly run: string;
  readonly task: string;
}

/** Shows what was sent to models for a task, or would be: a read-only document, which is in memory alone. */
export class ContextDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #runs: RunService;
  readonly #changes = new vscode.EventEmitter<vscode.Uri>();
  readonly #disposables = new DisposableStore();

  readonly onDidChange = this.#changes.event;

  constructor(runs: RunService) {
    this.#runs = runs;
    this.#disposables.add(this.#changes);
    this.#disposables.add(vscode.workspace.registerTextDocumentContentProvider(scheme, this));
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const ref = readUri(uri);
    const entry = this.#runs.entry(ref.run);
    if (!entry) return 'This run is not there any more.\n';
    const { contextPage } = await import('./contextPage.ts');
    const sent = this.#runs.sent.of(ref.run, ref.task);
    const state = entry.state.tasks.find(({ task }) => task.id === ref.task);
    const mayFollow = sent.length === 0 && (state?.state === 'waiting' || state?.state === 'running');
    const preview = mayFollow ? await this.#runs.preview(ref.run, ref.task) : undefined;
    return contextPage({ name: nameOf(entry, ref.task), sent, state, preview });
  }

  async show(ref: TaskRef): Promise<void> {
    const entry = this.#runs.entry(ref.run);
    if (!entry) return;
    const uri = makeUri(ref, nameOf(entry, ref.task));
    // One that is open already shows what there was then.
    this.#changes.fire(uri);
    await vscode.window.showTextDocument(uri, { preview: true });
  }

  /** Lets the user choose a task, newest run first. */
  async pick(): Promise<void> {
    await this.#runs.load();
    const items = this.#runs.entries().flatMap((entry) => {
      const { run, job } = entry.state;
      return idsOf(entry, this.#runs).map((task) => ({
        label: nameOf(entry, task),
        description: titleOf(job),
        ref: { run, task },
      }));
    });
    if (items.length === 0) {
      void vscode.window.showInformationMessage('Tiercel: Nothing was sent yet, and no task is waiting.');
      return;
    }
    const picked = await vscode.window.showQuickPick(items, {
      title: 'Tiercel: Show Context of Task',
      placeHolder: 'What was sent, or would be, for…',
      matchOnDescription: true,
    });
    if (picked) await this.show(picked.ref);
  }
}

/** The tasks of a run, and between them what else was sent for it, in the order in which it was. */
function idsOf({ state }: RunEntry, runs: RunService): readonly string[] {
  const sent = runs.sent.of(state.run).map(({ request }) => request.task);
  const tasks = state.tasks.map(({ task }) => task.id);
  return [...new Set([...sent.filter((id) => !tasks.includes(id)), ...tasks])];
}

function nameOf({ state }: RunEntry, id: string): string {
  return state.tasks.find(({ task }) => task.id === id)?.task.title ?? id;
}

/** The name comes last, so that the editor's tab shows it. */
function makeUri({ run, task }: TaskRef, name: string): vscode.Uri {
  const title = name
    .replace(/[\\/:*?"<>|\p{Cc}]+/gu, ' ')
    .slice(0, 60)
    .trim();
  const query = new URLSearchParams({ run, task }).toString();
  return vscode.Uri.from({ scheme, path: `/Context of ${title || task}.md`, query });
}

function readUri(uri: vscode.Uri): TaskRef {
  const query = new URLSearchParams(uri.query);
  return { run: query.get('run') ?? '', task: query.get('task') ?? '' };
}
