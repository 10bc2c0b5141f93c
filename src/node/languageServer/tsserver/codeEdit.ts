import { textChange } from '../../../base/textChange.ts';
import type { CodeEdit, Location } from './protocol.ts';

/** The one replacement that makes a text of another, as tsserver takes it. */
export function codeEditBetween(before: string, after: string): CodeEdit {
  const { start, end, newText } = textChange(before, after);
  return { start: locationAt(before, start), end: locationAt(before, end), newText };
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
