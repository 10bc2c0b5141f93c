import { setImmediate as turn } from 'node:timers/promises';
import { openSqliteLedger } from '../../../../src/node/sqlite/sqliteLedger.ts';
import { Random } from '../../support/random.ts';

// A process that makes calls on a ledger's file without an end, until it is killed: `hammer FILE SEED`. It prints a line
// for each thing that it knows to be written.
const [file = '', seed = '0'] = process.argv.slice(2);
const random = new Random(Number(seed));
const budgets = { runUsd: 0.4, dayUsd: 0.7, monthUsd: 5, tierDayUsd: { nano: 0.5 } };

const opened = await openSqliteLedger(file, { now: Date.now });
if (opened.type === 'unavailable') throw new Error(opened.message);
const { ledger } = opened;
// Written at once: what stands in a buffer would be lost with the process.
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);

async function worker(): Promise<void> {
  for (;;) {
    const worstCase = 1 + random.below(2_000_000);
    const answer = await ledger.reserve(
      {
        ...{
          run: random.pick(['r1', 'r2']),
          task: 't',
          role: 'work',
          tier: random.pick(['nano', 'mini'] as const),
        },
        ...{ model: 'm', worstCase, worstTokens: 10 },
      },
      budgets,
    );
    if (answer.type === 'overBudget') {
      say({ refused: answer.budget });
      return;
    }
    say({ reserved: answer.id });
    await turn();
    const cost = random.below(worstCase + 1);
    const usage = { input: 1, cached: 0, output: 1, reasoning: 0 };
    if (random.chance(0.1)) await ledger.settle(answer.id, { type: 'notSent' });
    else await ledger.settle(answer.id, { type: 'used', usage, cost, timing: { totalMs: 1 } });
    say({ settled: answer.id });
  }
}
await Promise.all(Array.from({ length: 3 }, worker));
ledger.close();
