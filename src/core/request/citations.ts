import { showFile } from '../context/shownFile.ts';
import { readWorkspacePath } from '../context/workspacePath.ts';
import type { ReadFile } from '../edit/overlay.ts';

export interface CheckedAnswer {
  /** The answer with places that are there; a quotation that was found where it should be is left out. */
  readonly text: string;
  /** Citations that named no place, as they were written. */
  readonly removed: readonly string[];
}

/** How far from its place (in lines) a quotation is still taken for a slip of the pen. */
const slip = 3;

// After a path: its line or lines and, where a model does as asked, the words that stand there.
const place =
  /(?::|#L)(\d{1,7})(?:-L?(\d{1,7}))?`?(?:[ \t]{0,4}(?:«([^»\r\n]{2,300})»|"([^"\r\n]{2,300})"))?/g;
const pathSign = /[\w@.()[\]+~/-]/;
const longestPath = 300;

/**
 * Looks at each place that an answer cites: whether the file is there, has the line, and holds the quoted words on it.
 * What can't be found is taken out, so that every link that is shown opens what it says.
 */
export async function checkCitations(
  answer: string,
  read: ReadFile,
  signal: AbortSignal,
): Promise<CheckedAnswer> {
  const files = new Map<string, readonly string[] | undefined>();
  const linesOf = async (path: string) => {
    if (!files.has(path)) {
      const file = await showFile(path, read);
      signal.throwIfAborted();
      files.set(path, file.type === 'text' ? file.lines : undefined);
    }
    return files.get(path);
  };
  const removed: string[] = [];
  const parts: string[] = [];
  let end = 0;
  for (const match of answer.matchAll(place)) {
    const [suffix, first = '', last, guillemets, quotes] = match;
    const path = pathBefore(answer, match.index, end);
    if (path === undefined) continue;
    const isTicked = answer[match.index - path.length - 1] === '`';
    const start = match.index - path.length - (isTicked ? 1 : 0);
    parts.push(answer.slice(end, start));
    end = match.index + suffix.length;
    const reading = readWorkspacePath(path);
    const lines = reading.ok ? await linesOf(reading.path) : undefined;
    const span = { first: Number(first), last: Number(last ?? first) };
    const found = lines && placeIn(lines, span, guillemets ?? quotes);
    if (reading.ok && found) parts.push(`${reading.path}:${found}`);
    else {
      removed.push(path + suffix);
      // A file that is not there keeps its name alone, which nothing makes a link of.
      parts.push(reading.ok && lines ? reading.path : nameOf(path));
    }
  }
  parts.push(answer.slice(end));
  return { text: parts.join(''), removed };
}

/** The path that ends at a place in a text, and begins no sooner than `from`; undefined where none does. */
function pathBefore(text: string, at: number, from: number): string | undefined {
  let start = at;
  while (start > Math.max(from, at - longestPath) && pathSign.test(text[start - 1] ?? '')) start--;
  // A bracket that is not closed within the path stands around it.
  for (const [opening, closing] of ['()', '[]']) {
    const count = (sign = '') => text.slice(start, at).split(sign).length;
    while (count(opening) > count(closing)) start = text.indexOf(opening ?? '', start) + 1;
  }
  const path = text.slice(start, at);
  const isAddress = path.startsWith('//') || text[start - 1] === ':';
  return isAddress || !/[\w\])]\.[A-Za-z]\w{0,9}$/.test(path) ? undefined : path;
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** The place as it is shown, such as "12" or "12-20"; undefined where it is not there. */
function placeIn(
  lines: readonly string[],
  { first, last }: { readonly first: number; readonly last: number },
  quoted: string | undefined,
): string | undefined {
  if (first < 1 || first > lines.length || last < first) return undefined;
  const until = Math.min(last, lines.length);
  const shown = (from: number, to: number) => (to > from ? `${from}-${to}` : `${from}`);
  if (quoted === undefined) return shown(first, until);
  const wanted = plain(quoted);
  const holds = (line: number) => plain(lines[line - 1] ?? '').includes(wanted);
  for (let line = first; line <= until; line++) if (holds(line)) return shown(first, until);
  for (let by = 1; by <= slip; by++) {
    for (const line of [first - by, first + by]) if (line >= 1 && holds(line)) return shown(line, line);
  }
  return undefined;
}

const plain = (text: string): string => text.replace(/[`\s]+/g, '');

/** The answer as the user reads it, which says what was taken out. */
export function withRemovals({ text, removed }: CheckedAnswer): string {
  if (removed.length === 0) return text;
  const [what, are] = removed.length === 1 ? ['One citation', 'is'] : [`${removed.length} citations`, 'are'];
  return `${text}\n\n(${what} of this answer ${are} taken out: no such place was found.)`;
}
