import { openSqliteLedger } from '../../../../src/node/sqlite/sqliteLedger.ts';

// A process of its own on a ledger's file: `spend FILE CALLS` reserves and settles, `crash FILE` reserves and dies.
const [what = '', file = '', calls = '0'] = process.argv.slice(2);
const budgets = { runUsd: 1, dayUsd: 1 };
const ticket = {
  run: 'run1',
  task: 'task1',
  role: 'work',
  tier: 'nano',
  model: 'small',
  worstCase: 10_000_000,
} as const;

const opened = await openSqliteLedger(file, { now: Date.now });
if (opened.type === 'unavailable') {
  console.log(JSON.stringify({ unavailable: opened.reason, message: opened.message }));
} else {
  const { ledger } = opened;
  const usage = { input: 1, cached: 0, output: 1, reasoning: 0 };
  const one = async () => {
    const answer = await ledger.reserve(ticket, budgets);
    if (answer.type === 'overBudget') return 0;
    if (what === 'crash') process.kill(process.pid, 'SIGKILL');
    await ledger.settle(answer.id, { type: 'used', usage, cost: ticket.worstCase, timing: { totalMs: 1 } });
    return 1;
  };
  const done = await Promise.all(Array.from({ length: Number(calls) }, one));
  console.log(JSON.stringify({ sent: done.reduce<number>((sum, n) => sum + n, 0) }));
  ledger.close();
}
