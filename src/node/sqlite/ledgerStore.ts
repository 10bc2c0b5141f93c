import type { DatabaseSync } from 'node:sqlite';
import { AlreadySettled, type CallOutcome, type CallTicket, type Ledger } from '../../core/ledger/ledger.ts';
import { LedgerUnavailable } from '../../core/ledger/ledgerUnavailable.ts';
import { localDay } from '../../core/ledger/localDay.ts';
import { isAmount, type NanoUsd, toUsd } from '../../core/ledger/money.ts';
import { createFitter } from './ledgerBudgets.ts';
import { createCallReader } from './ledgerCalls.ts';
import { readReport } from './ledgerReport.ts';
import { countTask, kindOfCall, nextId } from './ledgerSchema.ts';
import { inTransaction, unlessUnavailable, withLedger } from './sqliteRetry.ts';

export interface LedgerOptions {
  readonly now: () => number;
  /** How long a call may stay without an end before it is booked as unknown, at its worst case. */
  readonly leaseMs?: number;
  /** Milliseconds that another process's lock is waited for. */
  readonly patienceMs?: number;
  /** Whether the open file is still the ledger, and was not set aside by another process; absent: it always is. */
  readonly isInPlace?: () => boolean;
}

export interface SqliteLedger extends Ledger {
  /** Whether its file was found to be damaged or set aside since it was opened: it has to be opened again. */
  isDamaged(): boolean;
  close(): void;
}

/** Longer than any answer takes; an expired lease frees nothing, so that there is no hurry. */
const defaultLeaseMs = 30 * 60_000;

/** The ledger over an open database that has its tables. */
export function createLedger(database: DatabaseSync, options: LedgerOptions): SqliteLedger {
  const { now, leaseMs = defaultLeaseMs, patienceMs, isInPlace } = options;
  let damaged = false;
  const inLedger = async <T>(work: () => T): Promise<T> => {
    try {
      return await withLedger(work, patienceMs);
    } catch (error) {
      damaged ||= error instanceof LedgerUnavailable && error.reason === 'damaged';
      throw error;
    }
  };
  const fitter = createFitter(database);
  const readCalls = createCallReader(database);
  const expire = database.prepare(
    "UPDATE calls SET state = 'expired' WHERE state = 'reserved' AND leaseUntil < ?",
  );
  const insertCall = database.prepare(`
    INSERT INTO calls (id, time, day, run, task, role, tier, model, provider, workspace, kind, state, worstCase, cost,
      tokens, toolMs, pid, leaseUntil)
    SELECT ${nextId}, row.*, ${kindOfCall('row')}, 'reserved', $cost, $cost, $tokens, $toolMs, $pid, $leaseUntil
    FROM (SELECT $time AS time, $day AS day, $run AS run, $task AS task, $role AS role, $tier AS tier,
      $model AS model, $provider AS provider, $workspace AS workspace) AS row`);
  const book = database.prepare(`
    UPDATE calls SET state = $state, cost = coalesce($cost, worstCase), tokens = coalesce($tokens, tokens),
      inputTokens = $input, cachedTokens = $cached, cacheWrittenTokens = $cacheWritten, outputTokens = $output,
      reasoningTokens = $reasoning, estimated = $estimated, rate = $rate, firstTokenMs = $firstTokenMs, ms = $ms,
      queueMs = $queueMs
    WHERE id = $id AND state IN ('reserved', 'expired')`);
  const putTask = database.prepare(`
    INSERT INTO tasks (time, day, run, task, kind, tier, model, passed)
    VALUES ($time, $day, $run, $task, $kind, $tier, $model, $passed)
    ON CONFLICT (run, task, tier) DO UPDATE SET time = $time, day = $day, kind = $kind, model = $model, passed = $passed`);
  const linkCalls = database.prepare(`
    UPDATE calls SET kind = $kind, verdict = CASE WHEN tier = $tier THEN coalesce(verdict, $verdict) ELSE verdict END
    WHERE run = $run AND task = $task AND role = 'work'`);

  const recount = database.prepare(countTask);

  let isOpen = true;
  return {
    reserve: (ticket, budgets) => {
      requireAmount(ticket.worstCase);
      return inLedger(() =>
        inTransaction(database, () => {
          // What is booked in a file that was set aside counts for nobody's budget.
          if (isInPlace?.() === false) throw new LedgerUnavailable('damaged');
          const time = now();
          const day = localDay(time);
          expire.run(time);
          const fit = fitter.fit(ticket, budgets, day);
          if (fit.type === 'overBudget') return fit;
          const { lastInsertRowid } = insertCall.run({
            ...columnsOf(ticket),
            cost: fit.cost,
            tokens: fit.tokens,
            time,
            day,
            pid: process.pid,
            leaseUntil: time + leaseMs,
          });
          const id = Number(lastInsertRowid);
          if (!fit.isCut) return { type: 'reserved', id };
          return { type: 'reserved', id, granted: { cost: fit.cost, tokens: fit.tokens } };
        }),
      );
    },

    settle: async (id, outcome) => {
      const booked = bookingOf(outcome);
      const { changes } = await inLedger(() => book.run({ id, ...booked }));
      if (changes === 0) throw new AlreadySettled(id);
    },

    recordTask: async ({ run, task, kind, tier, model, passed, verdict }) => {
      const time = now();
      await unlessUnavailable(
        () =>
          inTransaction(database, () => {
            const isPassed = passed ? 1 : 0;
            recount.run({ run, task, sign: -1 });
            putTask.run({ time, day: localDay(time), run, task, kind, tier, model, passed: isPassed });
            recount.run({ run, task, sign: 1 });
            linkCalls.run({ run, task, kind, tier, verdict: verdict ?? (passed ? 'passed' : 'failed') });
          }),
        patienceMs,
      );
    },

    spentUsd: (scope) =>
      inLedger(() =>
        toUsd(scope === 'today' ? fitter.spentOn(localDay(now())) : fitter.spentInRun(scope.run)),
      ),

    report: () => inLedger(() => readReport(database, localDay(now()))),

    calls: (page) => inLedger(() => readCalls(page)),

    isDamaged: () => damaged,

    close: () => {
      if (isOpen) database.close();
      isOpen = false;
    },
  };
}

function columnsOf(ticket: CallTicket) {
  const { run, task, role, tier, model, provider = 'responses', workspace = '', toolMs = null } = ticket;
  return { run, task, role, tier, model, provider, workspace, toolMs };
}

/** The columns of a settled call; a cost or tokens of null leave the worst case. */
function bookingOf(outcome: CallOutcome) {
  const noTokens = {
    input: 0,
    cached: 0,
    cacheWritten: 0,
    output: 0,
    reasoning: 0,
    estimated: 0,
    rate: null,
  };
  const nothing = { ...noTokens, firstTokenMs: null, ms: null, queueMs: null };
  switch (outcome.type) {
    case 'used': {
      const { cost, timing } = outcome;
      requireAmount(cost);
      const { input, cached, cacheWritten = 0, output, reasoning, estimated, rate = null } = outcome.usage;
      return {
        state: 'used',
        cost,
        tokens: input + output,
        ...{ input, cached, cacheWritten, output, reasoning, rate },
        estimated: estimated ? 1 : 0,
        firstTokenMs: timing.firstTokenMs ?? null,
        ms: timing.totalMs,
        queueMs: timing.queueMs ?? null,
      };
    }
    case 'unknown':
      return { state: 'unknown', cost: null, tokens: null, ...nothing };
    case 'notSent':
      return { state: 'notSent', cost: 0, tokens: 0, ...nothing };
  }
}

/** A fraction or a negative amount would make the sums wrong from then on. */
function requireAmount(amount: NanoUsd): void {
  if (!isAmount(amount)) throw new Error(`${amount} is not an amount of money`);
}
