import type { RunDeps } from '../../core/run/session/runDeps.ts';

/** What a run needs, with no more to spend than this, where that is less than the budget of a run. */
export function withCap(deps: RunDeps, capUsd: number): RunDeps {
  const { settings } = deps;
  const budgets = { ...settings.budgets, runUsd: Math.min(settings.budgets.runUsd, capUsd) };
  return { ...deps, settings: { ...settings, budgets } };
}
