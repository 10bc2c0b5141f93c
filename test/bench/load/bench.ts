import type { Bench } from '../bench.ts';
import { cancelRows } from './cancel.ts';
import { ledgerRows } from './ledger.ts';
import { streamRows } from './streams.ts';

export const bench: Bench = {
  name: 'load',
  measures:
    '32 workers of one run, each streaming 200 tokens a second from a scripted endpoint in another process for a minute, ' +
    'with ledger and journal on the disk and the messages that the panel is sent; how soon nothing is left of what is cancelled; and the report of a ledger of a million calls in a week.',
  good: 'event-loop delay below 20 ms at the 99th percentile, a heap that stays as it is, at most 20 messages to the panel in a second, all ended and a report made within a second.',
  run: async (options) => ({
    rows: [
      ...(await streamRows(options, 60)),
      ...(await cancelRows(options)),
      ...(await ledgerRows(options)),
    ],
  }),
};
