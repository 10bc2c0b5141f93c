import type { ReportRow } from '../../core/ledger/ledger.ts';
import { noHistory } from '../../core/routing/attempts.ts';
import { tierReport } from '../../core/routing/tierReport.ts';
import type { CostView } from '../../protocol/panel.ts';
import type { RunResources } from '../runs/runResources.ts';
import type { RunService } from '../runs/runService.ts';
import { currentSettings } from '../settings/currentSettings.ts';
import { activeFolder } from '../workspace/workspaceFolder.ts';

const mostDays = 14;
const mostForecasts = 12;

/** Gathers what the panel shows of what was spent, and of how the tiers did for it. */
export async function readCost({
  resources,
  runs,
  environment,
}: {
  readonly resources: RunResources;
  readonly runs: RunService;
  readonly environment: NodeJS.ProcessEnv;
}): Promise<CostView> {
  const folder = activeFolder();
  const [ledger, { settings }, log] = await Promise.all([
    resources.ledger(),
    currentSettings(environment),
    folder && resources.attemptsFor(folder),
  ]);
  if (!ledger) throw new Error('there is no ledger that could be read; the log says why');
  const [report, history, todayUsd] = await Promise.all([
    ledger.report(),
    log?.history() ?? noHistory,
    ledger.spentUsd('today'),
  ]);
  const { budgets } = settings.core;
  const tiers = tierReport(history, settings.core);
  const days = report.byDay.toSorted((a, b) => a.key.localeCompare(b.key));
  const month = days.at(-1)?.key.slice(0, 7);
  const run = runs.entries()[0]?.state;
  return {
    totalUsd: report.totalUsd,
    budgets: [
      ...(run
        ? [
            {
              name: 'Newest run',
              usd: run.total.usd,
              limitUsd: run.budgetUsd,
              setting: 'tiercel.budget.runUsd',
            },
          ]
        : []),
      { name: 'Today', usd: todayUsd, limitUsd: budgets.dayUsd, setting: 'tiercel.budget.dayUsd' },
      {
        name: 'This month',
        usd: month === thisMonth() ? sumOf(days.filter(({ key }) => key.startsWith(month))) : 0,
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

/** The month that the ledger's days of now begin with. */
function thisMonth(): string {
  const now = new Date();
  return `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, '0')}`;
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
