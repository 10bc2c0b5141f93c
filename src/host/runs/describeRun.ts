import { counted } from '../../base/counted.ts';
import { formatForecast, formatUsd } from '../../base/formatUsd.ts';
import { formatDiffs } from '../../core/edit/proposal/formatDiff.ts';
import type { HunkDecision, Proposal } from '../../core/edit/proposal/proposal.ts';
import type { RunPhase, RunState, TaskState } from '../../core/run/state/runState.ts';
import { describeVerdict } from '../../core/verify/describeVerdict.ts';
import { titleOf } from './jobTitle.ts';

/** A run as a Markdown document: what was asked, what was done, what was proposed and decided, what it cost. */
export function describeRun(run: RunState): string {
  const text = run.job.type === 'request' ? run.job.text : titleOf(run.job);
  return [
    `# ${titleOf(run.job)}`,
    `${new Date(run.startedAt).toISOString()}. ${describePhase(run.phase)}`,
    ...(text === titleOf(run.job) ? [] : [quoted(text)]),
    costOf(run),
    ...(run.answer === undefined ? [] : ['## Answer', run.answer]),
    ...(run.summary === '' ? [] : [run.summary]),
    ...(run.tasks.length > 0 ? ['## Tasks', run.tasks.map(describeTask).join('\n')] : []),
    ...(run.proposals.length > 0 ? ['## Proposals', ...run.proposals.flatMap(describeProposal)] : []),
  ]
    .join('\n\n')
    .concat('\n');
}

function describePhase(phase: RunPhase): string {
  switch (phase.type) {
    case 'running':
      return `Under way: ${phase.step}.`;
    case 'paused':
      return `Stands still: ${phase.reason.message}`;
    case 'ended':
      return `Ended (${phase.outcome}): ${phase.message}`;
  }
}

function costOf({ total, forecast }: RunState): string {
  const { usd, calls, inputTokens, cachedTokens, outputTokens } = total;
  const tokens = `${inputTokens} tokens in (${cachedTokens} cached), ${outputTokens} out`;
  const expected = forecast ? ` The forecast was ${formatForecast(forecast)}.` : '';
  return `Cost: ${formatUsd(usd)} for ${counted(calls, 'call')}, ${tokens}.${expected}`;
}

function describeTask({ task, state, attempts, note, spend }: TaskState): string {
  const tiers = attempts.map(({ tier, end }) => `${tier} ${end?.outcome ?? 'running'}`).join(', ');
  return [
    `- **${task.title}** (${task.kind}): ${state}, ${formatUsd(spend.usd)}`,
    ...(tiers ? [`  - Attempts: ${tiers}`] : []),
    ...(note ? [`  - ${note.replaceAll(/\s+/g, ' ')}`] : []),
  ].join('\n');
}

function describeProposal(proposal: Proposal): readonly string[] {
  const decisions = proposal.files.flatMap((file) => file.decisions);
  const amount = (of: HunkDecision) => decisions.filter((decision) => decision === of).length;
  const tally = (['accepted', 'rejected', 'stale', 'open'] as const)
    .filter((of) => amount(of) > 0)
    .map((of) => `${amount(of)} ${of}`)
    .join(', ');
  const diff = formatDiffs(proposal.files);
  const fence = fenceFor(diff);
  return [
    `### ${proposal.title}`,
    `${describeVerdict(proposal.verdict)} ${tally}.`,
    ...(proposal.review === undefined ? [] : [proposal.review]),
    `${fence}diff\n${diff}\n${fence}`,
  ];
}

/** Longer than any fence in the text, so that the text can't end it. */
function fenceFor(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  return '`'.repeat(longest + 1);
}

function quoted(text: string): string {
  return text
    .split('\n')
    .map((line) => `> ${line}`.trimEnd())
    .join('\n');
}
