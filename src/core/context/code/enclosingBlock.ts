/** Lines from 0, both ends included. */
export interface LineSpan {
  readonly first: number;
  readonly last: number;
}

const indentOf = (line: string): number => {
  const width = line.search(/\S/);
  return width === -1 ? Number.POSITIVE_INFINITY : width;
};

/** A line that only ends a block, such as `}` or `});` or `end`. */
const closes = (line: string): boolean =>
  line.length < 200 && /^\s*([)\]}]+[;,)]*|end\b.*|<\/.*)\s*$/.test(line);

/** A line that ends a head of several lines and opens its block, such as `): void {` or `) -> int:`. */
const opensAfterHead = (line: string): boolean => line.length < 200 && /^\s*[)\]].*[{:]\s*$/.test(line);

/**
 * The smallest block by indentation that holds the lines and a few around them: from the line that opens it to the
 * one that closes it, widened outwards as long as it stays within `most` lines. Works for braces and for indentation
 * alike, since both are indented in practice.
 */
export function enclosingBlock(lines: readonly string[], span: LineSpan, most: number): LineSpan {
  const inside = { first: Math.max(0, span.first), last: Math.min(lines.length - 1, span.last) };
  let found = around(lines, inside, Math.min(most, 7));
  let indent = Math.min(...lines.slice(inside.first, inside.last + 1).map(indentOf), 1_000);
  let block: LineSpan = inside;
  while (indent > 0) {
    const outside = lastIndex(lines, block.first - 1, (line) => indentOf(line) < indent);
    if (outside === -1) break;
    indent = indentOf(lines[outside] ?? '');
    const opener = headAbove(lines, outside);
    const stop = nextIndex(lines, block.last + 1, (line) => indentOf(line) <= indent);
    const last = stop < lines.length && closes(lines[stop] ?? '') ? stop : stop - 1;
    block = { first: opener, last: Math.max(block.last, last) };
    if (block.last - block.first + 1 > most) return found;
    found = { first: Math.min(found.first, block.first), last: Math.max(found.last, block.last) };
  }
  return found.last - found.first + 1 > most ? around(lines, inside, most) : found;
}

/** The block that a declaration's line opens, at most `most` lines of it. */
export function openedBlock(lines: readonly string[], at: number, most: number): LineSpan {
  const indent = indentOf(lines[at] ?? '');
  const stop = nextIndex(lines, at + 1, (line) => indentOf(line) <= indent && !opensAfterHead(line));
  const last = stop < lines.length && closes(lines[stop] ?? '') ? stop : stop - 1;
  let end = Math.min(last, at + most - 1);
  while (end > at && (lines[end] ?? '').trim() === '') end--;
  return { first: at, last: end };
}

/** The line where a head begins that ends on this line; the line itself where it is none. */
function headAbove(lines: readonly string[], at: number): number {
  const line = lines[at] ?? '';
  if (!opensAfterHead(line)) return at;
  const first = lastIndex(lines, at - 1, (above) => indentOf(above) <= indentOf(line));
  return first === -1 ? at : first;
}

function around(lines: readonly string[], span: LineSpan, most: number): LineSpan {
  const room = Math.max(0, Math.floor((most - (span.last - span.first + 1)) / 2));
  const first = Math.max(0, span.first - room);
  return { first, last: Math.max(first, Math.min(lines.length - 1, span.last + room, first + most - 1)) };
}

function lastIndex(lines: readonly string[], from: number, found: (line: string) => boolean): number {
  for (let at = from; at >= 0; at--) if (found(lines[at] ?? '')) return at;
  return -1;
}

function nextIndex(lines: readonly string[], from: number, found: (line: string) => boolean): number {
  for (let at = from; at < lines.length; at++) if (found(lines[at] ?? '')) return at;
  return lines.length;
}
