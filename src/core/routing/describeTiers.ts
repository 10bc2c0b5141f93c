import { counted } from '../../base/counted.ts';
import { columnUsd, formatUsd } from '../../base/formatUsd.ts';
import type { Report } from '../ledger/ledger.ts';
import { atPrice, describeAtPlannerPrice } from '../ledger/plannerPrice.ts';
import type { TierSettings } from '../model/tier.ts';
import { enoughTries } from './passRates.ts';
import { type Comparison, isEnough, type TierReport } from './tierReport.ts';

const nothingKnown =
  'Nothing is known yet: no model has worked on a task here. Until then each kind of task starts where the table says.';

/** The tier report as Markdown whose tables also read well as plain text. */
export function describeTiers(report: TierReport): string {
  return [
    '# Tiers on this workspace',
    ...(report.rates.length === 0 ? [nothingKnown] : knownText(report)),
    ...(report.malformed.length > 0 ? ['## Answers that could not be used', malformedText(report)] : []),
    ...(report.forecasts.runs > 0 ? ['## Forecasts', forecastText(report.forecasts)] : []),
    '',
  ].join('\n\n');
}

/** What all of the ledger came to, and the same tokens at the planner's price. */
export function describeCost(
  report: Pick<Report, 'totalUsd' | 'byTier'>,
  planner: Pick<TierSettings, 'model' | 'price'>,
): string {
  const spent = `All runs on this machine together: ${formatUsd(report.totalUsd)}.`;
  const compared = describeAtPlannerPrice(atPrice(report.byTier, planner.price), planner.model);
  return `## Cost\n\n${spent} ${compared}\n`;
}

function knownText(report: TierReport): readonly string[] {
  return [
    '## Where tasks start',
    startsText(report),
    '## How often a first attempt passes its check',
    ratesText(report),
    ...(report.comparisons.length > 0
      ? ['## The same tasks on two tiers', report.comparisons.map(comparisonText).join('\n')]
      : []),
  ];
}

function startsText({ starts, qualityBar, learns }: TierReport): string {
  const rule = learns
    ? `A kind starts at the cheapest tier that is known to pass at least ${percent(qualityBar)} of its checks (the lower bound of the 95 % interval), and a tier higher where its own is known not to (the upper bound). Fewer than ${enoughTries} tries decide nothing.`
    : 'The table decides: learning is turned off, or one tier does everything.';
  const rows = starts.map(({ kind, table: byTable, start, why }) => [
    kind,
    start,
    why ?? 'by the table',
    byTable,
  ]);
  return `${rule}\n\n${table(['kind', 'starts at', 'why', 'table says'], rows)}`;
}

function ratesText({ rates }: TierReport): string {
  const rows = rates.map((each) => [
    each.kind,
    each.tier,
    each.model,
    each.tried === 0 ? '-' : `${each.passed} of ${each.tried}`,
    each.tried === 0
      ? '-'
      : `${percent(each.lower)} to ${percent(each.upper)}${isEnough(each) ? '' : ' (too few)'}`,
    String(each.invalid),
    String(each.refused),
    String(each.unchecked),
    columnUsd(each.medianUsd),
    columnUsd(each.p90Usd),
    seconds(each.medianMs),
  ]);
  const heads = [
    'kind',
    'tier',
    'model',
    'passed',
    'true share',
    'invalid',
    'refused',
    'unchecked',
    'median',
    '90 % below',
    'time',
  ];
  return `Only what a check has verified counts as passed. What nothing could check is counted apart.\n\n${table(heads, rows)}`;
}

function comparisonText(each: Comparison): string {
  const cost = each.costShare === undefined ? '' : `, at ${percent(each.costShare)} of the cost`;
  const time = each.timeShare === undefined ? '' : ` and in ${percent(each.timeShare)} of the time`;
  return `- On your code, ${each.tier} (${each.model}) passed ${each.passed} of ${each.tasks} of what ${each.of} (${each.ofModel}) passed ${each.ofPassed} of${cost}${time}. Half of the edits changed ${each.lines} lines or fewer, and ${each.ofLines} by ${each.of}.`;
}

function malformedText({ malformed }: TierReport): string {
  const rows = malformed.map(({ model, tier, role, answers, again }) => [
    model,
    tier,
    role,
    String(answers),
    role === 'work' ? '-' : String(again),
  ]);
  const heads = ['model', 'tier', 'asked for', 'unusable', 'also when asked again'];
  return `Answers and calls of tools that could not be read or had the wrong shape. Each goes back once with what is wrong with it, then a tier up.\n\n${table(heads, rows)}`;
}

function forecastText({ runs, within, medianOff }: TierReport['forecasts']): string {
  const off =
    medianOff === undefined
      ? ''
      : ` The others were off by ${percent(medianOff)} of the nearer end (median).`;
  return `${within} of ${counted(runs, 'run')} cost what was forecast.${off}`;
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = heads.map((head, at) => Math.max(head.length, ...rows.map((row) => (row[at] ?? '').length)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [line(heads), rule, ...rows.map(line)].join('\n');
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}
