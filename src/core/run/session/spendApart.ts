import { callOf } from '../../ledger/ledger.ts';
import { LedgerUnavailable } from '../../ledger/ledgerUnavailable.ts';
import type { RunState } from '../state/runState.ts';
import type { RunDeps } from './runDeps.ts';

/**
 * How far the ledger and the run are apart, in USD. `lostUsd`: what the ledger alone holds; a call that was cut off told
 * the run nothing, and stands in the ledger at its worst case. A call of a batch that is waited for is no such call.
 * `forgottenUsd`: what the run alone holds, since the ledger was lost or set aside.
 */
export async function spendApart(
  state: RunState,
  { ledger }: RunDeps,
): Promise<{ readonly lostUsd: number; readonly forgottenUsd: number }> {
  try {
    const lost = (await ledger.spentUsd(state)) - (await waitingUsd(state, ledger)) - state.total.usd;
    return {
      lostUsd: lost > leastUsd ? lost : 0,
      forgottenUsd: lost < -leastUsd ? -lost : 0,
    };
  } catch (error) {
    if (error instanceof LedgerUnavailable) return { lostUsd: 0, forgottenUsd: 0 };
    throw error;
  }
}

/** What is set aside for a batch, of which the run is told when the batch ends. */
async function waitingUsd(
  { run, labels, labelBatch, batchIntent, isBatchBooked }: RunState,
  ledger: RunDeps['ledger'],
): Promise<number> {
  const calls = labels || isBatchBooked ? [] : ((labelBatch ?? batchIntent)?.calls ?? []);
  const rows = await Promise.all(calls.map(({ reservation }) => callOf(ledger, reservation)));
  return rows
    .filter((row) => row?.run === run && (row.state === 'reserved' || row.state === 'expired'))
    .reduce((sum, row) => sum + (row?.usd ?? 0), 0);
}

/** No call costs less; sums of dollars are not exact to the last digit. */
const leastUsd = 1e-9;
