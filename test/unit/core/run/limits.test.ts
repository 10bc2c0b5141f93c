import assert from 'node:assert/strict';
import { LedgerUnavailable } from '../../../../src/core/ledger/ledgerUnavailable.ts';
import type { ModelRequest } from '../../../../src/core/model/modelClient.ts';
import { defaultSettings } from '../../../../src/core/settings/settings.ts';
import { TemporaryLedgers } from '../../node/ledger/temporaryLedger.ts';
import { replaceLine, reply, tool } from '../../support/scriptedModel.ts';
import { gate, learningRun } from './learningRun.ts';

const usage = { input: 100, cached: 0, output: 20, reasoning: 0 };
const edit = (word: string) => reply(replaceLine('a.ts', 'one', word), tool('finish', { summary: 'ok' }));
const answer = ({ role }: ModelRequest) => (role === 'gate' ? gate('edit') : edit('right'));

describe('a run whose limits change', () => {
  let ledgers: TemporaryLedgers;
  beforeEach(() => {
    ledgers = new TemporaryLedgers();
  });
  afterEach(() => ledgers.dispose());

  it('stands still at a budget that was lowered meanwhile', async () => {
    let { budgets } = defaultSettings;
    const run = learningRun(
      await ledgers.open(),
      (request) => {
        budgets = { ...budgets, dayUsd: 0.000001 };
        return answer(request);
      },
      { limits: () => ({ budgets, ceiling: 'planner' }) },
    );
    const { phase } = await run.start();
    assert.ok(phase.type === 'paused' && phase.reason.type === 'budget');
    assert.match(phase.reason.message, /budget for today is <\$0\.0001/);
    assert.equal(run.endpoint.requests.length, 1);
  });

  it('goes no higher than a ceiling that was lowered meanwhile', async () => {
    let ceiling: 'nano' | 'planner' = 'planner';
    const run = learningRun(
      await ledgers.open(),
      (request) => {
        ceiling = 'nano';
        return answer(request);
      },
      { limits: () => ({ budgets: defaultSettings.budgets, ceiling }) },
    );
    await run.start();
    assert.deepEqual(run.endpoint.requests.map(({ role, tier }) => `${role} ${tier}`).slice(0, 2), [
      'gate nano',
      'work nano',
    ]);
    assert.match(run.reasons()[0] ?? '', /held at the ceiling instead of mini/);
  });

  it('stands still where its ledger can not be written, and says why', async () => {
    const ledger = await ledgers.open();
    let isFull = false;
    const run = learningRun(
      {
        ...ledger,
        reserve: async (...asked) => {
          if (isFull) throw new LedgerUnavailable('full');
          return ledger.reserve(...asked);
        },
      },
      (request) => {
        isFull = true;
        return answer(request);
      },
    );
    const { phase } = await run.start();
    assert.ok(phase.type === 'paused' && phase.reason.type === 'fault');
    assert.equal(phase.reason.fault, 'no_ledger');
    assert.match(phase.reason.message, /the disk is full/);
    assert.equal(run.endpoint.requests.length, 1);
  });

  it('sends nothing after an endpoint counted more than the budget, and says so', async () => {
    const ledger = await ledgers.open();
    const run = learningRun(ledger, (request) => {
      const made = answer(request);
      return made.type === 'completed' ? { ...made, usage: { ...usage, output: 10_000_000 } } : made;
    });
    const { phase, total } = await run.start();
    assert.ok(phase.type === 'paused' && phase.reason.type === 'budget');
    assert.match(phase.reason.message, /An endpoint counted \$12\.\d+ more than its answers can cost/);
    assert.equal(run.endpoint.requests.length, 1);
    assert.ok(total.usd > defaultSettings.budgets.runUsd);
    assert.ok(Math.abs(total.usd - (await ledger.spentUsd({ run: 'r1' }))) < 1e-9);
  });

  it('says so too where it was the last call that the endpoint counted wrongly', async () => {
    const run = learningRun(await ledgers.open(), (request) => {
      const made = answer(request);
      const isLast = request.role === 'work' && made.type === 'completed';
      return isLast ? { ...made, usage: { ...usage, output: 1_000_000 } } : made;
    });
    const { phase } = await run.start();
    assert.ok(phase.type === 'ended' && phase.outcome === 'done');
    assert.match(phase.message, /An endpoint counted \$4\.\d+ more than its answers can cost/);
  });
});

describe('a run whose journal can not be written', () => {
  const check = (title: string, thrown: Error, use: (run: ReturnType<typeof learningRun>) => Promise<void>) =>
    it(title, async () => {
      const ledgers = new TemporaryLedgers();
      try {
        const run = learningRun(await ledgers.open(), answer, {
          onAppend: (event) => {
            if (event.type !== 'run-start' && event.type !== 'step') throw thrown;
          },
        });
        await use(run);
        assert.equal(run.endpoint.requests.length, 1);
      } finally {
        ledgers.dispose();
      }
    });
  const full = Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC', syscall: 'write' });
  check('stands still where the disk is full, and pays for nothing more', full, async (run) => {
    const { phase } = await run.start();
    assert.ok(phase.type === 'paused' && phase.reason.type === 'fault' && phase.reason.fault === 'disk');
    assert.match(phase.reason.message, /can't be kept on disk \(ENOSPC.*resume/);
  });
  const bug = new Error('oops');
  check('calls a bug a bug', bug, (run) => assert.rejects(run.start(), (error) => error === bug));
});
