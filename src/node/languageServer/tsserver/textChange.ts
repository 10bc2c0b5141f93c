import type { CodeEdit, Location } from './protocol.ts';

/** The one replacement that makes a text of another: what they begin and end with alike stays. */
export function textChange(before: string, after: string): CodeEdit {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let end = 0;
  while (
    end < most - start &&
    before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end)
  ) {
    end++;
  }
  // Between the two halves of a line break there is no place.
  if (start > 0 && before[start - 1] === '\r') start--;
  if (end > 0 && before[before.length - end] === '\n') end--;
  return {
    start: locationAt(before, start),
    end: locationAt(before, before.length - end),
    newText: after.slice(start, after.length - end),
  };
}

/** Lines end where TypeScript lets them end. */
function locationAt(text: string, offset: number): Location {
  let line = 1;
  let lineStart = 0;
  for (const match of text.slice(0, offset).matchAll(/\r\n?|[\n\u2028\u2029]/g)) {
    line++;
    lineStart = match.index + match[0].length;
  }
  return { line, offset: offset - lineStart + 1 };
}
