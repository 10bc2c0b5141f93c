import assert from 'node:assert/strict';
import { row } from '../../bench/bench.ts';
import { allMet, formatRuns, type RunOfBench } from '../../bench/summary.ts';

const machine = { node: 'v24', system: 'linux', processor: 'any', processors: 2, load: 1 };
const bench = (name: string, figure: number): RunOfBench => ({
  ...{ name, measures: `how ${name} it is`, good: 'at most 1', date: '', seconds: 1, machine },
  rows: [
    row({
      ...{ what: 'time', figure, unit: 'ms', reference: 'another', referenceFigure: 2 },
      good: 'at most 1',
      holds: (ms) => ms <= 1,
    }),
  ],
});
const failed: RunOfBench = { ...bench('broken', 0), rows: [], failure: 'Error: no disk' };

describe('the summary of benchmarks', () => {
  it('has all rows in one table, with whether each was met', () => {
    const text = formatRuns([bench('quick', 1), bench('slow', 4)]);
    assert.match(text, /^quick +time +1 ms +2 ms +another +0\.50 +at most 1 +yes$/m);
    assert.match(text, /^slow +time +4 ms +2 ms +another +2(\.00)? +at most 1 +NO$/m);
    assert.match(text, /Not as good as it should be:\n {2}slow: time\n$/);
  });
  it('shows the others where one has failed, and why it did', () => {
    const text = formatRuns([failed, bench('quick', 1)]);
    assert.match(text, /^quick +time +1 ms/m);
    assert.match(text, /FAILED: Error: no disk/);
    assert.match(text, /Not as good as it should be:\n {2}broken: failed\n$/);
  });
  it('takes a row that stands beside nothing', () => {
    const none = JSON.parse(JSON.stringify(bench('quick', 1)), (key, value) =>
      key === 'ratio' ? null : value,
    );
    assert.match(formatRuns([none]), /^quick +time +1 ms/m);
  });
  it('is good where every row was met, and only there', () => {
    assert.equal(allMet([bench('quick', 1)]), true);
    assert.equal(allMet([bench('quick', 1), bench('slow', 4)]), false);
    assert.equal(allMet([bench('quick', 1), failed]), false);
  });
  it('says where the machine was too busy for times to mean much', () => {
    const busy = { ...bench('quick', 1), machine: { ...machine, load: 3 } };
    assert.match(formatRuns([busy]), /busy during quick \(load 3\.0 on 2 processors\)/);
    assert.doesNotMatch(formatRuns([bench('quick', 1)]), /busy/);
  });
});
