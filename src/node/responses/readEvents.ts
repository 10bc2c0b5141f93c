import { isRecord } from '../../base/isRecord.ts';
import { EndlessAnswer } from '../http/guardedFetch.ts';
import type { JsonRecord } from '../http/jsonRecord.ts';
import type { Listener } from '../http/wire.ts';

/** What the terminal event said. A stream without one is `brokenOff`, whatever else it held. */
export type StreamEnd =
  | { readonly type: 'completed'; readonly response: JsonRecord }
  | { readonly type: 'incomplete'; readonly response: JsonRecord }
  | { readonly type: 'failed'; readonly error: unknown }
  | { readonly type: 'brokenOff' };

export interface StreamReport {
  readonly end: StreamEnd;
  /** The items that the stream itself called done, in their order. */
  readonly doneItems: readonly JsonRecord[];
}

/** No answer has more: a call or a message takes tokens, of which there are not so many. */
const mostItems = 10_000;

/**
 * Reads the events of one response. Only done items and the terminal event make the answer: deltas are for showing, so
 * that one lost or sent twice changes nothing. Unknown events are passed over.
 */
export async function readEvents(events: AsyncIterable<unknown>, listener: Listener): Promise<StreamReport> {
  const done = new Map<number, JsonRecord>();
  let end: StreamEnd = { type: 'brokenOff' };
  let lastNumber = -1;
  try {
    for await (const event of events) {
      if (!isRecord(event) || end.type !== 'brokenOff') continue;
      const number = event.sequence_number;
      const isRepeated = typeof number === 'number' && number <= lastNumber;
      if (typeof number === 'number') lastNumber = Math.max(lastNumber, number);
      const type = String(event.type);
      if (type.endsWith('.delta') && !isRepeated) {
        listener.onDelta();
        if (type === 'response.output_text.delta') listener.onText(String(event.delta ?? ''));
      } else if (type === 'response.output_item.done' && isRecord(event.item)) {
        done.set(Number(event.output_index ?? done.size), event.item);
        if (done.size > mostItems) throw new EndlessAnswer(`the answer has more than ${mostItems} items`);
      } else {
        end = endOf(type, event);
        if (end.type !== 'brokenOff') listener.onEnd();
      }
    }
  } catch (error) {
    // After the terminal event the connection may end as it likes.
    if (end.type === 'brokenOff') throw error;
  }
  const doneItems = [...done].sort(([a], [b]) => a - b).map(([, item]) => item);
  return { end, doneItems };
}

function endOf(type: string, event: JsonRecord): StreamEnd {
  const response = isRecord(event.response) ? event.response : undefined;
  switch (type) {
    case 'error':
      return { type: 'failed', error: isRecord(event.error) ? event.error : event };
    case 'response.failed':
      return { type: 'failed', error: response?.error };
    case 'response.completed':
    case 'response.incomplete':
      return response ? finished(type, response) : { type: 'brokenOff' };
    default:
      return { type: 'brokenOff' };
  }
}

/** The response's own status counts where it is worse than the event's name. */
function finished(type: string, response: JsonRecord): StreamEnd {
  const { status } = response;
  if (status === 'failed' || status === 'cancelled') return { type: 'failed', error: response.error };
  if (status === 'incomplete' || type === 'response.incomplete') return { type: 'incomplete', response };
  if (status === undefined || status === 'completed') return { type: 'completed', response };
  return { type: 'brokenOff' };
}
