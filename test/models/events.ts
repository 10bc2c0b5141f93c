import type { Item } from './outputItems.ts';

export type Event = Record<string, unknown> & { readonly type: string };

const pieceLength = 12;

/** The events that bring a response's items, in the API's order and numbered from 0, without the terminal event. */
export function eventsOf(response: Record<string, unknown>, items: readonly Item[]): Event[] {
  const begun = { ...response, status: 'in_progress', output: [], usage: null };
  const events: Event[] = [
    { type: 'response.created', response: begun },
    { type: 'response.in_progress', response: begun },
    ...items.flatMap((item, output_index) => itemEvents(item, output_index)),
  ];
  return events.map((event, sequence_number) => ({ ...event, sequence_number }));
}

function itemEvents(item: Item, output_index: number): Event[] {
  const done = { type: 'response.output_item.done', output_index, item };
  const added = (empty: Record<string, unknown>): Event => ({
    type: 'response.output_item.added',
    output_index,
    item: { ...item, ...empty },
  });
  const at = { output_index, item_id: item.id };
  switch (item.type) {
    case 'function_call':
      return [
        added({ status: 'in_progress', arguments: '' }),
        ...deltas('response.function_call_arguments.delta', String(item.arguments), at),
        {
          type: 'response.function_call_arguments.done',
          ...at,
          name: item.name,
          arguments: item.arguments,
        },
        done,
      ];
    case 'custom_tool_call':
      return [
        added({ input: '' }),
        ...deltas('response.custom_tool_call_input.delta', String(item.input), at),
        { type: 'response.custom_tool_call_input.done', ...at, input: item.input },
        done,
      ];
    case 'message':
      return [
        added({ status: 'in_progress', content: [] }),
        ...(item.content as Record<string, unknown>[]).flatMap((part, content_index) =>
          partEvents(part, { ...at, content_index }),
        ),
        done,
      ];
    default:
      // The API publishes no events for the parts of a patch call: it is added, then done.
      return [added({ status: 'in_progress' }), done];
  }
}

function partEvents(part: Record<string, unknown>, at: Record<string, unknown>): Event[] {
  const isRefusal = part.type === 'refusal';
  const field = isRefusal ? 'refusal' : 'text';
  const name = isRefusal ? 'response.refusal' : 'response.output_text';
  const more = isRefusal ? {} : { logprobs: [] };
  const text = String(part[field]);
  return [
    { type: 'response.content_part.added', ...at, part: { ...part, [field]: '' } },
    ...deltas(`${name}.delta`, text, { ...at, ...more }),
    { type: `${name}.done`, ...at, ...more, [field]: text },
    { type: 'response.content_part.done', ...at, part },
  ];
}

/** The text in pieces of whole characters. */
function deltas(type: string, text: string, at: Record<string, unknown>): Event[] {
  const characters = [...text];
  const pieces: Event[] = [];
  for (let start = 0; start < characters.length; start += pieceLength) {
    pieces.push({ type, ...at, delta: characters.slice(start, start + pieceLength).join('') });
  }
  return pieces;
}
