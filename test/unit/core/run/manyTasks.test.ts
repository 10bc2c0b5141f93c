import assert from 'node:assert/strict';
import { problemTasks } from '../../../../src/core/run/problems/problemTasks.ts';
import { startRun } from '../../../../src/core/run/run.ts';
import { defaultSettings } from '../../../../src/core/settings/settings.ts';
import type { Diagnostic } from '../../../../src/core/verify/diagnostic.ts';
import { TemporaryLedgers } from '../../node/ledger/temporaryLedger.ts';
import { InMemoryWorkspace } from '../../support/inMemoryWorkspace.ts';

const count = 100;
const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 5 } };
const diagnostics = Array.from(
  { length: count },
  (_, k): Diagnostic => ({ path: `f${k}.ts`, message: 'It is wrong.', code: '1', severity: 'error', range }),
);
/** After so many of one kind that no fix mends, the others are not tried. */
const tried = 3;

/** `npm run bench -- problems` says how long thousands take; here it is that the host's loop has its turns between. */
describe('many problems in a run', () => {
  const { signal } = new AbortController();
  const now = Date.now;
  let turns = 0;
  let next: NodeJS.Immediate;

  beforeEach(() => {
    let time = 0;
    // A second goes by at each look at the clock: whoever works in slices ends one wherever it may.
    Date.now = () => (time += 1_000);
    turns = 0;
    const turn = () => {
      turns += 1;
      next = setImmediate(turn);
    };
    next = setImmediate(turn);
  });
  afterEach(() => {
    Date.now = now;
    clearImmediate(next);
  });

  it('become tasks one by one', async () => {
    const group = { id: 'g', title: 'G', diagnostics, reach: 0 };
    const tasks = await problemTasks({ groups: [group], importsOf: () => [] }, new Map(), { signal });
    assert.ok(turns >= tasks.length, `${turns} turns for ${tasks.length} tasks`);
  });

  it('that no fix is tried for are passed over one by one', async () => {
    const workspace = new InMemoryWorkspace(
      Object.fromEntries(diagnostics.map(({ path }) => [path, 'wrong\n'])),
    );
    const ledgers = new TemporaryLedgers();
    const checked = [...new Set(diagnostics.map(({ path }) => path))];
    const none = { diagnostics, checked, notChecked: [], servers: ['TypeScript 7.0.2'] };
    let atLastTry = 0;
    let passedOver = 0;
    try {
      await startRun(
        { type: 'fixProblems' },
        {
          ...{ workspace, endpoint: undefined, ledger: await ledgers.open() },
          checker: {
            survey: async () => none,
            check: async () => ({ ...none, before: [], after: [], ms: 1 }),
            quickFixes: async () => [],
          },
          journal: { append: async () => {}, load: async () => ({ runs: [], problems: [] }) },
          settings: { ...defaultSettings, ceiling: 'none' },
          retry: { maxAttempts: 1, sleep: async () => {}, random: () => 0 },
          now: () => 1,
          newId: () => 'r1',
        },
        {
          signal,
          onChange: (_, event) => {
            if (event.type === 'step' && event.text.startsWith('Trying')) atLastTry = turns;
            if (event.type === 'quick-fixes-end') passedOver = turns - atLastTry;
          },
        },
      );
    } finally {
      await ledgers.dispose();
    }
    assert.ok(passedOver >= count - tried, `${passedOver} turns`);
  });
});
