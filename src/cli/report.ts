import { columnUsd, formatUsd } from '../base/formatUsd.ts';
import type { Ledger, Report, ReportRow } from '../core/ledger/ledger.ts';

/** A row with the share of its tasks that passed; null where there were none. */
export type ReportLineRow = ReportRow & { readonly passRate: number | null };

/** The line that `tiercel report --json` prints. */
export interface ReportLine {
  readonly type: 'report';
  readonly totalUsd: number;
  readonly todayUsd: number;
  /** The part of the total whose tokens were counted by us, since the endpoint does not count. */
  readonly estimatedUsd: number;
  readonly byTier: readonly ReportLineRow[];
  readonly byKind: readonly ReportLineRow[];
  readonly byModel: readonly ReportLineRow[];
  readonly byDay: readonly ReportLineRow[];
}

/** What `tiercel report --json` prints, in US dollars, with the share of attempts that passed their check. */
export async function report(ledger: Pick<Ledger, 'report'>): Promise<ReportLine> {
  const { totalUsd, todayUsd, estimatedUsd, byTier, byKind, byModel, byDay } = await ledger.report();
  return {
    type: 'report',
    totalUsd,
    todayUsd,
    estimatedUsd,
    byTier: byTier.map(withPassRate),
    byKind: byKind.map(withPassRate),
    byModel: byModel.map(withPassRate),
    byDay: byDay.map(withPassRate),
  };
}

/** The same for people: the totals and one table for each way of adding up. */
export function formatReport(report: Report): string {
  const spent = `Spent today ${formatUsd(report.todayUsd)}, in all ${formatUsd(report.totalUsd)}.`;
  const estimated = `Of this, ${formatUsd(report.estimatedUsd)} is an estimate (~): the endpoint does not count tokens.`;
  const head = report.estimatedUsd > 0 ? `${spent} ${estimated}` : spent;
  if (report.byDay.length === 0) return `${head}\n`;
  const tables = [
    table('tier', report.byTier),
    table('kind', report.byKind),
    table('model', report.byModel),
    table('day', report.byDay),
  ];
  return `${[head, ...tables].join('\n\n')}\n`;
}

function withPassRate(row: ReportRow): ReportLineRow {
  return { ...row, passRate: row.tasks === 0 ? null : row.passed / row.tasks };
}

function table(name: string, rows: readonly ReportRow[]): string {
  const lines = [
    [name, 'calls', 'input', 'cached', 'output', 'cost', 'passed'],
    ...rows.map((row) => [
      row.key || '(no model)',
      count(row.calls),
      count(row.inputTokens),
      count(row.cachedTokens),
      count(row.outputTokens),
      `${row.estimatedUsd > 0 ? '~' : ''}${columnUsd(row.usd)}`,
      row.tasks === 0 ? '' : `${row.passed} of ${row.tasks}`,
    ]),
  ];
  const widths = (lines[0] ?? []).map((_, column) =>
    Math.max(...lines.map((line) => (line[column] ?? '').length)),
  );
  return lines
    .map((line) =>
      line
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function count(n: number): string {
  return n.toLocaleString('en-US');
}
