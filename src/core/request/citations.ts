import { showFile } from '../context/pack/shownFile.ts';
import { readWorkspacePath } from '../context/workspacePath.ts';
import type { ReadFile } from '../edit/overlay.ts';
import { findCited, pathBefore, type WrittenPath } from './citedPath.ts';

export interface CheckedAnswer {
  /** The answer with places that are there; a quotation that was found where it should be is left out. */
  readonly text: string;
  /** Citations that named no place, as they were written. */
  readonly removed: readonly string[];
}

export interface CitedFiles {
  readonly read: ReadFile;
  /** All files of the workspace, by which a path that is not written in full is known. */
  readonly all: readonly string[];
  readonly signal: AbortSignal;
}

/** How far from its place (in lines) a quotation is still taken for a slip of the pen. */
const slip = 3;

// After a path: its line or lines and, where a model does as asked, the words that stand there.
const place =
  /(?::|#L|`?,?[ \t]{1,3}\(?(?:at |on )?lines?[ \t]{1,3})(\d{1,7})(?:(?:-L?|–|[ \t]to[ \t])(\d{1,7}))?(?::\d{1,5})?`?(?:[ \t]{0,4}(?:«([^»\r\n]{2,300})»|"([^"\r\n]{2,300})"))?/g;
/** A link whose goal is a place: the goal alone is kept, behind the words that are not the place itself. */
const link = /\[([^[\]\n]{1,200})\]\(([^()\s]{1,300}(?:#L|:)\d{1,7}[^()\s]{0,20})\)/g;
const fenced = /(^[ \t]*```[^\n]*\n[\s\S]*?(?:^[ \t]*```[^\n]*$|(?![\s\S])))/m;

/**
 * Looks at each place that an answer cites: whether the file is there, has the line, and holds the quoted words on it.
 * What can't be found is taken out, so that every link that is shown opens what it says. Code between fences is code,
 * whatever it looks like, and nothing in it becomes a link.
 */
export async function checkCitations(answer: string, files: CitedFiles): Promise<CheckedAnswer> {
  const known = new Set(files.all);
  const texts = new Map<string, readonly string[] | undefined>();
  const linesOf = async (path: string) => {
    if (!texts.has(path)) {
      const file = await showFile(path, files.read);
      files.signal.throwIfAborted();
      texts.set(path, file.type === 'text' ? file.lines : undefined);
    }
    return texts.get(path);
  };
  const fileOf = async ({ readings }: WrittenPath) => {
    for (const written of readings) {
      const path = findCited(written, known) ?? asWritten(written);
      const lines = path === undefined ? undefined : await linesOf(path);
      if (path !== undefined && lines) return { path, lines, isFirst: written === readings[0] };
    }
    return undefined;
  };
  const removed: string[] = [];
  const parts = answer.split(fenced);
  for (let at = 0; at < parts.length; at += 2)
    parts[at] = await checkProse(withoutLinks(parts[at] ?? ''), fileOf, removed);
  return { text: parts.join(''), removed };
}

/** A file may be there that no list holds, such as one that git ignores. */
function asWritten(written: string): string | undefined {
  const reading = readWorkspacePath(written);
  return reading.ok ? reading.path : undefined;
}

function withoutLinks(text: string): string {
  return text.replace(link, (_all, words: string, goal: string) => {
    const file = goal.replace(/(?:#L|:)\d.*$/, '');
    const isSame = words.includes(file.slice(file.lastIndexOf('/') + 1));
    return isSame ? goal : `${words} (${goal})`;
  });
}

type FindFile = (
  written: WrittenPath,
) => Promise<
  { readonly path: string; readonly lines: readonly string[]; readonly isFirst: boolean } | undefined
>;

async function checkProse(text: string, fileOf: FindFile, removed: string[]): Promise<string> {
  const parts: string[] = [];
  let end = 0;
  for (const match of text.matchAll(place)) {
    const [suffix, first = '', last, guillemets, quotes] = match;
    const written = pathBefore(text, match.index, end);
    if (written === undefined) continue;
    const file = await fileOf(written);
    const name = written.readings[0] ?? '';
    // With blanks it begins further left than it seemed to.
    const { start, isTicked } = file && !file.isFirst ? beginOf(file.path, text, written) : written;
    const span = { first: Number(first), last: Number(last ?? first) };
    const found = file && placeIn(file.lines, span, guillemets ?? quotes);
    parts.push(text.slice(end, start));
    end = match.index + suffix.length;
    // Both backticks go, or none: one that opens further left is closed here.
    const closes = !isTicked && /\d`/.test(suffix) ? '`' : '';
    if (opensBracket(suffix) && text[end] === ')') end++;
    if (file && found) parts.push(shown(`${file.path}:${found}`), closes);
    else {
      removed.push(name + suffix);
      // A file that is not there keeps its name alone, which nothing makes a link of.
      parts.push(file ? file.path : nameOf(name), closes);
    }
  }
  parts.push(text.slice(end));
  return parts.join('');
}

/** Whether the words "(line 3" stand in it: their bracket closes behind the number. */
const opensBracket = (suffix: string): boolean => /\((?:at |on )?lines?[ \t].*\d`?$/.test(suffix);

/** With blanks it begins further left than it seemed to, maybe behind a backtick. */
function beginOf(
  path: string,
  text: string,
  { start }: WrittenPath,
): Pick<WrittenPath, 'start' | 'isTicked'> {
  const begin = text.lastIndexOf(path.split(' ')[0] ?? '', start);
  const isTicked = text[begin - 1] === '`';
  return { start: isTicked ? begin - 1 : begin, isTicked };
}

/** A path with blanks is one between backticks only. */
const shown = (cited: string): string => (cited.includes(' ') ? `\`${cited}\`` : cited);

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** The place as it is shown, such as "12" or "12-20"; undefined where it is not there. */
function placeIn(
  lines: readonly string[],
  { first, last }: { readonly first: number; readonly last: number },
  quoted: string | undefined,
): string | undefined {
  if (first < 1 || first > lines.length || last < first) return undefined;
  const until = Math.min(last, lines.length);
  const range = (from: number, to: number) => (to > from ? `${from}-${to}` : `${from}`);
  if (quoted === undefined) return range(first, until);
  const wanted = plain(quoted);
  const holds = (line: number) => plain(lines[line - 1] ?? '').includes(wanted);
  for (let line = first; line <= until; line++) if (holds(line)) return range(first, until);
  for (let by = 1; by <= slip; by++) {
    for (const line of [first - by, first + by]) if (line >= 1 && holds(line)) return range(line, line);
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
