import type { Report, ReportRow } from '../../core/ledger/ledger.ts';
import { localDay } from '../../core/ledger/localDay.ts';
import type { History } from '../../core/routing/attempts.ts';
import { tierReport } from '../../core/routing/tierReport.ts';
import type { RunState } from '../../core/run/state/runState.ts';
import type { Settings } from '../../core/settings/settings.ts';
import type { CostView } from '../../protocol/panel.ts';

const mostDays = 14;
const mostForecasts = 12;

/** What the panel shows of what the ledger has added up, and of what the workspace has seen of its tiers. */
export function costView({
  report,
  history,
  todayUsd,
  settings,
  newest,
}: {
  readonly report: Report;
  readonly history: History;
  readonly todayUsd: number;
  readonly settings: Settings;
  /** The newest run; undefined where there is none. */
  readonly newest: RunState | undefined;
}): CostView {
  const { budgets } = settings;
  const tiers = tierReport(history, settings);
  const days = report.byDay.toSorted((a, b) => a.key.localeCompare(b.key));
  const thisMonth = localDay(Date.now()).slice(0, 7);
  return {
    totalUsd: report.totalUsd,
    budgets: [
      ...(newest
        ? [
            {
              name: 'Newest run',
              usd: newest.total.usd,
              limitUsd: newest.budgetUsd,
              setting: 'tiercel.budget.runUsd',
            },
          ]
        : []),
      { name: 'Today', usd: todayUsd, limitUsd: budgets.dayUsd, setting: 'tiercel.budget.dayUsd' },
      {
        name: 'This month',
        usd: sumOf(days.filter(({ key }) => key.startsWith(thisMonth))),
        ...(budgets.monthUsd !== undefined && { limitUsd: budgets.monthUsd }),
        setting: 'tiercel.budget.monthUsd',
      },
    ],
    byTier: barsOf(report.byTier),
    byKind: barsOf(report.byKind),
    byDay: days.slice(-mostDays).map(({ key, usd }) => ({ name: key, usd })),
    forecasts: history.forecasts
      .toSorted((a, b) => a.time - b.time)
      .slice(-mostForecasts)
      .map(({ lowUsd, highUsd, actualUsd }) => ({ lowUsd, highUsd, actualUsd })),
    rates: tiers.rates.map(({ kind, tier, model, tried, passed, medianUsd }) => ({
      kind,
      tier,
      model,
      tried,
      passed,
      medianUsd,
    })),
    comparisons: tiers.comparisons.map(({ tier, of, tasks, passed, ofPassed, costShare }) => ({
      tier,
      of,
      tasks,
      passed,
      ofPassed,
      ...(costShare !== undefined && { costShare }),
    })),
  };
}

function sumOf(rows: readonly ReportRow[]): number {
  return rows.reduce((sum, { usd }) => sum + usd, 0);
}

function barsOf(rows: readonly ReportRow[]): CostView['byTier'] {
  return rows
    .filter(({ calls }) => calls > 0)
    .toSorted((a, b) => b.usd - a.usd)
    .map(({ key, usd, calls }) => ({ name: key, usd, calls }));
}
