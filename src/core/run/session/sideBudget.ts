import type { Budgets } from '../../ledger/ledger.ts';
import type { Settings } from '../../settings/settings.ts';

/**
 * The budgets of work beside runs, which may take so much a day: it leaves what one run may cost of the day free, so
 * that it never is the reason why a run stands still.
 */
export function sideBudgets({ budgets }: Pick<Settings, 'budgets'>, usd: number): Budgets {
  const { runCalls: _calls, runTokens: _tokens, runMinutes: _minutes, ...shared } = budgets;
  return { ...shared, runUsd: usd, dayUsd: Math.max(0, budgets.dayUsd - budgets.runUsd) };
}
