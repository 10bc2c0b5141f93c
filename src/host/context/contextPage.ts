import { describeSent, describeUnsent } from '../../core/context/describeRequests.ts';
import { oneLine } from '../../core/context/fence.ts';
import type { SentRequest } from '../../core/context/sentRequests.ts';
import type { TaskPreview } from '../../core/run/plan/previewTask.ts';
import type { TaskState } from '../../core/run/state/runState.ts';

export interface ContextOfTask {
  readonly name: string;
  readonly sent: readonly SentRequest[];
  /** Undefined where it is one of the run's own requests. */
  readonly state: TaskState | undefined;
  /** Absent where something was sent, or nothing more will be. */
  readonly preview: TaskPreview | undefined;
}

/** The document that shows a task's context, as Markdown. */
export function contextPage({ name, sent, state, preview }: ContextOfTask): string {
  const title = `# ${oneLine(name)}`;
  if (sent.length > 0) {
    const count = sent.length === 1 ? 'One request was' : `${sent.length} requests were`;
    const intro = `${count} sent for this. Below they are as they went out; [withheld] stands where a secret was.`;
    return page(title, intro, describeSent(sent));
  }
  if (preview?.type === 'request') {
    const intro = `Nothing was sent for this yet. If it began now, this is what would be sent first (${preview.reason}).`;
    return page(title, intro, describeUnsent(preview.request));
  }
  if (preview) return page(title, `Nothing was sent for this, and nothing would be: ${preview.reason}.`);
  const byNoModel = state?.attempts.every(({ tier }) => tier === 'none');
  return page(
    title,
    byNoModel
      ? 'No model was asked, so nothing was sent.'
      : 'This window has sent nothing for it. What an earlier window sent is kept nowhere: prompts hold your code, so they are never written to disk.',
  );
}

function page(...parts: readonly string[]): string {
  return `${parts.join('\n\n')}\n`;
}
