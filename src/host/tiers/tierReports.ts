import * as vscode from 'vscode';
import { DisposableStore } from '../../base/disposable.ts';
import type { RunResources } from '../runs/runResources.ts';
import { currentSettings } from '../settings/currentSettings.ts';
import { activeFolder } from '../workspace/workspaceFolder.ts';

const scheme = 'tiercel-tiers';

/** Shows what is known of the tiers on a workspace as a read-only document, and forgets it when asked to. */
export class TierReports implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #resources: RunResources;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #changes = new vscode.EventEmitter<vscode.Uri>();
  readonly #disposables = new DisposableStore();

  readonly onDidChange = this.#changes.event;

  constructor(resources: RunResources, environment: NodeJS.ProcessEnv) {
    this.#resources = resources;
    this.#environment = environment;
    this.#disposables.add(this.#changes);
    this.#disposables.add(vscode.workspace.registerTextDocumentContentProvider(scheme, this));
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const folder = vscode.workspace.workspaceFolders?.find((each) => each.uri.toString() === uri.query);
    if (!folder) return 'This folder is no longer open.\n';
    const [{ tierReport }, { describeCost, describeTiers }, log, ledger, { settings }] = await Promise.all([
      import('../../core/routing/tierReport.ts'),
      import('../../core/routing/describeTiers.ts'),
      this.#resources.attemptsFor(folder),
      this.#resources.ledger(),
      currentSettings(this.#environment),
    ]);
    if (!log || !ledger) return 'The ledger can not be opened, so that nothing is known. See the log.\n';
    const cost = describeCost(await ledger.report(), settings.core.tiers.planner);
    return `${describeTiers(tierReport(await log.history(), settings.core))}${cost}`;
  }

  /** Opens the report of the folder that is worked in, as it is now. */
  async show(): Promise<void> {
    const folder = activeFolder();
    if (!folder) {
      void vscode.window.showInformationMessage('Tiercel: Open a folder to see how the tiers do in it.');
      return;
    }
    const uri = uriOf(folder);
    this.#changes.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { preview: true });
  }

  /** Forgets what is known of the folder, when the user says so a second time. */
  async reset(): Promise<void> {
    const folder = activeFolder();
    const log = folder && (await this.#resources.attemptsFor(folder));
    if (!folder || !log) return;
    const yes = 'Forget';
    const answer = await vscode.window.showWarningMessage(
      `Forget how the tiers did in ${folder.name}?`,
      {
        modal: true,
        detail: 'Each kind of task starts where the table says again. What was spent stays in the ledger.',
      },
      yes,
    );
    if (answer !== yes) return;
    await log.forget();
    this.#changes.fire(uriOf(folder));
  }
}

function uriOf(folder: vscode.WorkspaceFolder): vscode.Uri {
  return vscode.Uri.from({ scheme, path: `/Tiers in ${folder.name}.md`, query: folder.uri.toString() });
}
