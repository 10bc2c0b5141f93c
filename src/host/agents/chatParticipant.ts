import * as vscode from 'vscode';
import { escapeMarkdown } from '../../base/escapeMarkdown.ts';
import { formatUsd } from '../../base/formatUsd.ts';
import { sentence } from '../../base/sentence.ts';
import { readWorkspacePath } from '../../core/context/workspacePath.ts';
import type { Job } from '../../core/run/state/runEvent.ts';
import type { RunState } from '../../core/run/state/runState.ts';
import { describeVerdict } from '../../core/verify/describeVerdict.ts';
import { commandIds, participantId } from '../ids.ts';
import { openPicks } from '../proposals/hunkPicks.ts';
import { describeProgress } from '../runs/describeProgress.ts';
import type { RunService } from '../runs/runService.ts';
import type { Delegate } from './delegate.ts';
import { linkPlaces } from './linkPlaces.ts';
import { withoutImages } from './withoutImages.ts';

/** `@tiercel` in VS Code's chat: the same runs as in the panel, told in the chat. */
export function registerParticipant(
  delegate: Delegate,
  runs: RunService,
  extensionUri: vscode.Uri,
): vscode.Disposable {
  const participant = vscode.chat.createChatParticipant(participantId, (request, _context, response, token) =>
    answerChat(request, response, token, { delegate, runs }),
  );
  // As a picture it does not follow the theme's colours.
  const icon = (name: string) => vscode.Uri.joinPath(extensionUri, 'media', name);
  participant.iconPath = { light: icon('falcon.svg'), dark: icon('falconOnDark.svg') };
  return participant;
}

/** What of a chat's request and answer is used. */
export type ChatQuestion = Pick<vscode.ChatRequest, 'prompt' | 'command'>;
export type ChatAnswer = Pick<vscode.ChatResponseStream, 'markdown' | 'progress' | 'button' | 'anchor'>;

/** One turn of `@tiercel` in VS Code's chat. What fails is said in the answer, never thrown. */
export async function answerChat(
  { prompt, command }: ChatQuestion,
  answer: ChatAnswer,
  token: vscode.CancellationToken,
  { delegate, runs }: { readonly delegate: Delegate; readonly runs: RunService },
): Promise<vscode.ChatResult> {
  const job = jobOf(prompt, command);
  if (!job) {
    answer.markdown('Say what is to be done, or use `/fix` for all problems of the workspace.');
    return {};
  }
  const started = new Set<string>();
  let told = '';
  const listener = runs.onChange(({ entry: { state }, event }) => {
    if (!event || !started.has(state.run) || state.phase.type !== 'running') return;
    const now = describeProgress(state);
    if (now !== told) answer.progress(now);
    told = now;
  });
  try {
    const capUsd = await delegate.capUsd(undefined);
    const { done, refused } = await delegate.run(job, capUsd, token, (run) => started.add(run));
    for (const { state, folder } of done) {
      if (done.length > 1) answer.markdown(`\n\n${escapeMarkdown(`In ${folder.name}:`)} `);
      tell(state, folder, answer);
    }
    if (refused !== undefined) {
      answer.markdown(`\n\n${escapeMarkdown(refused)}`);
      if (done.length === 0) return { errorDetails: { message: refused } };
    }
    const ids = done.map(({ state }) => state.run);
    const open = done.flatMap(({ state }) => state.proposals).filter((each) => openPicks(each).length > 0);
    if (open.length > 0) {
      // Of several proposals one is chosen then.
      const named = open.length === 1 ? open.map(({ id }) => id) : [];
      answer.button({ command: commandIds.showChanges, title: 'Show Changes', arguments: named });
      answer.button({ command: commandIds.acceptAll, title: 'Accept All', arguments: ids });
    }
    answer.button({ command: commandIds.showPanel, title: 'Show Panel' });
    return { metadata: { runs: ids } };
  } finally {
    listener.dispose();
  }
}

/** What came of a run. */
function tell(state: RunState, folder: vscode.WorkspaceFolder, answer: ChatAnswer): void {
  const uriOf = (path: string) => vscode.Uri.joinPath(folder.uri, path);
  if (state.answer !== undefined) {
    const address = (written: string) => {
      const reading = readWorkspacePath(written);
      return reading.ok ? uriOf(reading.path).toString() : undefined;
    };
    answer.markdown(`${linkPlaces(withoutImages(state.answer), address)}\n\n`);
  }
  for (const { title, verdict, files } of state.proposals) {
    // Titles and verdicts may hold words of the repository: they are text and no Markdown.
    answer.markdown(`- ${escapeMarkdown(`${sentence(title)} ${describeVerdict(verdict)}`)} `);
    for (const { path } of files) answer.anchor(uriOf(path), path);
    answer.markdown('\n');
  }
  const { phase, total } = state;
  const how = phase.type === 'ended' ? phase.message : phase.type === 'paused' ? phase.reason.message : '';
  answer.markdown(`\n${escapeMarkdown(`${sentence(how)} It cost ${formatUsd(total.usd)}.`)}`);
}

function jobOf(prompt: string, command: string | undefined): Job | undefined {
  const text = prompt.trim();
  if (command === 'fix' && text === '') return { type: 'fixProblems' };
  return text === '' ? undefined : { type: 'request', text };
}
