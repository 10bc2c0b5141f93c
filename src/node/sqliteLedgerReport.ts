import type { DatabaseSync } from 'node:sqlite';
import type { Report, ReportRow } from '../core/ledger/ledger.ts';
import { toUsd } from '../core/ledger/money.ts';
import { tiers } from '../core/model/tier.ts';

/** Adds the ledger up. Calls that were not sent are left out; calls without an end count at their worst case. */
export function readReport(database: DatabaseSync, today: string): Report {
  database.exec('BEGIN');
  try {
    const total = (where: string, ...values: string[]) =>
      toUsd(
        Number(
          database.prepare(`SELECT coalesce(sum(cost), 0) AS sum FROM calls ${where}`).get(...values)?.sum,
        ),
      );
    return {
      totalUsd: total(''),
      todayUsd: total('WHERE day = ?', today),
      byTier: groupBy(database, 'tier', 'tier').sort((a, b) => tierOrder(a.key) - tierOrder(b.key)),
      byKind: groupBy(database, kindOfCall, 'kind'),
      byModel: groupBy(database, 'model', 'model'),
      byDay: groupBy(database, 'day', 'day'),
    };
  } finally {
    database.exec('COMMIT');
  }
}

/** A worker's call counts for its task's kind, once the task has ended; all others for what they were made for. */
const kindOfCall = `
  CASE role WHEN 'work'
    THEN coalesce((SELECT kind FROM tasks WHERE tasks.run = calls.run AND tasks.task = calls.task), 'unfinished')
    ELSE role
  END`;

function groupBy(database: DatabaseSync, callKey: string, taskKey: string): ReportRow[] {
  const rows = new Map<string, ReportRow>();
  const none = { calls: 0, inputTokens: 0, cachedTokens: 0, outputTokens: 0, usd: 0, tasks: 0, passed: 0 };
  const calls = database.prepare(`
    SELECT ${callKey} AS groupKey, count(*) AS calls, sum(inputTokens) AS inputTokens,
      sum(cachedTokens) AS cachedTokens, sum(outputTokens) AS outputTokens, sum(cost) AS cost
    FROM calls WHERE state <> 'notSent' GROUP BY groupKey`);
  for (const row of calls.all()) {
    const key = String(row.groupKey);
    rows.set(key, {
      ...none,
      key,
      calls: Number(row.calls),
      inputTokens: Number(row.inputTokens),
      cachedTokens: Number(row.cachedTokens),
      outputTokens: Number(row.outputTokens),
      usd: toUsd(Number(row.cost)),
    });
  }
  // A task that failed at one tier and passed at the next is one task of its kind, and it passed.
  const tasks = database.prepare(`
    SELECT groupKey, count(*) AS tasks, sum(passed) AS passed
    FROM (SELECT ${taskKey} AS groupKey, max(passed) AS passed FROM tasks GROUP BY run, task, groupKey)
    GROUP BY groupKey`);
  for (const row of tasks.all()) {
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
