import { formatForecast } from '../../base/formatUsd.ts';
import { sentence } from '../../base/sentence.ts';
import type { ProposalView, RunView, TaskView } from '../../protocol/panel.ts';
import { formatTokens } from './format.ts';
import { describeTally, tally } from './review.ts';

const runStates: Record<RunView['state'], string> = {
  running: 'Running',
  paused: 'Paused',
  done: 'Done',
  partial: 'Partly done',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

const taskStates: Record<TaskView['state'], string> = {
  waiting: 'Waiting',
  running: 'Running',
  done: 'Done',
  failed: 'Failed',
  dropped: 'Dropped',
};

const evidenceWords: Record<ProposalView['evidence']['outcome'], string> = {
  passed: 'Verified',
  unchecked: 'Not verified',
  failed: 'Failed check',
};

const kindsOfWork: Record<string, string> = {
  gate: 'Sorting',
  label: 'Labels',
  rerank: 'Ranking files',
  plan: 'Planning',
  review: 'Reviews',
  review_file: 'Reviews of files',
  answer: 'Answers',
  shadow: 'Comparing tiers',
  classify: 'Sorting out',
  extract: 'Extracting',
  rank: 'Ranking',
  simple_edit: 'Small edits',
  edit: 'Edits',
  generate: 'New code',
  debug: 'Debugging',
  test: 'Tests',
  search: 'Searching',
  summarize: 'Summaries',
  screenshot: 'Screenshots',
};

const attemptOutcomes: Record<string, string> = {
  passed: 'passed',
  failed: 'failed the check',
  unchecked: 'could not be checked',
  malformed: 'answer could not be read',
  refused: 'refused',
  noEdit: 'made no edit',
  stopped: 'stopped',
  running: 'running',
};

export function runStateWord(run: Pick<RunView, 'state' | 'planWaits'>): string {
  return run.planWaits ? 'Plan ready' : runStates[run.state];
}

export function taskStateWord(state: TaskView['state']): string {
  return taskStates[state];
}

export function evidenceWord(outcome: ProposalView['evidence']['outcome']): string {
  return evidenceWords[outcome];
}

/** A message as a sentence: with a capital and a full stop, where it has none. */
export function asSentence(message: string): string {
  return sentence(message.charAt(0).toUpperCase() + message.slice(1));
}

/** What was done, by the name that the ledger or a run has for it; one that is not known is shown as it is. */
export function workWord(kind: string): string {
  return kindsOfWork[kind] ?? kind;
}

/** A tier as it is shown: what is called "none" inside is work that no model did. */
export function tierWord(tier: string): string {
  return tier === 'none' ? 'no model' : tier;
}

/** Why a tier was taken, where its name stands already: "simple edit, 1 file" of "nano: simple_edit, 1 file". */
export function reasonText(reason: string): string {
  return reason
    .replace(/^(?:none|nano|mini|planner): /, '')
    .replace(/^[a-z]+_[a-z]+(?=,|$)/, (kind) => kind.replace('_', ' '));
}

export function attemptWord(outcome: string): string {
  return attemptOutcomes[outcome] ?? outcome;
}

/** "3 of 5 done, 1 failed". */
export function taskProgress(tasks: readonly Pick<TaskView, 'state'>[]): string {
  const amount = (state: TaskView['state']) => tasks.filter((task) => task.state === state).length;
  const failed = amount('failed');
  const dropped = amount('dropped');
  return [
    `${amount('done')} of ${tasks.length} done`,
    ...(failed ? [`${failed} failed`] : []),
    ...(dropped ? [`${dropped} dropped`] : []),
  ].join(', ');
}

/**
 * A task's note as its line shows it. What a check came to is put in few words ("2 → 0 errors"): who checked stands
 * with the proposal. Whatever else was told stays as it is.
 */
export function noteText(task: Pick<TaskView, 'state' | 'note'>): string {
  if (task.state !== 'done') return reasonText(task.note);
  return task.note
    .replace(/^Checked by .+? in \d+ ms: (\d+) errors? before, (\d+) after, 0 new(?=[.,])/, '$1 → $2 errors')
    .replace(/^0 → 0 errors/, 'No errors')
    .replace(/\.$/, '');
}

/** What was checked, without the figures of errors where these stand beside it. */
export function shortSummary({
  summary,
  errors,
}: Pick<ProposalView['evidence'], 'summary' | 'errors'>): string {
  if (!errors) return summary;
  return summary.replace(/^(Checked by .+?) in \d+ ms: \d+ errors? before, \d+ after, \d+ new(?=[.,])/, '$1');
}

/** "12k in (8.1k cached), 1.9k out"; undefined where no tokens were used. */
export function tokenText(spend: {
  readonly inputTokens: number;
  readonly cachedTokens?: number;
  readonly outputTokens: number;
}): string | undefined {
  if (spend.inputTokens + spend.outputTokens === 0) return undefined;
  const cached = spend.cachedTokens ? ` (${formatTokens(spend.cachedTokens)} cached)` : '';
  return `${formatTokens(spend.inputTokens)} in${cached}, ${formatTokens(spend.outputTokens)} out`;
}

/** What a run is expected to cost. Its message says so while a plan waits, and how that compares once it is over. */
export function forecastText(run: Pick<RunView, 'forecast' | 'state' | 'planWaits'>): string | undefined {
  if (!run.forecast || run.planWaits || (run.state !== 'running' && run.state !== 'paused')) return undefined;
  return `Forecast ${formatForecast(run.forecast)}`;
}

/** Tiers in the order they were tried, each named once for a row of the same. */
export function tierTrail(task: Pick<TaskView, 'tier' | 'attempts'>): readonly string[] {
  const trail: string[] = [];
  for (const tier of [...task.attempts.map((attempt) => attempt.tier), task.tier]) {
    if (trail.at(-1) !== tier) trail.push(tier);
  }
  return trail;
}

/**
 * What a screen reader is told of the newest run. It changes only when a state or a count does, so that a lively run
 * does not talk without end.
 */
export function announcement(run: RunView | undefined): string {
  if (!run) return '';
  const parts = [`${run.title}: ${runStateWord(run)}`];
  if (run.tasks.length > 0) parts.push(taskProgress(run.tasks));
  const review = describeTally(tally(run.proposals));
  if (review) parts.push(review);
  return `${parts.join('. ')}.`;
}
