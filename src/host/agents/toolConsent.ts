import * as vscode from 'vscode';
import { isTexts } from '../../base/isTexts.ts';
import { messageOf } from '../../base/messageOf.ts';
import type { UserTools } from '../../core/worker/tools/userTools.ts';
import { withToken } from '../cancellation.ts';
import { toolNames } from '../ids.ts';

const storageKey = 'tiercel.allowedTools';

/**
 * Which of VS Code's tools, those of the user's MCP servers among them, workers may call. It is kept with the
 * workspace's state in the editor, where no file of a repository can reach it, and each tool is allowed by itself.
 */
export class ToolConsent implements UserTools {
  readonly #state: vscode.Memento;

  constructor(state: vscode.Memento) {
    this.#state = state;
  }

  /** The names that are allowed here until they are revoked, whether or not such a tool is there now. */
  kept(): readonly string[] {
    const kept = this.#state.get<unknown>(storageKey);
    return isTexts(kept) ? kept : [];
  }

  async set(names: readonly string[]): Promise<void> {
    await this.#state.update(storageKey, [...new Set(names)]);
  }

  /** All that could be allowed. Ours are left out: a worker does not hand its work on. */
  known(): readonly vscode.LanguageModelToolInformation[] {
    const ours = new Set<string>(Object.values(toolNames));
    return vscode.lm.tools.filter(({ name }) => !ours.has(name));
  }

  allowed(): ReturnType<UserTools['allowed']> {
    if (!vscode.workspace.isTrusted) return [];
    const kept = new Set(this.kept());
    return this.known()
      .filter(({ name }) => kept.has(name))
      .map(({ name, description, inputSchema }) => ({
        name,
        description,
        ...(inputSchema && { inputSchema }),
      }));
  }

  async call(
    name: string,
    input: object,
    { signal }: { readonly signal: AbortSignal },
  ): Promise<{ readonly ok: boolean; readonly output: string }> {
    signal.throwIfAborted();
    try {
      const result = await withToken(signal, (token) =>
        vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined }, token),
      );
      signal.throwIfAborted();
      return { ok: true, output: textOf(result) };
    } catch (error) {
      signal.throwIfAborted();
      return { ok: false, output: messageOf(error) };
    }
  }

  /** Lets the user say which tools workers may call here, and take it back. */
  async manage(): Promise<void> {
    const kept = new Set(this.kept());
    const items = this.known()
      .map(({ name, description }) => ({
        label: name,
        detail: description.replaceAll(/\s+/g, ' ').slice(0, 200),
        picked: kept.has(name),
      }))
      .sort((a, b) => Number(b.picked) - Number(a.picked) || a.label.localeCompare(b.label));
    if (items.length === 0 && kept.size === 0) {
      void vscode.window.showInformationMessage(
        'Tiercel: VS Code offers no tools here. Those of MCP servers appear once a server is added and started.',
      );
      return;
    }
    const picked = await vscode.window.showQuickPick(items, {
      title: 'Tiercel: Tools That Workers May Call in This Workspace',
      placeHolder: 'Tick the tools that workers may call. What is not ticked is never called.',
      canPickMany: true,
    });
    if (picked) await this.set(picked.map(({ label }) => label));
  }
}

function textOf({ content }: vscode.LanguageModelToolResult): string {
  return content
    .map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : '(not text, left out)'))
    .join('\n');
}
