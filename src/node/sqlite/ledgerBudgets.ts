import type { DatabaseSync } from 'node:sqlite';
import type { Budgets, CallTicket } from '../../core/ledger/ledger.ts';
import { fromUsd, type NanoUsd, toUsd } from '../../core/ledger/money.ts';
import type { BudgetRefusal } from '../../core/model/modelClient.ts';
import { folderNameOf } from '../files/folderName.ts';

type Fit =
  | { readonly type: 'fits'; readonly cost: NanoUsd; readonly tokens: number; readonly isCut: boolean }
  | BudgetRefusal;

type MoneyBudget = Extract<BudgetRefusal, { limitUsd: number }>['budget'];

export interface Fitter {
  /** What a call may set aside of all its budgets, or the one that is in its way. The caller holds the write lock. */
  fit(ticket: CallTicket, budgets: Budgets, day: string): Fit;
  spentOn(day: string): NanoUsd;
  spentInRun(run: string): NanoUsd;
}

/** Tells which budget a call would not fit into; its statements are prepared once. */
export function createFitter(database: DatabaseSync): Fitter {
  const sumOfRun = database.prepare(`
    SELECT coalesce(sum(cost), 0) AS cost, coalesce(sum(tokens), 0) AS tokens,
      coalesce(sum(state <> 'notSent'), 0) AS calls, coalesce(sum(state = 'reserved'), 0) AS underWay
    FROM calls WHERE run = ?`);
  const sum = (where: string) => {
    const statement = database.prepare(`SELECT coalesce(sum(cost), 0) AS cost FROM totals WHERE ${where}`);
    return (...values: string[]): NanoUsd => Number(statement.get(...values)?.cost);
  };
  const ofDay = sum('day = ?');
  const ofTier = sum('day = ? AND tier = ?');
  const ofMonth = sum('day BETWEEN ? AND ?');
  const ofWorkspace = sum('day BETWEEN ? AND ? AND workspace IN (?, ?)');
  const runSums = (run: string) => {
    const row = sumOfRun.get(run);
    const [cost, tokens, calls] = [Number(row?.cost), Number(row?.tokens), Number(row?.calls)];
    return { cost, tokens, calls, isBusy: Number(row?.underWay) > 0 };
  };

  return {
    spentOn: (day) => ofDay(day),
    spentInRun: (run) => runSums(run).cost,
    fit(ticket, budgets, day) {
      const { tier, workspace = '', worstCase, worstTokens = 0 } = ticket;
      const run = runSums(ticket.run);
      const { runCalls, runTokens } = budgets;
      if (runCalls !== undefined && !(run.calls + 1 <= runCalls)) {
        return { type: 'overBudget', budget: 'calls', limit: runCalls, used: run.calls, needed: 1 };
      }
      // While others of the run are under way their settling may make room: it is waited for, and no answer is cut.
      const least = run.isBusy ? undefined : ticket.least;
      const leastTokens = least?.tokens ?? worstTokens;
      if (runTokens !== undefined && !(run.tokens + leastTokens <= runTokens)) {
        return {
          type: 'overBudget',
          budget: 'tokens',
          limit: runTokens,
          used: run.tokens,
          needed: leastTokens,
        };
      }
      const month = [`${day.slice(0, 7)}-01`, `${day.slice(0, 7)}-31`] as const;
      const scopes: readonly (readonly [MoneyBudget, number | undefined, () => NanoUsd])[] = [
        ['run', budgets.runUsd, () => run.cost],
        ['day', budgets.dayUsd, () => ofDay(day)],
        ['tier', budgets.tierDayUsd?.[tier], () => ofTier(day, tier)],
        [
          'workspace',
          budgets.workspaceMonthUsd,
          () => ofWorkspace(...month, workspace, folderNameOf(workspace)),
        ],
        ['month', budgets.monthUsd, () => ofMonth(...month)],
      ];
      const needed = least?.cost ?? worstCase;
      let cost = worstCase;
      for (const [budget, limitUsd, spentOf] of scopes) {
        if (limitUsd === undefined) continue;
        const spent = spentOf();
        const room = fromUsd(limitUsd) - spent;
        // Written so that a limit that is no number lets nothing through.
        if (!(needed <= room)) {
          return { type: 'overBudget', budget, limitUsd, spentUsd: toUsd(spent), neededUsd: toUsd(needed) };
        }
        cost = Math.min(cost, room);
      }
      const tokens = Math.min(worstTokens, runTokens === undefined ? worstTokens : runTokens - run.tokens);
      return { type: 'fits', cost, tokens, isCut: cost < worstCase || tokens < worstTokens };
    },
  };
}
