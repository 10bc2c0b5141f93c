import { type Block, diffToLines } from './block.ts';
import { refuse } from './patchError.ts';
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
  readonly lines: readonly string[];
  readonly dividers: readonly number[];
  readonly startLine?: number;
}

type ReadBlocks =
  | { readonly ok: true; readonly blocks: readonly Written[] }
  | Extract<Parsed, { readonly ok: false }>;

function readBlocks(patch: string): ReadBlocks {
  const lines = patch.split(/\r?\n/);
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
    const name = nameAbove(outside);
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
    const dividers = inner.flatMap((text, k) => (divideMark.test(text) ? [k] : []));
    if (dividers.length === 0)
      return refuse(
        'invalid_patch',
        `Block ${blocks.length + 1} has no line "=======" between old and new lines.`,
      );
    blocks.push(
      hint === undefined
        ? { name, lines: inner, dividers }
        : { name, lines: inner, dividers, startLine: hint },
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
    path = block.name ?? path ?? (files.size === 1 ? [...files.keys()][0] : undefined);
    if (path === undefined)
      return refuse(
        'invalid_patch',
        'No file is named above the first block. Put its path on the line before "<<<<<<< SEARCH".',
      );
    byPath.set(path, [...(byPath.get(path) ?? []), block]);
  }
  const sections: Section[] = [];
  for (const [name, written] of byPath) {
    const text = files.get(name);
    const blocks: Block[] = [];
    for (const [k, one] of written.entries()) {
      const divider = dividerOf(one, text);
      if (divider === undefined)
        return refuse(
          'invalid_patch',
          `Block ${k + 1} has several lines "=======", and which of them parts old from new is not clear. Write those that belong to the text as "\\=======".`,
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
      blocks.push(blockOf(old, next, k + 1, one.startLine));
    }
    if (blocks.length > 0) sections.push({ type: 'update', path: name, blocks });
  }
  return { ok: true, sections };
}

/** A search and replace pair as a block. Line numbers that a tool put before each line are no part of the text. */
export function blockOf(
  old: readonly string[],
  next: readonly string[],
  number: number,
  startLine?: number,
): Block {
  const numbered = /^\s*(\d+) \| ?/;
  const isNumbered = old.every((line) => numbered.test(line));
  const strip = (lines: readonly string[]): readonly string[] =>
    lines.map((line) => line.replace(/^\s*\d+ \| ?/, ''));
  const first = isNumbered ? Number(numbered.exec(old[0] ?? '')?.[1]) : startLine;
  const lines = isNumbered
    ? diffToLines(strip(old), next.every((line) => numbered.test(line)) ? strip(next) : next)
    : diffToLines(old, next);
  return { lines, anchors: [], atEnd: false, number, ...(first === undefined ? {} : { startLine: first }) };
}

function dividerOf(block: Written, text: string | undefined): number | undefined {
  const [only, other] = block.dividers;
  if (other === undefined) return only;
  const plain = `\n${(text ?? '').replaceAll('\r\n', '\n')}\n`;
  const fitting = block.dividers.filter(
    (at) => at > 0 && plain.includes(`\n${block.lines.slice(0, at).join('\n')}\n`),
  );
  // A shorter part of the text that is meant fits too, but then its divider is a line of the file itself.
  const whole = fitting.filter((at) => !fitting.some((later) => later > at));
  return whole.length === 1 && isBalanced(block, whole[0] ?? 0) ? whole[0] : undefined;
}

/** Conflict markers of the file's own come as a set: a divider among them belongs to them. */
function isBalanced(block: Written, divider: number): boolean {
  const open = (lines: readonly string[]): number =>
    lines.reduce(
      (count, line) => count + (/^<{7}(?!<)/.test(line) ? 1 : 0) - (/^>{7}(?!>)/.test(line) ? 1 : 0),
      0,
    );
  return open(block.lines.slice(0, divider)) === 0 || block.dividers.length === 1;
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
  for (const line of patch.split(/\r?\n/)) {
    if (searchMark.test(line)) {
      const name = nameAbove(outside);
      if (name !== undefined) paths.add(name);
      outside = [];
    } else if (replaceMark.test(line)) outside = [];
    else outside.push(line);
  }
  return [...paths];
}
