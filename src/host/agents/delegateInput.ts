import * as z from 'zod';
import { readWorkspacePath } from '../../core/context/workspacePath.ts';
import { issueText } from '../../core/model/issueText.ts';
import type { Job } from '../../core/run/state/runEvent.ts';

const budgetUsd = z.number().positive().optional();
const fixInput = z.object({ file: z.string().optional(), budgetUsd });
const delegateInput = z.object({ task: z.string().trim().min(1), budgetUsd });

/** What another agent hands over, or why it can't be read. */
export type DelegatedWork =
  | {
      readonly ok: true;
      readonly job: Job;
      /** In a sentence, for who is asked to confirm it. */
      readonly what: string;
      readonly budgetUsd: number | undefined;
    }
  | { readonly ok: false; readonly message: string };

/** The input of `tiercel_fix_problems`, which other agents write; what can't be used is refused in words for them. */
export function readFix(input: unknown): DelegatedWork {
  const parsed = fixInput.safeParse(input ?? {});
  if (!parsed.success) return unreadable(parsed.error);
  const { file, budgetUsd: asked } = parsed.data;
  if (file === undefined) {
    const what = 'Fix all problems of the workspace.';
    return { ok: true, job: { type: 'fixProblems' }, what, budgetUsd: asked };
  }
  const path = readWorkspacePath(file);
  if (!path.ok) return { ok: false, message: `The file can't be used: ${path.reason}.` };
  const job: Job = { type: 'fixProblems', file: path.path };
  return { ok: true, job, what: `Fix the problems in ${path.path}.`, budgetUsd: asked };
}

/** The input of `tiercel_delegate`, in the same way. */
export function readDelegate(input: unknown): DelegatedWork {
  const parsed = delegateInput.safeParse(input);
  if (!parsed.success) return unreadable(parsed.error);
  const { task, budgetUsd: asked } = parsed.data;
  return { ok: true, job: { type: 'request', text: task }, what: `Work on: ${task}`, budgetUsd: asked };
}

function unreadable(error: z.ZodError): DelegatedWork {
  const problems = error.issues.map((issue) => issueText(issue, 'input'));
  return { ok: false, message: `The input can't be read. ${problems.join('; ')}` };
}
