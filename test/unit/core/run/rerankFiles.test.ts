import assert from 'node:assert/strict';
import type { Ledger } from '../../../../src/core/ledger/ledger.ts';
import { defaultSettings } from '../../../../src/core/settings/settings.ts';
import { TemporaryLedgers } from '../../node/ledger/temporaryLedger.ts';
import { replaceLine, reply, tool } from '../../support/scriptedModel.ts';
import { type Answer, gate, learningRun } from './learningRun.ts';

describe('files sorted by a nano', () => {
  let ledgers: TemporaryLedgers;
  let ledger: Ledger;
  beforeEach(async () => {
    ledgers = new TemporaryLedgers();
    ledger = await ledgers.open();
  });
  afterEach(() => ledgers.dispose());

  const files = {
    'basket.ts': 'export const basket = 1;\n',
    'page.ts': 'export function page() {}\n// the basket\n',
    'list.ts': 'export const list = 1;\n// a basket\n',
  };
  /** What the gate was told, and how the files of it were sorted. */
  async function run(sorted: Answer | undefined, settings: object = { rerank: true }) {
    const started = learningRun(
      ledger,
      (request, nth) => {
        if (request.role === 'gate') return gate('edit');
        if (request.role === 'extract' && sorted) return sorted(request, nth);
        return reply(replaceLine('a.ts', 'one', 'right'), tool('finish', { summary: 'ok' }));
      },
      { text: 'The basket is empty', settings },
    );
    for (const [path, text] of Object.entries(files)) started.workspace.files.set(path, text);
    const state = await started.start();
    const { requests } = started.endpoint;
    const told = JSON.stringify(requests.find(({ role }) => role === 'gate')?.input ?? []);
    const order = Object.keys(files).sort((a, b) => told.lastIndexOf(a) - told.lastIndexOf(b));
    return { state, order, asked: requests.filter(({ role }) => role === 'extract') };
  }
  const byIndex = ['basket.ts', 'list.ts', 'page.ts'];

  it('is off unless the user wants it', async () => {
    assert.equal(defaultSettings.rerank, undefined);
    const { asked, order } = await run(undefined, {});
    assert.deepEqual([asked.length, order], [0, byIndex]);
  });
  it('puts first what the nano names, and asks once for the same request', async () => {
    const { asked, order, state } = await run(({ input }) => {
      const lines = JSON.stringify(input);
      const id = /\{\\"id\\":\\"(\d+)\\",\\"path\\":\\"page\.ts/.exec(lines)?.[1] ?? '';
      return reply(JSON.stringify({ files: [id, id, '99', 'x'] }));
    });
    assert.deepEqual(order, ['page.ts', 'basket.ts', 'list.ts']);
    assert.deepEqual(
      asked.map(({ role, tier, task }) => [role, tier, task]),
      [['extract', 'nano', 'rerank']],
    );
    assert.ok(JSON.stringify(asked[0]?.input).includes('export function page()'));
    assert.equal(state.phase.type, 'ended');
  });
  it('keeps the order of the index where the answer can not be read, or the budget is used up', async () => {
    const unread = await run(() => reply('no idea'));
    assert.deepEqual(unread.order, byIndex);
    const settings = { rerank: true, budgets: { ...defaultSettings.budgets, runUsd: 0.000_01 } };
    const poor = await run(() => reply('{"files":[]}'), settings);
    assert.equal(poor.asked.length, 0);
  });
});
