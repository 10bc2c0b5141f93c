import type { DatabaseSync } from 'node:sqlite';
import type { CallOutcome, CallTicket, Ledger } from '../core/ledger/ledger.ts';
import { fromUsd, type NanoUsd, toUsd } from '../core/ledger/money.ts';
import { readReport } from './sqliteLedgerReport.ts';
import { inTransaction, whileBusy } from './sqliteRetry.ts';

export interface LedgerOptions {
  readonly now: () => number;
  /** How long a call may stay without an end before it is booked as unknown, at its worst case. */
  readonly leaseMs?: number;
}

/** Longer than any answer takes; an expired lease frees nothing, so that there is no hurry. */
const defaultLeaseMs = 30 * 60_000;

/** The ledger over an open database that has its tables. */
export function createLedger(database: DatabaseSync, options: LedgerOptions): Ledger & { close(): void } {
  const { now, leaseMs = defaultLeaseMs } = options;
  const sumOfRun = database.prepare('SELECT coalesce(sum(cost), 0) AS sum FROM calls WHERE run = ?');
  const sumOfDay = database.prepare('SELECT coalesce(sum(cost), 0) AS sum FROM calls WHERE day = ?');
  const spentBy = (statement: typeof sumOfRun, key: string) => Number(statement.get(key)?.sum);
  const expire = database.prepare(
    "UPDATE calls SET state = 'expired' WHERE state = 'reserved' AND leaseUntil < ?",
  );
  const insertCall = database.prepare(`
    INSERT INTO calls (time, day, run, task, role, tier, model, state, worstCase, cost, pid, leaseUntil)
    VALUES ($time, $day, $run, $task, $role, $tier, $model, 'reserved', $worstCase, $worstCase, $pid, $leaseUntil)`);
  const book = database.prepare(`
    UPDATE calls SET state = $state, cost = coalesce($cost, worstCase), inputTokens = $input,
      cachedTokens = $cached, outputTokens = $output, reasoningTokens = $reasoning,
      firstTokenMs = $firstTokenMs, ms = $ms
    WHERE id = $id AND state IN ('reserved', 'expired')`);
  const putTask = database.prepare(`
    INSERT INTO tasks (time, day, run, task, kind, tier, model, passed)
    VALUES ($time, $day, $run, $task, $kind, $tier, $model, $passed)
    ON CONFLICT (run, task, tier) DO UPDATE SET time = $time, day = $day, kind = $kind, model = $model, passed = $passed`);

  let isOpen = true;
  return {
    reserve: (ticket, budgets) => {
      requireAmount(ticket.worstCase);
      return whileBusy(() =>
        inTransaction(database, () => {
          const time = now();
          const day = localDay(time);
          expire.run(time);
          const scopes = [
            { budget: 'run', limitUsd: budgets.runUsd, spent: spentBy(sumOfRun, ticket.run) },
            { budget: 'day', limitUsd: budgets.dayUsd, spent: spentBy(sumOfDay, day) },
          ] as const;
          for (const { budget, limitUsd, spent } of scopes) {
            // Written so that a limit that is no number lets nothing through.
            if (spent + ticket.worstCase <= fromUsd(limitUsd)) continue;
            const neededUsd = toUsd(ticket.worstCase);
            return { type: 'overBudget', budget, limitUsd, spentUsd: toUsd(spent), neededUsd };
          }
          const { lastInsertRowid } = insertCall.run({
            ...columnsOf(ticket),
            time,
            day,
            pid: process.pid,
            leaseUntil: time + leaseMs,
          });
          return { type: 'reserved', id: Number(lastInsertRowid) };
        }),
      );
    },

    settle: async (id, outcome) => {
      const booked = bookingOf(outcome);
      const { changes } = await whileBusy(() => book.run({ id, ...booked }));
      if (changes === 0) throw new Error(`call ${id} is not in the ledger or was already settled`);
    },

    recordTask: async ({ run, task, kind, tier, model, passed }) => {
      const time = now();
      await whileBusy(() =>
        putTask.run({ time, day: localDay(time), run, task, kind, tier, model, passed: passed ? 1 : 0 }),
      );
    },

    spentUsd: (scope) =>
      whileBusy(() =>
        toUsd(scope === 'today' ? spentBy(sumOfDay, localDay(now())) : spentBy(sumOfRun, scope.run)),
      ),

    report: () => whileBusy(() => readReport(database, localDay(now()))),

    close: () => {
      if (isOpen) database.close();
      isOpen = false;
    },
  };
}

function columnsOf({ run, task, role, tier, model, worstCase }: CallTicket) {
  return { run, task, role, tier, model, worstCase };
}

/** The columns of a settled call; a cost of null leaves the worst case. */
function bookingOf(outcome: CallOutcome) {
  const nothing = { input: 0, cached: 0, output: 0, reasoning: 0, firstTokenMs: null, ms: null };
  switch (outcome.type) {
    case 'used': {
      const { cost, timing } = outcome;
      requireAmount(cost);
      const { input, cached, output, reasoning } = outcome.usage;
      const firstTokenMs = timing.firstTokenMs ?? null;
      return { state: 'used', cost, input, cached, output, reasoning, firstTokenMs, ms: timing.totalMs };
    }
    case 'unknown':
      return { state: 'unknown', cost: null, ...nothing };
    case 'notSent':
      return { state: 'notSent', cost: 0, ...nothing };
  }
}

/** A fraction or a negative amount would make the sums wrong from then on. */
function requireAmount(amount: NanoUsd): void {
  if (!Number.isSafeInteger(amount) || amount < 0) throw new Error(`${amount} is not an amount of money`);
}

/** The local calendar day, as YYYY-MM-DD. */
function localDay(time: number): string {
  const date = new Date(time);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
