import assert from 'node:assert/strict';
import type { Ledger } from '../../../../src/core/ledger/ledger.ts';
import { describeTiers } from '../../../../src/core/routing/describeTiers.ts';
import { tierReport } from '../../../../src/core/routing/tierReport.ts';
import { defaultSettings } from '../../../../src/core/settings/settings.ts';
import { TemporaryLedgers } from '../../node/ledger/temporaryLedger.ts';
import { replaceLine, reply, tool } from '../../support/scriptedModel.ts';
import { type Answer, gate, learningRun } from './learningRun.ts';

const answer: Answer = ({ role, tier }) => {
  if (role === 'gate') return gate('edit');
  const word = role === 'shadow' ? 'SHADOW' : 'right';
  const patch = replaceLine('a.ts', 'one', word);
  return tier === 'nano' ? reply(patch) : reply(patch, tool('finish', { summary: 'ok' }));
};

describe('shadow evaluation', () => {
  let ledgers: TemporaryLedgers;
  let ledger: Ledger;
  beforeEach(async () => {
    ledgers = new TemporaryLedgers();
    ledger = await ledgers.open();
  });
  afterEach(() => ledgers.dispose());

  const on = (parts: { share?: number; dayUsd?: number; random?: number; answer?: Answer } = {}) => {
    const { share = 0.1, dayUsd = 1, random = 0.05 } = parts;
    return learningRun(ledger, parts.answer ?? answer, {
      settings: { shadow: { share, dayUsd } },
      random: () => random,
    });
  };

  it('compares with another tier and leaves the run as it is without it', async () => {
    const without = await on({ share: 0 }).start();
    const run = on();
    const state = await run.start();
    const asked = run.endpoint.requests.length;
    assert.equal(await run.background(), 1);

    assert.deepEqual({ ...state, startedAt: 0 }, { ...without, startedAt: 0 });
    assert.deepEqual(
      run.endpoint.requests.slice(asked).map(({ role, tier, run: of }) => `${role} ${tier} ${of}`),
      ['shadow nano r1'],
    );
    const [shadow, main] = run.attempts.attempts;
    assert.deepEqual(
      [main, shadow].map((row) => row && [row.tier, row.result, row.lines, row.shadow, row.run, row.task]),
      [
        ['mini', 'passed', 2, false, 'r1', 'edit'],
        ['nano', 'passed', 2, true, 'r1', 'edit'],
      ],
    );
    assert.ok((shadow?.usd ?? 0) > 0 && (shadow?.usd ?? 0) < (main?.usd ?? 0));
  });

  it('is no part of the run to the ledger, and has a line of its own', async () => {
    const run = on();
    const state = await run.start();
    await run.background();
    const spent = await ledger.spentUsd({ run: 'r1' });
    assert.ok(Math.abs(spent - state.total.usd) < 1e-12);
    const { byKind, totalUsd } = await ledger.report();
    const line = byKind.find(({ key }) => key === 'shadow');
    assert.ok(line && Math.abs(line.usd - (run.attempts.attempts[0]?.usd ?? 0)) < 1e-12);
    assert.ok(Math.abs(totalUsd - spent - line.usd) < 1e-12);
  });

  it('with every task: begins after the run, proposes nothing, and is what the report speaks of', async () => {
    const run = on({ share: 1, random: 0.999 });
    const state = await run.start();
    assert.ok(state.phase.type === 'ended');
    assert.ok(run.endpoint.requests.every(({ role }) => role !== 'shadow'));
    const eventsOfRun = run.events.length;
    assert.equal(await run.background(), 1);
    assert.deepEqual(run.endpoint.requests.at(-1)?.role, 'shadow');
    assert.equal(run.events.length, eventsOfRun);
    assert.deepEqual(
      state.proposals.map(({ tier, files }) => [tier, files.map(({ content }) => content)]),
      [['mini', ['right\n']]],
    );
    assert.equal(run.workspace.files.get('a.ts'), 'one\n');
    assert.match(
      describeTiers(tierReport(await run.attempts.history(), defaultSettings)),
      /On your code, nano \(gpt-5\.4-nano\) passed 1 of 1 of what mini \(gpt-5\.4-mini\) passed 1 of, at \d+ % of the cost/,
    );
  });

  it('sends nothing that does not fit its budget', async () => {
    const run = on({ dayUsd: 0.000001 });
    await run.start();
    const asked = run.endpoint.requests.length;
    assert.equal(await run.background(), 1);
    assert.equal(run.endpoint.requests.length, asked);
    assert.equal(run.attempts.attempts.length, 1);
  });

  it('leaves what a run may cost of the day free', async () => {
    const { budgets } = defaultSettings;
    const run = learningRun(ledger, answer, {
      settings: { shadow: { share: 1, dayUsd: 1 }, budgets: { ...budgets, dayUsd: budgets.runUsd } },
      random: () => 0,
    });
    await run.start();
    const asked = run.endpoint.requests.length;
    await run.background();
    assert.equal(run.endpoint.requests.length, asked);
  });

  it('is done for the share that is set', async () => {
    const count = async (share: number, random: number) => {
      const run = on({ share, random });
      await run.start();
      return run.background();
    };
    assert.equal(await count(0.1, 0.1), 0);
    assert.equal(await count(0.1, 0.09), 1);
    assert.equal(await count(0, 0), 0);
  });

  it('counts nothing where the files have changed meanwhile', async () => {
    const run = on({
      answer: async (request, nth) => {
        if (request.role === 'shadow') run.workspace.files.set('a.ts', 'accepted\n');
        return answer(request, nth);
      },
    });
    await run.start();
    await run.background();
    assert.equal(run.attempts.attempts.length, 1);
  });

  it('counts a failed check as failed', async () => {
    const run = on({
      answer: (request, nth) =>
        request.role === 'shadow' ? reply(replaceLine('a.ts', 'one', 'WRONG')) : answer(request, nth),
    });
    await run.start();
    await run.background();
    assert.deepEqual(
      run.attempts.attempts.map(({ tier, result }) => `${tier} ${result}`),
      ['nano failed', 'mini passed'],
    );
  });
});
