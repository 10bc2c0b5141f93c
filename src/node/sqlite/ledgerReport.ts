import type { DatabaseSync } from 'node:sqlite';
import type { Report, ReportRow } from '../../core/ledger/ledger.ts';
import { toUsd } from '../../core/ledger/money.ts';
import { tiers } from '../../core/model/tier.ts';

/** Adds the ledger up. Calls that were not sent are left out; calls without an end count at their worst case. */
export function readReport(database: DatabaseSync, today: string): Report {
  database.exec('BEGIN');
  try {
    const sum = (column: 'cost' | 'estimatedCost', where = '', ...values: string[]) =>
      toUsd(
        Number(
          database.prepare(`SELECT coalesce(sum(${column}), 0) AS sum FROM totals ${where}`).get(...values)
            ?.sum,
        ),
      );
    return {
      totalUsd: sum('cost'),
      todayUsd: sum('cost', 'WHERE day = ?', today),
      estimatedUsd: sum('estimatedCost'),
      byTier: groupBy(database, 'tier').sort((a, b) => tierOrder(a.key) - tierOrder(b.key)),
      byKind: groupBy(database, 'kind'),
      byModel: groupBy(database, 'model'),
      byDay: groupBy(database, 'day'),
    };
  } finally {
    database.exec('COMMIT');
  }
}

function groupBy(database: DatabaseSync, column: 'tier' | 'kind' | 'model' | 'day'): ReportRow[] {
  const rows = new Map<string, ReportRow>();
  const none = {
    calls: 0,
    inputTokens: 0,
    cachedTokens: 0,
    outputTokens: 0,
    usd: 0,
    estimatedUsd: 0,
    tasks: 0,
    passed: 0,
  };
  const totals = database.prepare(`
    SELECT ${column} AS groupKey, sum(calls) AS calls, sum(inputTokens) AS inputTokens,
      sum(cachedTokens) AS cachedTokens, sum(outputTokens) AS outputTokens, sum(cost) AS cost,
      sum(estimatedCost) AS estimatedCost
    FROM totals GROUP BY groupKey HAVING sum(calls) > 0`);
  for (const row of totals.all()) {
    const key = String(row.groupKey);
    rows.set(key, {
      ...none,
      key,
      calls: Number(row.calls),
      inputTokens: Number(row.inputTokens),
      cachedTokens: Number(row.cachedTokens),
      outputTokens: Number(row.outputTokens),
      usd: toUsd(Number(row.cost)),
      estimatedUsd: toUsd(Number(row.estimatedCost)),
    });
  }
  const tasks = database.prepare(
    'SELECT groupKey, tasks, passed FROM taskTotals WHERE grouping = ? AND tasks > 0',
  );
  for (const row of tasks.all(column)) {
    const key = String(row.groupKey);
    const known = rows.get(key) ?? { ...none, key };
    rows.set(key, { ...known, tasks: Number(row.tasks), passed: Number(row.passed) });
  }
  return [...rows.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

function tierOrder(tier: string): number {
  const order: readonly string[] = tiers;
  return order.indexOf(tier);
}
