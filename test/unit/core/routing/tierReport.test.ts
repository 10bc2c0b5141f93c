import assert from 'node:assert/strict';
import type { AttemptRow, ForecastRow, MalformedRow } from '../../../../src/core/routing/attempts.ts';
import { describeTiers } from '../../../../src/core/routing/describeTiers.ts';
import { tierReport } from '../../../../src/core/routing/tierReport.ts';
import { defaultSettings } from '../../../../src/core/settings/settings.ts';
import { attemptRow, attemptRows } from './history.ts';

const report = (
  attempts: readonly AttemptRow[],
  forecasts: readonly ForecastRow[] = [],
  malformed: readonly MalformedRow[] = [],
) => tierReport({ attempts, forecasts, malformed }, defaultSettings);

/** As many tasks on mini, each also on nano beside the run. */
const shadowed = (nanoPassed: number, miniPassed: number, of: number) => [
  ...attemptRows(miniPassed, of, { tier: 'mini', usd: 0.01, ms: 2_000, lines: 3 }),
  ...attemptRows(nanoPassed, of, { tier: 'nano', usd: 0.0027, ms: 500, lines: 4, shadow: true }),
];

describe('the tier report', () => {
  it('says what a tier passed of what another passed, and at what share of the cost', () => {
    const { comparisons } = report(shadowed(47, 49, 50));
    assert.deepEqual(comparisons, [
      {
        tier: 'nano',
        model: 'gpt-5.4-nano',
        of: 'mini',
        ofModel: 'gpt-5.4-mini',
        tasks: 50,
        passed: 47,
        ofPassed: 49,
        costShare: comparisons[0]?.costShare,
        timeShare: 0.25,
        lines: 4,
        ofLines: 3,
      },
    ]);
    assert.match(
      describeTiers(report(shadowed(47, 49, 50))),
      /On your code, nano \(gpt-5\.4-nano\) passed 47 of 50 of what mini \(gpt-5\.4-mini\) passed 49 of, at 27 % of the cost and in 25 % of the time\./,
    );
  });

  it('puts the cheaper first, whichever of the two was the shadow', () => {
    const rows = [attemptRow({ tier: 'nano' }), attemptRow({ tier: 'mini', shadow: true, result: 'failed' })];
    const [comparison] = report(rows).comparisons;
    assert.deepEqual(
      [comparison?.tier, comparison?.passed, comparison?.of, comparison?.ofPassed],
      ['nano', 1, 'mini', 0],
    );
  });

  it('compares only what both had checked', () => {
    const rows = [
      attemptRow({ tier: 'mini', result: 'unchecked' }),
      attemptRow({ tier: 'nano', shadow: true }),
    ];
    assert.deepEqual(report(rows).comparisons, []);
  });

  it('says where each kind starts, and why', () => {
    const { starts } = report([
      ...attemptRows(20, 20, { kind: 'edit' }),
      ...attemptRows(3, 20, { kind: 'simple_edit' }),
      ...attemptRows(1, 1, { kind: 'debug', tier: 'mini' }),
    ]);
    assert.deepEqual(starts, [
      { kind: 'simple_edit', table: 'nano', start: 'mini', why: 'nano passed 3 of 20 here' },
      { kind: 'edit', table: 'mini', start: 'nano', why: 'passed 20 of 20 here' },
      { kind: 'debug', table: 'mini', start: 'mini' },
    ]);
  });

  it('says how good the forecasts were', () => {
    const row = (actualUsd: number, run: string) => ({ time: 1, run, lowUsd: 1, highUsd: 2, actualUsd });
    assert.match(describeTiers(report([], [row(1.5, 'a')])), /^1 of 1 run cost what was forecast\./m);
    const { forecasts } = report([], [row(1.5, 'a'), row(3, 'b'), row(0.9, 'c'), row(2, 'd')]);
    assert.deepEqual(
      { ...forecasts, medianOff: Math.round((forecasts.medianOff ?? 0) * 100) },
      {
        runs: 4,
        within: 2,
        medianOff: 10,
      },
    );
  });

  it('counts the answers that could not be used, by model', () => {
    const row = (role: MalformedRow['role'], model: string, isRepair = false): MalformedRow => {
      return { time: 1, run: 'r', role, tier: 'nano', model, isRepair };
    };
    const rows = [row('work', 'a'), row('gate', 'b'), row('gate', 'b', true), row('gate', 'a')];
    const { malformed } = report([], [], rows);
    assert.deepEqual(
      malformed.map(({ model, role, answers, again }) => [model, role, answers, again]),
      [
        ['a', 'gate', 1, 0],
        ['a', 'work', 1, 0],
        ['b', 'gate', 2, 1],
      ],
    );
    assert.match(describeTiers(report([], [], rows)), /\| b +\| nano \| gate +\| 2 +\| 1 +\|/);
  });

  it('can be read as text', () => {
    const text = describeTiers(report(attemptRows(8, 9, { kind: 'edit' }, 'invalid')));
    const [, rates] = text.split('counted apart.\n\n');
    assert.equal(
      rates?.trimEnd(),
      [
        '| kind | tier | model        | passed | true share             | invalid | refused | unchecked | median  | 90 % below | time  |',
        '| ---- | ---- | ------------ | ------ | ---------------------- | ------- | ------- | --------- | ------- | ---------- | ----- |',
        '| edit | nano | gpt-5.4-nano | 8 of 9 | 57 % to 98 % (too few) | 1       | 0       | 0         | $0.0010 | $0.0010    | 1.0 s |',
      ].join('\n'),
    );
    assert.match(describeTiers(report([])), /Nothing is known yet/);
  });
});
