import { getOrMake } from '../../../base/getOrMake.ts';
import { refuse } from '../patchError.ts';
import { knownPath } from '../paths.ts';
import { type Block, diffToLines } from '../place/block.ts';
import { splitLines } from '../textLines.ts';
import type { Section } from './section.ts';
import type { Parsed } from './v4a.ts';

const searchMark = /^\s{0,3}(?:<{5,9} ?|-{5,9} )(?:SEARCH|ORIGINAL)>?\s*$/;
const divideMark = /^={5,9}$/;
const replaceMark = /^\s{0,3}(?:>{5,9}|\+{5,9}) ?(?:REPLACE|UPDATED)\s*$/;
const fence = /^\s*(?:`{3,}|~{3,})/;
const startLine = /^:start_line:\s*(\d+)\s*$/;
const otherHint = /^:end_line:\s*\d+\s*$/;

export const isSearchMark = (line: string): boolean => searchMark.test(line);

/** One block as written; more than one divider leaves open which of them parts old from new. */
interface Written {
  readonly name: string | undefined;
  /** What stands between the block before and this one. */
  readonly above: readonly string[];
  readonly lines: readonly string[];
  readonly dividers: readonly number[];
  readonly startLine?: number;
}

type ReadBlocks =
  | { readonly ok: true; readonly blocks: readonly Written[] }
  | Extract<Parsed, { readonly ok: false }>;

function readBlocks(patch: string): ReadBlocks {
  const lines = splitLines(patch);
  const blocks: Written[] = [];
  let outside: string[] = [];
  let at = 0;
  for (; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (!searchMark.test(line)) {
      if (replaceMark.test(line))
        return refuse('invalid_patch', 'A REPLACE marker stands without a SEARCH marker before it.');
      outside.push(line);
      continue;
    }
    const above = outside;
    const name = nameAbove(above);
    outside = [];
    let end = at + 1;
    while (end < lines.length && !replaceMark.test(lines[end] ?? '') && !searchMark.test(lines[end] ?? ''))
      end++;
    if (end >= lines.length)
      return refuse(
        'truncated',
        `Block ${blocks.length + 1} breaks off: there is no line ">>>>>>> REPLACE" after it. Nothing was changed. Send the patch again, whole.`,
      );
    if (searchMark.test(lines[end] ?? ''))
      return refuse(
        'invalid_patch',
        `Block ${blocks.length + 1} has a second SEARCH marker before its REPLACE marker.`,
      );
    let from = at + 1;
    let hint: number | undefined;
    while (startLine.test(lines[from] ?? '') || otherHint.test(lines[from] ?? '')) {
      hint = Number(startLine.exec(lines[from] ?? '')?.[1] ?? hint);
      from++;
    }
    if (from > at + 1 && /^-{5,}\s*$/.test(lines[from] ?? '')) from++;
    const inner = lines.slice(from, end);
    const dividers = dividersIn(inner);
    if (dividers.length === 0)
      return refuse(
        'invalid_patch',
        `Block ${blocks.length + 1} has no line "=======" between old and new lines.`,
      );
    blocks.push(
      hint === undefined
        ? { name, above, lines: inner, dividers }
        : { name, above, lines: inner, dividers, startLine: hint },
    );
    at = end;
  }
  if (blocks.length === 0)
    return refuse(
      'invalid_patch',
      'There is no block of "<<<<<<< SEARCH", "=======", ">>>>>>> REPLACE" in the text.',
    );
  return { ok: true, blocks };
}

/** Lines that may part old from new: those of the usual length, where there are any. */
function dividersIn(lines: readonly string[]): readonly number[] {
  const all = lines.flatMap((text, k) => (divideMark.test(text) ? [k] : []));
  const usual = all.filter((k) => lines[k] === '=======');
  return usual.length > 0 ? usual : all;
}

/** The file name that stands above a block: the nearest line that is neither blank nor a fence. */
function nameAbove(outside: readonly string[]): string | undefined {
  const near = outside.slice(-6).reverse();
  for (const line of near) {
    const text = line.trim();
    if (text === '') continue;
    const info = /^(?:`{3,}|~{3,})[\w+#-]*[ :]+(\S+)$/.exec(text)?.[1];
    if (info && looksLikePath(info)) return info;
    if (fence.test(text)) continue;
    const name = bareName(text);
    return looksLikePath(name) ? name : undefined;
  }
  return undefined;
}

/** A file's name in a line that is nothing else, without a heading's, a list's or an emphasis's marks. */
export function bareName(line: string): string {
  const bare = (text: string): string => text.trim().replace(/^[*`"']+|[*`"':]+$/g, '');
  const name = bare(line.trim().replace(/^(?:#+|[-*]|\/\/|(?:file|path|filename):)\s+/i, ''));
  // Names begin with "_" as often as emphasis does.
  return bare(name.replace(/^(__?)(.+[./].+)\1$/, '$2')).trim();
}

/** Whether a piece of a line may be a file's name. 260 characters are the most that Windows gives a path as a rule. */
export function looksLikePath(text: string): boolean {
  return (
    text.length > 0 &&
    text.length < 260 &&
    !/[<>|?*"\n]/.test(text) &&
    (/^\S+$/.test(text) || /^[^:]*[/\\][^:]*\.\w+$/.test(text)) &&
    !/^[.…\s-]+$/.test(text)
  );
}

/** Reads search and replace blocks; `files` tells names from prose and settles which of several dividers is meant. */
export function parseSearchReplace(patch: string, files: ReadonlyMap<string, string>): Parsed {
  const read = readBlocks(patch);
  if (!read.ok) return read;
  const byPath = new Map<string, Written[]>();
  let path: string | undefined;
  for (const block of read.blocks) {
    path = block.name ?? meantFile(block, path, files);
    if (path === undefined)
      return refuse(
        'invalid_patch',
        `No file is named above ${byPath.size === 0 ? 'the first block' : 'a block, and the text round it leaves open which is meant'}. Put its path on the line before "<<<<<<< SEARCH".`,
      );
    getOrMake(byPath, path, () => []).push(block);
  }
  const sections: Section[] = [];
  for (const [name, written] of byPath) {
    const text = files.get(knownPath(name, (known) => files.has(known)) ?? name);
    const blocks: Block[] = [];
    for (const [k, one] of written.entries()) {
      const divider = dividerOf(one, text);
      if (divider === undefined)
        return refuse(
          'invalid_patch',
          one.dividers.length > 1
            ? `Block ${k + 1} has several lines "=======", and which of them parts old from new is not clear. Write those that belong to the text as "\\=======".`
            : `Block ${k + 1} takes only part of a merge conflict. Search for all of it, and write its "=======" as "\\=======".`,
          name,
        );
      if (startLine.test(one.lines[divider + 1] ?? ''))
        return refuse(
          'invalid_patch',
          `Block ${k + 1} has ":start_line:" below its divider; it belongs above.`,
          name,
        );
      const old = withoutEscapes(one.lines.slice(0, divider));
      const next = withoutEscapes(one.lines.slice(divider + 1));
      if (old.length === 0) {
        if (written.length === 1)
          sections.push({ type: 'create', path: name, content: next.map((line) => `${line}\n`).join('') });
        else
          return refuse(
            'invalid_patch',
            `Block ${k + 1} searches for nothing: only a new file has an empty SEARCH part.`,
            name,
          );
        continue;
      }
      blocks.push(blockOf(old, next, { number: k + 1, text, startLine: one.startLine }));
    }
    if (blocks.length > 0) sections.push({ type: 'update', path: name, blocks });
  }
  return { ok: true, sections };
}

/**
 * The file of a block without a name of its own: the one before, unless the text above the block mentions others. Then
 * it is the only one of them that holds what the block searches for.
 */
function meantFile(
  block: Written,
  before: string | undefined,
  files: ReadonlyMap<string, string>,
): string | undefined {
  const [only, other] = [...files.keys()];
  if (other === undefined) return before ?? only;
  const words = block.above
    .flatMap((line) => line.split(/[\s`"'*()<>,;:]+/))
    .map((word) => word.replace(/\.$/, ''));
  const isMeant = (path: string): boolean =>
    words.some((word) => word === path || (word.includes('.') && path.endsWith(`/${word}`)));
  const mentioned = [...files.keys()].filter((path) => path !== before && isMeant(path));
  if (mentioned.length === 0) return before;
  const old = block.lines.slice(0, block.dividers[0]);
  const candidates = before === undefined ? mentioned : [before, ...mentioned];
  const holding = candidates.filter((path) => old.length > 0 && holdsLines(files.get(path) ?? '', old));
  return holding.length === 1 ? holding[0] : undefined;
}

function holdsLines(text: string, lines: readonly string[]): boolean {
  return `\n${text.replaceAll('\r\n', '\n')}\n`.includes(`\n${lines.join('\n')}\n`);
}

const numbered = /^\s*(\d+) \| ?/;

/** A search and replace pair as a block. Line numbers that a tool put before each line are no part of the text. */
export function blockOf(
  old: readonly string[],
  next: readonly string[],
  {
    number,
    text,
    startLine,
  }: { readonly number: number; readonly text: string | undefined; readonly startLine?: number | undefined },
): Block {
  const numbers = old.map((line) => Number(numbered.exec(line)?.[1]));
  const isNumbered =
    numbers.every((one, k) => one === (numbers[0] ?? 0) + k) && !/^[ \t]*\d+ \| ?/m.test(text ?? '');
  const strip = (lines: readonly string[]): readonly string[] =>
    lines.map((line) => line.replace(numbered, ''));
  const first = isNumbered ? numbers[0] : startLine;
  const lines = isNumbered
    ? diffToLines(strip(old), next.every((line) => numbered.test(line)) ? strip(next) : next)
    : diffToLines(old, next);
  return { lines, anchors: [], atEnd: false, number, ...(first === undefined ? {} : { startLine: first }) };
}

function dividerOf(block: Written, text: string | undefined): number | undefined {
  const [only, other] = block.dividers;
  if (only === undefined || other === undefined)
    return only !== undefined && opensConflict(block, only) ? undefined : only;
  const fitting = block.dividers.filter((at) => at > 0 && holdsLines(text ?? '', block.lines.slice(0, at)));
  // A shorter part of the text that is meant fits too, but then its divider is a line of the file itself.
  const whole = fitting.filter((at) => !fitting.some((later) => later > at));
  const [divider] = whole;
  return divider !== undefined &&
    whole.length === 1 &&
    !opensConflict(block, divider) &&
    !adds(block, divider)
    ? divider
    : undefined;
}

/** Conflict markers of the file's own come as a set: a divider right after the first of them belongs to them. */
function opensConflict({ lines }: Written, divider: number): boolean {
  const open = (part: readonly string[]): number =>
    part.reduce(
      (count, line) => count + (/^<{7}(?!<)/.test(line) ? 1 : 0) - (/^>{7}(?!>)/.test(line) ? 1 : 0),
      0,
    );
  return open(lines.slice(0, divider)) > Math.max(0, open(lines.slice(divider + 1)));
}

/** Whether the new part has more dividers than the old: hardly text, but the rest of another block. */
function adds({ dividers }: Written, divider: number): boolean {
  const own = dividers.filter((at) => at < divider).length;
  return dividers.filter((at) => at > divider).length > own;
}

function withoutEscapes(lines: readonly string[]): readonly string[] {
  return lines.map((line) =>
    line.replace(/^\\(?=<{5,9}|>{5,9}|={5,9}|-{5,9}|\+{5,9}|:start_line:|:end_line:)/, ''),
  );
}

/** File names above blocks, as far as the text can be read. */
export function pathsInSearchReplace(patch: string): readonly string[] {
  const paths = new Set<string>();
  let outside: string[] = [];
  for (const line of splitLines(patch)) {
    if (searchMark.test(line)) {
      const name = nameAbove(outside);
      if (name !== undefined) paths.add(name);
      outside = [];
    } else if (replaceMark.test(line)) outside = [];
    else outside.push(line);
  }
  return [...paths];
}
