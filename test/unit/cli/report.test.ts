import assert from 'node:assert/strict';
import { formatReport, report } from '../../../src/cli/report.ts';
import type { Report } from '../../../src/core/ledger/ledger.ts';

const row = (key: string, calls: number, usd: number, tasks: number, passed: number) => ({
  key,
  calls,
  inputTokens: calls * 1_000,
  cachedTokens: calls * 100,
  outputTokens: calls * 10,
  usd,
  estimatedUsd: 0,
  tasks,
  passed,
});
const sums: Report = {
  totalUsd: 1.25,
  todayUsd: 0.25,
  estimatedUsd: 0,
  byTier: [row('none', 0, 0, 2, 2), row('nano', 12, 1.25, 4, 3)],
  byKind: [row('edit', 10, 1, 6, 5), row('gate', 2, 0.25, 0, 0)],
  byModel: [row('', 0, 0, 2, 2), row('small', 12, 1.25, 4, 3)],
  byDay: [row('2026-03-17', 12, 1.25, 6, 5)],
};

describe('report', () => {
  it('gives the sums as they are, with the pass rate of each row', async () => {
    const line = await report({ report: async () => sums });
    assert.deepEqual(line, {
      type: 'report',
      ...sums,
      byTier: [
        { ...row('none', 0, 0, 2, 2), passRate: 1 },
        { ...row('nano', 12, 1.25, 4, 3), passRate: 0.75 },
      ],
      byKind: [
        { ...row('edit', 10, 1, 6, 5), passRate: 5 / 6 },
        { ...row('gate', 2, 0.25, 0, 0), passRate: null },
      ],
      byModel: [
        { ...row('', 0, 0, 2, 2), passRate: 1 },
        { ...row('small', 12, 1.25, 4, 3), passRate: 0.75 },
      ],
      byDay: [{ ...row('2026-03-17', 12, 1.25, 6, 5), passRate: 5 / 6 }],
    });
  });
});

describe('formatReport', () => {
  it('shows people a table for each way of adding up', () => {
    const [head, tiers, , models] = formatReport(sums).trimEnd().split('\n\n');
    assert.equal(head, 'Spent today $0.25, in all $1.25.');
    assert.equal(
      tiers,
      [
        'tier  calls   input  cached  output     cost  passed',
        'none      0       0       0       0  $0.0000  2 of 2',
        'nano     12  12,000   1,200     120  $1.2500  3 of 4',
      ].join('\n'),
    );
    assert.match(models ?? '', /^\(no model\) /m);
  });
  it('marks what is an estimate', () => {
    const guessed = { ...row('nano', 12, 1.25, 4, 3), estimatedUsd: 0.5 };
    const [head, tiers] = formatReport({ ...sums, estimatedUsd: 0.5, byTier: [guessed] }).split('\n\n');
    assert.match(head ?? '', /Of this, \$0\.50 is an estimate \(~\)/);
    assert.match(tiers ?? '', /~\$1\.2500/);
  });
  it('shows only the totals of an empty ledger', () => {
    const empty = {
      totalUsd: 0,
      todayUsd: 0,
      estimatedUsd: 0,
      byTier: [],
      byKind: [],
      byModel: [],
      byDay: [],
    };
    assert.equal(formatReport(empty), 'Spent today $0.00, in all $0.00.\n');
  });
});
