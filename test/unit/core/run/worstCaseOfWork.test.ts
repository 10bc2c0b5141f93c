import assert from 'node:assert/strict';
import {
  describeWorstCase,
  forecastOfProblems,
  worstCaseOfAnswer,
  worstCaseOfProblems,
  worstCaseOfTask,
} from '../../../../src/core/run/plan/worstCaseOfWork.ts';
import { defaultSettings, type Settings } from '../../../../src/core/settings/settings.ts';
import { errorAt } from '../../support/runTask.ts';

const { tiers } = defaultSettings;
const free = { ...tiers.nano, price: { ...tiers.nano.price, input: 0, cached: 0, output: 0 } };

describe('the worst case of work', () => {
  const fix = { kind: 'simple_edit', files: 1, lines: 1 } as const;
  const check = (
    words: string,
    settings: Partial<Settings> = {},
    signals: Parameters<typeof worstCaseOfTask>[0] = fix,
  ) => assert.equal(describeWorstCase(worstCaseOfTask(signals, { ...defaultSettings, ...settings })), words);

  it('names the tier where it starts, and two attempts there', () => check('nano, ≤ $0.009'));
  it('counts the steps of a loop', () => check('mini, ≤ $0.21', {}, { kind: 'edit', files: 1 }));
  it('goes by the one tier that the user wants', () =>
    check('mini, ≤ $0.21', { routing: { ...defaultSettings.routing, oneTier: 'mini' } }));
  it('is never above what a run may cost', () =>
    check(
      'mini, ≤ $0.1',
      { budgets: { ...defaultSettings.budgets, runUsd: 0.1 } },
      { kind: 'edit', files: 1 },
    ));
  it('counts candidates', () => check('nano, ≤ $0.02', { candidates: 2 }));
  it('counts by bytes where the tokens are not known', () =>
    check('nano, ≤ $0.02', { tiers: { ...tiers, nano: { ...tiers.nano, model: 'llama' } } }));
  it('says that a model is free', () => check('nano, free', { tiers: { ...tiers, nano: free } }));
  it('says that none may be asked', () => check('no model', { ceiling: 'none' }));

  it('counts problems one by one or together, whichever is dearer', () => {
    const problems = (count: number, files = 1) =>
      Array.from({ length: count }, (_, at) => ({ path: `src/${at % files}.ts` }));
    const of = (...given: Parameters<typeof problems>) =>
      describeWorstCase(worstCaseOfProblems(problems(...given), defaultSettings));
    assert.equal(of(2), 'nano, ≤ $0.03');
    assert.equal(of(6), 'mini, ≤ $0.22');
    assert.equal(of(200), 'mini, ≤ $0.5', 'as much as a run may cost');
  });

  it('goes by the kinds of problems as a rule, and by all of them at most', () => {
    const problems = (count: number, kinds = 1) =>
      Array.from({ length: count }, (_, at) =>
        errorAt(`src/${at}.ts`, 'x', 'x', `Odd${'!'.repeat(at % kinds)}`),
      );
    const of = (...given: Parameters<typeof problems>) => {
      const { tier, lowUsd, highUsd } = forecastOfProblems(problems(...given), defaultSettings);
      return `${tier} ${lowUsd.toFixed(5)} ${highUsd}`;
    };
    assert.equal(of(1), 'nano 0.00033 0.02');
    assert.equal(of(30), 'nano 0.00033 0.28');
    assert.equal(of(30, 3), 'nano 0.00098 0.28');
    const none = forecastOfProblems(problems(3), { ...defaultSettings, ceiling: 'none' });
    assert.deepEqual(none, { tier: 'none', lowUsd: 0, highUsd: 0 });
  });

  it('holds for a question too', () => {
    assert.equal(describeWorstCase(worstCaseOfAnswer(defaultSettings)), 'mini, ≤ $0.03');
    assert.equal(
      describeWorstCase(worstCaseOfAnswer({ ...defaultSettings, ceiling: 'nano' })),
      'nano, ≤ $0.02',
    );
    assert.equal(describeWorstCase(worstCaseOfAnswer({ ...defaultSettings, ceiling: 'none' })), 'no model');
  });
});
