import { readWorkspacePath } from '../context/workspacePath.ts';

const pathSign = /[\p{L}\p{N}_@.()[\]+~/\\-]/u;
const hasEnding = /[\p{L}\p{N}_\])]\.[A-Za-z]\w{0,9}$/u;
const longestPath = 300;
/** Words of a path with blanks in it. */
const mostWords = 6;

/** A path as it stands in a text before a line number. */
export interface WrittenPath {
  /** Where it begins in the text, a quoting backtick and an address's scheme included. */
  readonly start: number;
  /** What it may be, likeliest first; the last one alone is what stands there without blanks. */
  readonly readings: readonly string[];
  readonly isTicked: boolean;
}

/** The path that ends at a place in a text, and begins no sooner than `from`; undefined where none does. */
export function pathBefore(text: string, at: number, from: number): WrittenPath | undefined {
  const least = Math.max(from, at - longestPath);
  let start = at;
  while (start > least && pathSign.test(text[start - 1] ?? '')) start--;
  // A bracket that is not closed within the path stands around it.
  for (const [opening, closing] of ['()', '[]']) {
    const count = (sign = '') => text.slice(start, at).split(sign).length;
    while (count(opening) > count(closing)) start = text.indexOf(opening ?? '', start) + 1;
  }
  let path = text.slice(start, at);
  if (!hasEnding.test(path)) return undefined;
  const before = text.slice(Math.max(least, start - 8), start);
  const scheme = /(?:^|[^A-Za-z])((?:vscode-)?file:|[A-Za-z]:)$/.exec(before)?.[1];
  if (scheme !== undefined) start -= scheme.length;
  else if (path.startsWith('//') || before.endsWith(':')) {
    // Another address, or a label right before a path, such as "File:src/a.ts".
    if (/^[/\\]{2}/.test(path) || /^[A-Za-z]+:$/.test(before.trim()) === false) return undefined;
  }
  path = path.replaceAll('\\', '/').replace(/^\/+/, '');
  const isTicked = text[start - 1] === '`' && start - 1 >= from;
  return {
    start: isTicked ? start - 1 : start,
    readings: isTicked ? [path] : [path, ...withBlanks(text, start, at, least)],
    isTicked,
  };
}

/** What a path may be that has blanks in it: a backtick or the end of the sentence's words is where it begins. */
function withBlanks(text: string, start: number, at: number, least: number): readonly string[] {
  const readings: string[] = [];
  let begin = start;
  for (let words = 0; words < mostWords && begin > least && text[begin - 1] === ' '; words++) {
    begin--;
    while (begin > least && pathSign.test(text[begin - 1] ?? '')) begin--;
    readings.push(text.slice(begin, at).trim());
  }
  return readings;
}

/**
 * The file of the workspace that a path means: the path itself, the end of one that begins above the workspace, or the
 * one file that ends so. Undefined where that is none, or may be several.
 */
export function findCited(written: string, all: ReadonlySet<string>): string | undefined {
  const reading = readWorkspacePath(written.replaceAll('\\', '/').replace(/^\/+/, ''));
  if (!reading.ok) return undefined;
  if (all.has(reading.path)) return reading.path;
  const parts = reading.path.split('/');
  for (let at = 1; at < parts.length - 1; at++) {
    const end = parts.slice(at).join('/');
    if (all.has(end)) return end;
  }
  const ending = [...all].filter((path) => path.endsWith(`/${reading.path}`));
  return ending.length === 1 ? ending[0] : undefined;
}
