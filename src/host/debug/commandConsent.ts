import * as vscode from 'vscode';
import { isTexts } from '../../base/isTexts.ts';
import { normalizeCommand, parseCommand } from '../../core/verify/commands/parseCommand.ts';

const storageKey = 'tiercel.allowedCommands';

/**
 * Which commands the user lets Tiercel run, for each folder. It is kept with the workspace's state in the editor, where
 * no file of a repository can reach it.
 */
export class CommandConsent {
  readonly #state: vscode.Memento;
  /** Allowed for the job that is under way and no longer. */
  readonly #once = new Map<string, Set<string>>();

  constructor(state: vscode.Memento) {
    this.#state = state;
  }

  /** What may run now: nothing in a workspace that is not trusted. */
  allowed(folder: vscode.WorkspaceFolder): readonly string[] {
    if (!vscode.workspace.isTrusted) return [];
    const key = folder.uri.toString();
    return [...new Set([...(this.#kept()[key] ?? []), ...(this.#once.get(key) ?? [])])];
  }

  /** Asks, where it is not allowed yet. What could not be run is refused with the reason and never asked about. */
  async ask(folder: vscode.WorkspaceFolder, given: string): Promise<boolean> {
    const command = normalizeCommand(given);
    if (this.allowed(folder).includes(command)) return true;
    const parsed = parseCommand(command);
    if (!parsed.ok || !vscode.workspace.isTrusted) {
      const reason = parsed.ok ? 'this workspace is not trusted' : parsed.reason;
      void vscode.window.showWarningMessage(`Tiercel can't run "${command}": ${reason}.`);
      return false;
    }
    const allow = 'Allow in this Workspace';
    const once = 'Allow Once';
    const choice = await vscode.window.showWarningMessage(
      `Let Tiercel run "${command}"?`,
      {
        modal: true,
        detail: `It runs in a scratch copy of ${folder.name}, with your rights and without your keys. It can reach the network and what lies outside of the workspace, as it can when you run it yourself.`,
      },
      allow,
      once,
    );
    if (choice === allow) await this.set(folder, [...this.keptFor(folder), command]);
    else if (choice === once) this.#onceFor(folder).add(command);
    return choice !== undefined;
  }

  /** Ends what was allowed once. */
  endOnce(folder: vscode.WorkspaceFolder): void {
    this.#once.delete(folder.uri.toString());
  }

  /** What is allowed until it is revoked. */
  keptFor(folder: vscode.WorkspaceFolder): readonly string[] {
    return this.#kept()[folder.uri.toString()] ?? [];
  }

  async set(folder: vscode.WorkspaceFolder, commands: readonly string[]): Promise<void> {
    const kept = { ...this.#kept(), [folder.uri.toString()]: [...new Set(commands.map(normalizeCommand))] };
    await this.#state.update(storageKey, kept);
  }

  /** What is not in this shape allows nothing. */
  #kept(): Readonly<Record<string, readonly string[]>> {
    const kept = this.#state.get<unknown>(storageKey) ?? {};
    const isOurs = typeof kept === 'object' && Object.values(kept).every(isTexts);
    return isOurs ? (kept as Record<string, readonly string[]>) : {};
  }

  #onceFor(folder: vscode.WorkspaceFolder): Set<string> {
    const key = folder.uri.toString();
    const known = this.#once.get(key) ?? new Set();
    this.#once.set(key, known);
    return known;
  }
}
