/** One event as the endpoint sends it: the name is the data's type. */
export function encodeEvents(events: readonly { readonly type: string }[]): Buffer {
  return Buffer.from(events.map((each) => `event: ${each.type}\ndata: ${JSON.stringify(each)}\n\n`).join(''));
}

export type Chunking = 'awkward' | 'whole';

// Sizes that end inside "data:", inside a line, after several events, or after one byte.
const awkwardSizes = [3, 9, 700, 1, 64, 2_500, 17, 5, 400];

/**
 * Cuts a stream into the pieces in which it is written. Awkward pieces end in the middle of names and lines, hold
 * several events at once, and each of the first characters of more than one byte is split.
 */
export function chunksOf(bytes: Buffer, chunking: Chunking): Buffer[] {
  if (chunking === 'whole') return [bytes];
  const cuts = new Set<number>();
  for (let at = 0, i = 0; at < bytes.length; i++) {
    at += awkwardSizes[i % awkwardSizes.length] ?? 1;
    cuts.add(at);
  }
  for (const at of insideCharacters(bytes, 20)) cuts.add(at);
  const sorted = [...cuts].filter((at) => at < bytes.length).sort((a, b) => a - b);
  return [0, ...sorted].map((start, i) => bytes.subarray(start, sorted[i] ?? bytes.length));
}

const tickMs = 10;

/** Gives a stream's events at a rate, those that are due at once together. */
export async function* inTime(bytes: Buffer, eventsPerSecond: number): AsyncGenerator<Buffer> {
  const start = performance.now();
  for (let from = 0, sent = 0; from < bytes.length; ) {
    const due = Math.floor(((performance.now() - start) * eventsPerSecond) / 1_000);
    let to = from;
    for (; sent < due && to < bytes.length; sent++) {
      const end = bytes.indexOf('\n\n', to);
      to = end === -1 ? bytes.length : end + 2;
    }
    if (to > from) yield bytes.subarray(from, to);
    from = to;
    await new Promise((resolve) => setTimeout(resolve, tickMs));
  }
}

/** Offsets of the first continuation bytes of UTF-8. */
function insideCharacters(bytes: Buffer, most: number): number[] {
  const found: number[] = [];
  for (let at = 0; at < bytes.length && found.length < most; at++) {
    if (((bytes[at] ?? 0) & 0xc0) === 0x80) found.push(at);
  }
  return found;
}
