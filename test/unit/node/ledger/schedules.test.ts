import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import type { Budgets, CallOutcome, CallTicket } from '../../../../src/core/ledger/ledger.ts';
import type { BudgetRefusal } from '../../../../src/core/model/modelClient.ts';
import { modelTiers } from '../../../../src/core/model/tier.ts';
import { createTables } from '../../../../src/node/sqlite/ledgerSchema.ts';
import { createLedger } from '../../../../src/node/sqlite/ledgerStore.ts';
import { Random } from '../../support/random.ts';
import { seed, seeded } from '../../support/seed.ts';

const schedules = 10_000;
const stepsEach = 12;
const nano = 1e9;
const minute = 60_000;
const leaseMs = 30 * minute;
const runs = ['r1', 'r2'] as const;
const workspaces = ['a', 'b'] as const;

/** A call as the ledger ought to have it. */
interface Expected {
  id: number;
  readonly ticket: CallTicket;
  readonly day: string;
  readonly until: number;
  /** Which of the processes made it; undefined once that has crashed. */
  process: number | undefined;
  state: 'reserved' | 'expired' | CallOutcome['type'];
  cost: number;
  tokens: number;
}

type Books = Omit<Expected, 'process' | 'until'>;

/** What a schedule's ledger has to come to, kept the plain way: a list of calls, added up for each question. */
class ExpectedLedger {
  readonly calls: Expected[] = [];

  constructor(readonly budgets: Budgets) {}

  expire(now: number): void {
    for (const call of this.calls) if (call.state === 'reserved' && call.until < now) call.state = 'expired';
  }

  limits({ run, tier, workspace }: CallTicket, day: string) {
    const { runUsd, dayUsd, monthUsd, workspaceMonthUsd, tierDayUsd, runCalls, runTokens } = this.budgets;
    const month = day.slice(0, 7);
    const ofRun = this.calls.filter(({ ticket }) => ticket.run === run);
    const inMonth = this.calls.filter((call) => call.day.startsWith(month));
    const onDay = this.calls.filter((call) => call.day === day);
    const cost = (calls: readonly Books[]) => calls.reduce((sum, call) => sum + call.cost, 0);
    const usd = (limit: number | undefined) => Math.round((limit ?? Number.POSITIVE_INFINITY) * nano);
    return [
      { budget: 'run', used: cost(ofRun), limit: usd(runUsd) },
      { budget: 'day', used: cost(onDay), limit: usd(dayUsd) },
      {
        budget: 'tier',
        used: cost(onDay.filter((call) => call.ticket.tier === tier)),
        limit: usd(tierDayUsd?.[tier]),
      },
      { budget: 'month', used: cost(inMonth), limit: usd(monthUsd) },
      {
        budget: 'workspace',
        used: cost(inMonth.filter((call) => call.ticket.workspace === workspace)),
        limit: usd(workspaceMonthUsd),
      },
      {
        budget: 'calls',
        used: ofRun.filter(({ state }) => state !== 'notSent').length,
        limit: runCalls ?? Number.POSITIVE_INFINITY,
      },
      {
        budget: 'tokens',
        used: ofRun.reduce((sum, { tokens }) => sum + tokens, 0),
        limit: runTokens ?? Number.POSITIVE_INFINITY,
      },
    ] as const satisfies readonly { budget: BudgetRefusal['budget']; used: number; limit: number }[];
  }

  /** What may be set aside; undefined where nothing may. */
  grant(ticket: CallTicket, day: string): { cost: number; tokens: number } | undefined {
    const { worstCase, worstTokens = 0 } = ticket;
    const isBusy = this.calls.some((call) => call.ticket.run === ticket.run && call.state === 'reserved');
    const least = (isBusy ? undefined : ticket.least) ?? { cost: worstCase, tokens: worstTokens };
    let [cost, tokens] = [worstCase, worstTokens];
    for (const { budget, used, limit } of this.limits(ticket, day)) {
      const room = limit - used;
      if (room < (budget === 'calls' ? 1 : budget === 'tokens' ? least.tokens : least.cost)) return undefined;
      if (budget === 'tokens') tokens = Math.min(tokens, room);
      else if (budget !== 'calls') cost = Math.min(cost, room);
    }
    return { cost, tokens };
  }
}

function dayOf(time: number): string {
  const date = new Date(time);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

function randomBudgets(random: Random): Budgets {
  const maybe = <T>(value: T) => (random.chance(0.5) ? value : undefined);
  const usd = () => random.below(4_000) / nano;
  const optional = {
    monthUsd: maybe(usd() * 2),
    workspaceMonthUsd: maybe(usd()),
    tierDayUsd: maybe({ [random.pick(modelTiers)]: usd() }),
    runCalls: maybe(random.below(12)),
    runTokens: maybe(random.below(5_000)),
  };
  const set = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined));
  return { runUsd: usd(), dayUsd: usd() * 1.5, ...set };
}

function randomTicket(random: Random): CallTicket {
  const worstCase = random.below(1_000);
  const worstTokens = random.below(800);
  const least = { cost: random.below(worstCase + 1), tokens: random.below(worstTokens + 1) };
  return {
    ...{
      run: random.pick(runs),
      task: random.pick(['t1', 't2']),
      role: random.pick(['work', 'gate'] as const),
    },
    ...{ tier: random.pick(modelTiers), model: 'm', workspace: random.pick(workspaces) },
    ...{ worstCase, worstTokens },
    ...(random.chance(0.5) && { least }),
  };
}

function randomOutcome(random: Random, call: Expected): CallOutcome {
  const fate = random.next();
  if (fate < 0.2) return { type: 'unknown' };
  if (fate < 0.35) return { type: 'notSent' };
  const output = random.below(call.tokens + 1);
  const usage = { input: random.below(call.tokens - output + 1), cached: 0, output, reasoning: 0 };
  return { type: 'used', usage, cost: random.below(call.cost + 1), timing: { totalMs: 1 } };
}

describe('random schedules of calls', function () {
  this.timeout(120_000);

  it(seeded(`never pass a budget and lose or double no row, ${schedules} times`), async () => {
    const database = new DatabaseSync(':memory:');
    createTables(database);
    let time = 0;
    const ledgers = Array.from({ length: 3 }, () => createLedger(database, { now: () => time, leaseMs }));
    const rows = database.prepare(
      'SELECT id, run, tier, workspace, day, state, cost, tokens FROM calls ORDER BY id',
    );
    const drift = database.prepare(`
      SELECT (SELECT coalesce(sum(cost), 0) FROM calls) - (SELECT coalesce(sum(cost), 0) FROM totals) AS cost,
        (SELECT count(*) FROM calls WHERE state <> 'notSent')
          - (SELECT coalesce(sum(calls), 0) FROM totals) AS calls`);
    const seen = { sent: 0, cut: 0, refused: 0, late: 0 };

    for (let schedule = 0; schedule < schedules; schedule++) {
      const random = new Random(seed + schedule);
      database.exec('DELETE FROM calls; DELETE FROM totals; DELETE FROM tasks');
      time = new Date(2026, 0, 30, 22).getTime() + random.below(180) * minute;
      const expected = new ExpectedLedger(randomBudgets(random));
      const where = () => `TIERCEL_SEED=${seed}, schedule ${schedule}, after ${expected.calls.length} calls`;

      const reserve = async () => {
        const ticket = randomTicket(random);
        const process = random.below(ledgers.length);
        const day = dayOf(time);
        expected.expire(time);
        const granted = expected.grant(ticket, day);
        const isCut =
          granted !== undefined &&
          (granted.cost < ticket.worstCase || granted.tokens < (ticket.worstTokens ?? 0));
        const until = time + leaseMs;
        // Noted before it is waited for, in the order in which the ledger is asked.
        const call: Expected | undefined = granted && {
          ...{ id: 0, ticket, day, until, process, state: 'reserved' as const },
          ...granted,
        };
        if (call) expected.calls.push(call);
        const limits = expected.limits(ticket, day);
        const answer = await ledgers[process]?.reserve(ticket, expected.budgets);
        if (answer?.type !== 'reserved') {
          seen.refused++;
          assert.equal(granted, undefined, `refused without a reason: ${where()}`);
          return;
        }
        assert.ok(call, `let through: ${where()}`);
        call.id = answer.id;
        assert.deepEqual(answer.granted, isCut ? granted : undefined, where());
        seen.sent++;
        if (isCut) seen.cut++;
        for (const { budget, used, limit } of limits)
          assert.ok(used <= limit, `${budget} passed by ${used - limit}: ${where()}`);
      };
      const settle = async () => {
        const open = expected.calls.filter(
          ({ process, state }) => process !== undefined && /reserved|expired/.test(state),
        );
        if (open.length === 0) return;
        const call = random.pick(open);
        if (call.state === 'expired') seen.late++;
        const outcome = randomOutcome(random, call);
        call.state = outcome.type;
        if (outcome.type !== 'unknown') {
          call.cost = outcome.type === 'used' ? outcome.cost : 0;
          call.tokens = outcome.type === 'used' ? outcome.usage.input + outcome.usage.output : 0;
        }
        await ledgers[call.process ?? 0]?.settle(call.id, outcome);
      };
      const settleAgain = async () => {
        const settled = expected.calls.find(({ state }) => !/reserved|expired/.test(state));
        if (settled)
          await assert.rejects(ledgers[0]?.settle(settled.id, { type: 'notSent' }) ?? Promise.reject());
      };
      const crash = () => {
        const gone = random.below(ledgers.length);
        for (const call of expected.calls) if (call.process === gone) call.process = undefined;
      };

      for (let step = 0; step < stepsEach; step++) {
        const kind = random.next();
        if (kind < 0.5) await Promise.all(Array.from({ length: 1 + random.below(3) }, reserve));
        else if (kind < 0.8) await Promise.all([settle(), settle()]);
        else if (kind < 0.85) await settleAgain();
        else if (kind < 0.9) crash();
        // Clocks are also set back, over midnight and the end of a month.
        else time += (random.below(36 * 60) - 12 * 60) * minute;
      }
      assert.deepEqual(
        rows.all().map((row) => ({ ...row })),
        expected.calls.map(({ id, ticket: { run, tier, workspace }, day, state, cost, tokens }) => ({
          ...{ id, run, tier, workspace, day, state, cost, tokens },
        })),
        where(),
      );
      assert.deepEqual({ ...drift.get() }, { cost: 0, calls: 0 }, where());
    }
    database.close();
    // The random schedules have to come by what they are there for.
    for (const [what, times] of Object.entries(seen)) assert.ok(times > schedules / 10, `${what}: ${times}`);
  });
});
