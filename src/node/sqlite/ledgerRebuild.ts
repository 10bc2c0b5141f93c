import type { DatabaseSync } from 'node:sqlite';
import { counted } from '../../base/counted.ts';
import { formatUsd } from '../../base/formatUsd.ts';
import { localDay } from '../../core/ledger/localDay.ts';
import { fromUsd, toUsd } from '../../core/ledger/money.ts';
import type { JournaledCalls } from '../journal/journaledCalls.ts';
import { nextId } from './ledgerSchema.ts';

/** Books in a new ledger what the journals of runs tell of the one before it. The caller holds the write lock. */
export function bookJournaled(database: DatabaseSync, { calls }: JournaledCalls): void {
  const insert = database.prepare(`
    INSERT INTO calls (id, time, day, run, task, role, tier, model, provider, workspace, kind, state, worstCase, cost,
      tokens, inputTokens, cachedTokens, cacheWrittenTokens, outputTokens, reasoningTokens, estimated, rate, ms, pid,
      leaseUntil)
    VALUES (${nextId}, $time, $day, $run, $task, $role, $tier, $model, 'unknown', $workspace,
      CASE $role WHEN 'work' THEN 'unfinished' ELSE $role END, $state, $cost, $cost, $tokens, $input, $cached,
      $cacheWritten, $output, $reasoning, $estimated, $rate, $ms, 0, 0)`);
  for (const { time, run, folder, task, role, tier, model, usage, usd, ms } of calls) {
    const { input, cached, cacheWritten = 0, output, reasoning, estimated, rate = null } = usage;
    const tokens = input + output;
    insert.run({
      ...{ time, day: localDay(time), run, task, role, tier, model, workspace: folder },
      ...{ state: tokens > 0 ? 'used' : 'unknown', cost: fromUsd(usd), tokens },
      ...{ input, cached, cacheWritten, output, reasoning, estimated: estimated ? 1 : 0, rate, ms },
    });
  }
}

/** In a sentence, what a ledger that was begun anew knows of what was spent before. */
export function describeRebuilt({ calls, damaged }: JournaledCalls, now: number): string {
  const today = localDay(now);
  const usd = (of: readonly { readonly usd: number }[]) =>
    formatUsd(toUsd(of.reduce((sum, call) => sum + fromUsd(call.usd), 0)));
  const parts = [
    `What the journals of runs tell was booked anew: ${usd(calls)} of this month, ${usd(calls.filter(({ time }) => localDay(time) === today))} of it today.`,
    ...(damaged > 0 ? [`Not all of ${counted(damaged, 'journal')} could be read.`] : []),
    'What was under way at that moment, or was asked beside runs, counts no more.',
  ];
  return parts.join(' ');
}
