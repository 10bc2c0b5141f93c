import * as vscode from 'vscode';
import { z } from 'zod';
import { readWorkspacePath } from '../../core/context/workspacePath.ts';
import type { Job } from '../../core/run/runEvent.ts';
import { toolNames } from '../ids.ts';
import type { Delegate } from './delegate.ts';
import { describeForAgent } from './describeForAgent.ts';

const budgetUsd = z.number().positive().optional();
const fixInput = z.object({ file: z.string().optional(), budgetUsd });
const delegateInput = z.object({ task: z.string().trim().min(1), budgetUsd });

type Reading =
  | { readonly ok: true; readonly job: Job; readonly what: string; readonly budgetUsd: number | undefined }
  | { readonly ok: false; readonly message: string };

/** What other agents in the editor can hand over to Tiercel. The user confirms each call, and sees its worst case. */
export function registerDelegateTools(delegate: Delegate): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.lm.registerTool(toolNames.fixProblems, DelegateTool.fixProblems(delegate)),
    vscode.lm.registerTool(toolNames.delegate, DelegateTool.delegate(delegate)),
  );
}

/** A piece of work that another agent hands over. */
export class DelegateTool implements vscode.LanguageModelTool<unknown> {
  readonly #delegate: Delegate;
  readonly #read: (input: unknown) => Reading;

  static fixProblems(delegate: Delegate): DelegateTool {
    return new DelegateTool(delegate, readFix);
  }

  static delegate(delegate: Delegate): DelegateTool {
    return new DelegateTool(delegate, readDelegate);
  }

  private constructor(delegate: Delegate, read: (input: unknown) => Reading) {
    this.#delegate = delegate;
    this.#read = read;
  }

  async prepareInvocation({
    input,
  }: vscode.LanguageModelToolInvocationPrepareOptions<unknown>): Promise<vscode.PreparedToolInvocation> {
    const read = this.#read(input);
    if (!read.ok) throw new Error(read.message);
    const cap = await this.#delegate.capUsd(read.budgetUsd);
    const message = new vscode.MarkdownString().appendText(
      `${read.what} It costs at most $${cap}. Nothing is written before you accept it.`,
    );
    return {
      invocationMessage: 'Tiercel works on it',
      confirmationMessages: { title: `Let Tiercel do this for at most $${cap}?`, message },
    };
  }

  async invoke(
    { input }: vscode.LanguageModelToolInvocationOptions<unknown>,
    token: vscode.CancellationToken,
  ): Promise<vscode.LanguageModelToolResult> {
    const read = this.#read(input);
    if (!read.ok) return textResult(read.message);
    const done = await this.#delegate.run(read.job, await this.#delegate.capUsd(read.budgetUsd), token);
    return textResult(typeof done === 'string' ? done : describeForAgent(done.state));
  }
}

function readFix(input: unknown): Reading {
  const parsed = fixInput.safeParse(input ?? {});
  if (!parsed.success) return unreadable(parsed.error);
  const { file, budgetUsd: asked } = parsed.data;
  if (file === undefined) {
    return {
      ok: true,
      job: { type: 'fixProblems' },
      what: 'Fix all problems of the workspace.',
      budgetUsd: asked,
    };
  }
  const path = readWorkspacePath(file);
  if (!path.ok) return { ok: false, message: `The file can't be used: ${path.reason}.` };
  const job: Job = { type: 'fixProblems', file: path.path };
  return { ok: true, job, what: `Fix the problems in ${path.path}.`, budgetUsd: asked };
}

function readDelegate(input: unknown): Reading {
  const parsed = delegateInput.safeParse(input);
  if (!parsed.success) return unreadable(parsed.error);
  const { task, budgetUsd: asked } = parsed.data;
  return { ok: true, job: { type: 'request', text: task }, what: `Work on: ${task}`, budgetUsd: asked };
}

function unreadable(error: z.ZodError): Reading {
  const problems = error.issues.map(({ path, message }) => `${path.join('.') || 'input'}: ${message}`);
  return { ok: false, message: `The input can't be read. ${problems.join('; ')}` };
}

function textResult(text: string): vscode.LanguageModelToolResult {
  return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text)]);
}
