import type { Diagnostic } from '../../verify/diagnostic.ts';
import type { RunDeps } from '../session/runDeps.ts';
import { createSession } from '../session/session.ts';
import { sideBudgets } from '../session/sideBudget.ts';
import { labelKinds } from './labelKinds.ts';

/**
 * Labels the kinds of problems that are not known yet, outside of any run that the user sees: at the smallest tier, in
 * no batch, and for no more than so much. Gives why it stopped, where it did.
 */
export async function labelAside(
  problems: readonly Diagnostic[],
  deps: RunDeps,
  options: { readonly run: string; readonly usd: number; readonly signal: AbortSignal },
): Promise<string | undefined> {
  const { run, usd, signal } = options;
  if (!deps.endpoint || usd <= 0 || deps.settings.ceiling === 'none')
    return 'no model may be asked: the ceiling, the budget or the key forbids it';
  const { batchLabelsAbove: _, ...settings } = deps.settings;
  const session = createSession(
    {
      ...{ type: 'run-start', run, job: { type: 'fixProblems' }, time: deps.now() },
      ...{ budgetUsd: usd, ceiling: 'nano' },
    },
    {
      ...deps,
      // What is in nobody's list of runs needs no journal.
      journal: { append: async () => {}, load: async () => ({ runs: [], problems: [] }) },
      settings: { ...settings, ceiling: 'nano', budgets: sideBudgets(settings, usd) },
    },
    { signal, onChange: () => {} },
  );
  const answer = await labelKinds(session, problems);
  return answer.type === 'stop' ? answer.reason.message : undefined;
}
