import assert from 'node:assert/strict';
import type { Ledger } from '../../../../src/core/ledger/ledger.ts';
import { TemporaryLedgers } from '../../node/ledger/temporaryLedger.ts';
import { cutOff, refused, replaceLine, reply, tool } from '../../support/scriptedModel.ts';
import { attemptRows } from '../routing/history.ts';
import { type Answer, gate, learningRun } from './learningRun.ts';

const finish = tool('finish', { summary: 'ok' });
const right = reply(replaceLine('a.ts', 'one', 'right'));
const wrong = reply(replaceLine('a.ts', 'one', 'WRONG'));
const rightLoop = reply(replaceLine('a.ts', 'one', 'right'), finish);

describe('a run that learns', () => {
  let ledgers: TemporaryLedgers;
  let ledger: Ledger;
  beforeEach(async () => {
    ledgers = new TemporaryLedgers();
    ledger = await ledgers.open();
  });
  afterEach(() => ledgers.dispose());

  const answer =
    (kind: string, nano: readonly Awaited<ReturnType<Answer>>[], above = rightLoop): Answer =>
    ({ role, tier }, nth) =>
      role === 'gate' ? gate(kind) : tier === 'nano' ? (nano[nth - 1] ?? wrong) : above;

  it('keeps each decision with its reason', async () => {
    const { start, reasons } = learningRun(ledger, answer('simple_edit', [wrong, wrong]));
    await start();
    assert.deepEqual(reasons(), [
      'nano: simple_edit, 1 file',
      'nano: once more, with the evidence',
      'mini: nano did not pass the check',
    ]);
  });

  describe('goes a tier up on evidence alone', () => {
    const check = async (nano: readonly Awaited<ReturnType<Answer>>[], last: string | undefined) => {
      const { start, reasons } = learningRun(ledger, answer('simple_edit', nano));
      await start();
      assert.equal(reasons().slice(nano.length).at(-1), last);
    };
    it('passed', () => check([right], undefined));
    it('passed once it saw the evidence', () => check([wrong, right], undefined));
    it('failed twice', () => check([wrong, wrong], 'mini: nano did not pass the check'));
    it('invalid twice', () => check([cutOff(), reply('')], 'mini: nano gave no valid answer'));
    it('refused', () => check([refused('No.'), refused('No.')], 'mini: nano refused'));
  });

  it('counts what could not be used by model: structured answers, their repairs, patches and calls of tools', async () => {
    const said: readonly Awaited<ReturnType<Answer>>[] = [
      ...[reply('no JSON'), reply('{"route": 7}'), gate('simple_edit')],
      ...[cutOff(), reply('')],
      ...[reply(tool('read_file', { path: 7 })), reply(tool('no_tool', {})), rightLoop],
    ];
    const { start, attempts } = learningRun(ledger, (_, nth) => said[nth] ?? wrong);
    await start();
    assert.deepEqual(
      attempts.malformed.map(({ role, tier, model, isRepair }) => [role, tier, model, isRepair]).reverse(),
      [
        ['gate', 'nano', 'gpt-5.4-nano', false],
        ['gate', 'nano', 'gpt-5.4-nano', true],
        ['work', 'nano', 'gpt-5.4-nano', false],
        ['work', 'nano', 'gpt-5.4-nano', false],
        ['work', 'mini', 'gpt-5.4-mini', false],
        ['work', 'mini', 'gpt-5.4-mini', false],
      ],
    );
  });

  it('remembers what each attempt came to, cost and took', async () => {
    const { start, attempts } = learningRun(ledger, answer('simple_edit', [wrong, cutOff()]));
    const state = await start();
    const told = attempts.attempts.map(({ time: _time, ms, usd, ...row }) => ({
      ...row,
      hasCost: usd > 0,
      hasTime: ms > 0,
    }));
    const common = {
      run: 'r1',
      task: 'edit',
      kind: 'simple_edit',
      candidates: 1,
      shadow: false,
      hasCost: true,
      hasTime: true,
    };
    const nano = { ...common, tier: 'nano', model: 'gpt-5.4-nano' };
    assert.deepEqual(told.reverse(), [
      { ...nano, result: 'failed', lines: 2, escalated: false },
      { ...nano, result: 'invalid', lines: 0, escalated: true },
      { ...common, tier: 'mini', model: 'gpt-5.4-mini', result: 'passed', lines: 2, escalated: true },
    ]);
    const sum = attempts.attempts.reduce((all, { usd }) => all + usd, 0);
    assert.ok(Math.abs(sum - (state.tasks[0]?.spend.usd ?? 0)) < 1e-12);
  });

  it('starts lower where that was seen to do', async () => {
    const history = attemptRows(20, 20, { kind: 'edit', tier: 'nano' });
    const { start, reasons } = learningRun(ledger, answer('edit', [right]), { history });
    await start();
    assert.deepEqual(reasons(), ['nano: edit, passed 20 of 20 here, 1 file']);
  });

  it('explores where chance says so', async () => {
    const history = attemptRows(30, 30, { kind: 'edit', tier: 'mini' });
    const explored = learningRun(ledger, answer('edit', [right]), { history, random: () => 0.01 });
    await explored.start();
    assert.deepEqual(explored.reasons(), ['nano: edit, tried a tier lower to learn, 1 file']);
    const usual = learningRun(ledger, answer('edit', [right]), { history });
    await usual.start();
    assert.deepEqual(usual.reasons(), ['mini: edit, 1 file']);
  });

  it('has several candidates try where they make up for the tier', async () => {
    const history = [
      ...attemptRows(24, 40, { kind: 'simple_edit', tier: 'nano', usd: 0.001 }),
      ...attemptRows(20, 20, { kind: 'simple_edit', tier: 'mini', usd: 0.01 }),
    ];
    const { start, attempts, endpoint } = learningRun(
      ledger,
      ({ role }) => (role === 'gate' ? gate('simple_edit') : wrong),
      { history, settings: { ceiling: 'nano' } },
    );
    await start();
    const ours = attempts.attempts.filter(({ run, task }) => run === 'r1' && task === 'edit');
    assert.deepEqual(
      ours.map(({ candidates }) => candidates),
      [1, 3],
    );
    assert.equal(endpoint.requests.length, 1 + 3 + 1);
  });

  it('asks one tier alone for everything where the user wants that', async () => {
    const { start, endpoint } = learningRun(
      ledger,
      ({ role }) => (role === 'gate' ? gate('simple_edit') : wrong),
      {
        settings: { routing: { oneTier: 'mini', learn: true, qualityBar: 0.8, explore: 1 } },
        random: () => 0,
      },
    );
    await start();
    assert.deepEqual([...new Set(endpoint.requests.map(({ tier }) => tier))], ['mini']);
  });

  it('says how far off its forecast was, and keeps it', async () => {
    const history = attemptRows(6, 6, { kind: 'simple_edit', usd: 0.000001 });
    const { start, attempts } = learningRun(ledger, answer('simple_edit', [right]), { history });
    const state = await start();
    assert.deepEqual(state.forecast, { lowUsd: 0.000001, highUsd: 0.000001 });
    const spent = state.tasks[0]?.spend.usd ?? 0;
    assert.deepEqual(
      attempts.forecasts.map(({ time: _, ...row }) => row),
      [{ run: 'r1', lowUsd: 0.000001, highUsd: 0.000001, actualUsd: attempts.forecasts[0]?.actualUsd }],
    );
    assert.ok(Math.abs((attempts.forecasts[0]?.actualUsd ?? 0) - spent) < 1e-12);
    assert.match(state.phase.type === 'ended' ? state.phase.message : '', /\d % above the forecast/);
  });
});
