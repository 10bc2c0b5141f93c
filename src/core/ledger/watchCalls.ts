import type { CallOutcome, CallTicket, Ledger } from './ledger.ts';

/** A call from its reservation to its end, without anything of what was said. */
export interface WatchedCall {
  readonly ticket: CallTicket;
  /** Milliseconds since 1970. */
  readonly start: number;
  readonly end: number;
  readonly outcome: CallOutcome;
}

/** The same ledger, which tells of each call that was sent once it is booked. */
export function watchCalls(ledger: Ledger, now: () => number, onCall: (call: WatchedCall) => void): Ledger {
  const underWay = new Map<number, { readonly ticket: CallTicket; readonly start: number }>();
  return {
    ...ledger,
    async reserve(ticket, budgets) {
      const answer = await ledger.reserve(ticket, budgets);
      if (answer.type === 'reserved') underWay.set(answer.id, { ticket, start: now() });
      return answer;
    },
    async settle(id, outcome) {
      await ledger.settle(id, outcome);
      const begun = underWay.get(id);
      underWay.delete(id);
      if (begun && outcome.type !== 'notSent') onCall({ ...begun, end: now(), outcome });
    },
  };
}
