import * as vscode from 'vscode';
import { escapeMarkdown } from '../../base/escapeMarkdown.ts';
import { sentence } from '../../base/sentence.ts';
import { toolNames } from '../ids.ts';
import type { Delegate } from './delegate.ts';
import type { DelegatedWork } from './delegateInput.ts';

/** A cap is not rounded: it is a promise. */
const dollars = new Intl.NumberFormat('en-US', {
  style: 'currency',
  currency: 'USD',
  maximumFractionDigits: 6,
});

/** What other agents in the editor can hand over to Tiercel. The user confirms each call, and sees its worst case. */
export function registerDelegateTools(delegate: Delegate): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.lm.registerTool(toolNames.fixProblems, new DelegateTool(delegate, 'fixProblems')),
    vscode.lm.registerTool(toolNames.delegate, new DelegateTool(delegate, 'delegate')),
  );
}

/** A kind of work that another agent hands over. */
export class DelegateTool implements vscode.LanguageModelTool<unknown> {
  readonly #delegate: Delegate;
  readonly #kind: keyof typeof toolNames;

  constructor(delegate: Delegate, kind: keyof typeof toolNames) {
    this.#delegate = delegate;
    this.#kind = kind;
  }

  async prepareInvocation({
    input,
  }: vscode.LanguageModelToolInvocationPrepareOptions<unknown>): Promise<vscode.PreparedToolInvocation> {
    const read = await this.#read(input);
    if (!read.ok) throw new Error(read.message);
    const cap = dollars.format(await this.#delegate.capUsd(read.budgetUsd));
    const message = new vscode.MarkdownString(
      escapeMarkdown(`${sentence(read.what)} Nothing is written before you accept it.`),
    );
    return {
      invocationMessage: 'Tiercel works on it',
      confirmationMessages: { title: `Let Tiercel do this for at most ${cap}?`, message },
    };
  }

  async invoke(
    { input }: vscode.LanguageModelToolInvocationOptions<unknown>,
    token: vscode.CancellationToken,
  ): Promise<vscode.LanguageModelToolResult> {
    const [read, { describeForAgent }] = await Promise.all([
      this.#read(input),
      import('./describeForAgent.ts'),
    ]);
    if (!read.ok) return textResult(read.message);
    const capUsd = await this.#delegate.capUsd(read.budgetUsd);
    const { done, refused } = await this.#delegate.run(read.job, capUsd, token);
    const told = done.map(({ state, folder }) =>
      done.length > 1 ? `In ${folder.name}: ${describeForAgent(state)}` : describeForAgent(state),
    );
    return textResult([...told, ...(refused === undefined ? [] : [refused])].join('\n\n'));
  }

  /** The schemas take a moment to build, so that they are not loaded before they are needed. */
  async #read(input: unknown): Promise<DelegatedWork> {
    const { readDelegate, readFix } = await import('./delegateInput.ts');
    return this.#kind === 'fixProblems' ? readFix(input) : readDelegate(input);
  }
}

function textResult(text: string): vscode.LanguageModelToolResult {
  return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text)]);
}
