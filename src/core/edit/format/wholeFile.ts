import { withoutMark } from '../../../base/byteOrderMark.ts';
import { lineChanges } from '../lineDiff.ts';
import { refuse } from '../patchError.ts';
import { knownPath, plainPath } from '../paths.ts';
import { isElision } from '../place/fold.ts';
import { quote } from '../quote.ts';
import { editLines, type LineEdit, plainLines, splitLines, splitText, usualEnd } from '../textLines.ts';
import { bareName, isSearchMark, looksLikePath } from './searchReplace.ts';
import type { Section } from './section.ts';
import type { Parsed } from './v4a.ts';

interface Fenced {
  readonly name: string | undefined;
  /** The fence's first word. */
  readonly language: string;
  readonly content: string;
  readonly closed: boolean;
}

const opening = /^(`{3,}|~{3,})([^`]*)$/;

/** Fenced texts, each with the file name that stands above it or in the fence's first line. */
function fencedTexts(text: string): readonly Fenced[] {
  const lines = splitLines(text);
  const found: Fenced[] = [];
  let above: string | undefined;
  for (let at = 0; at < lines.length; at++) {
    const open = opening.exec(lines[at] ?? '');
    if (!open) {
      if (lines[at]?.trim()) above = lines[at];
      continue;
    }
    const mark = open[1] ?? '```';
    const close = closingLine(lines, at + 1, mark);
    const words = (open[2] ?? '').trim().split(/[\s:=]+/);
    const info = words.find((word) => /[./]/.test(word) && looksLikePath(word));
    found.push({
      name: info ?? nameOf(above),
      language: words[0] ?? '',
      content: lines
        .slice(at + 1, close)
        .map((line) => `${line}\n`)
        .join(''),
      closed: close < lines.length,
    });
    above = undefined;
    at = close;
  }
  return found;
}

/** The line that closes a fence; a fence inside the text opens with a language and closes before. */
function closingLine(lines: readonly string[], from: number, mark: string): number {
  let depth = 0;
  for (let at = from; at < lines.length; at++) {
    const line = (lines[at] ?? '').trimEnd();
    if (line === mark) {
      if (depth === 0) return at;
      depth--;
    } else if (line.startsWith(mark) && /^[\w+#-]+$/.test(line.slice(mark.length))) depth++;
  }
  return lines.length;
}

function nameOf(line: string | undefined): string | undefined {
  const name = bareName(line ?? '');
  return /[./]/.test(name) && looksLikePath(name) ? name : undefined;
}

/** Reads a file's whole new text, fenced or not; `files` tells a name from prose. */
export function parseWholeFile(patch: string, files: ReadonlyMap<string, string>): Parsed {
  const [only, second] = [...files.keys()];
  const single = second === undefined ? only : undefined;
  const first = splitLines(patch).find((line) => line.trim() !== '') ?? '';
  const fenced = fencedTexts(patch);
  const isNamed = fenced.some(
    ({ name }) => name !== undefined && (files.has(plainPath(name)) || first.includes(name)),
  );
  const current = single === undefined ? undefined : files.get(single);
  // A text with fences that nothing names is one that has fences of its own where the file may have them.
  const isFenced =
    isNamed ||
    (mayHoldFences(single ?? '', current)
      ? opening.test(first) && !plainLines(current ?? '').includes(first)
      : fenced.length > 0);
  if (!isFenced) {
    if (single === undefined)
      return refuse('invalid_patch', 'Name the file on the line above its fenced text.');
    if (isUnlike(patch, current))
      return refuse(
        'invalid_patch',
        `The text has no line in common with the file. Send the whole file, between two lines "\`\`\`".`,
        single,
      );
    return replacing([{ path: single, content: patch }], files);
  }
  const texts: Text[] = [];
  for (const one of fenced) {
    if (!one.closed)
      return refuse(
        'truncated',
        'The text breaks off: its fence is not closed. Nothing was changed. Send it again, whole.',
      );
    const path = one.name ?? single;
    if (path === undefined)
      return refuse('invalid_patch', 'Name the file on the line above its fenced text.');
    if (texts.some((text) => text.path === path))
      return refuse('invalid_patch', `There are two texts for ${path}. Send one.`, path);
    if (/^(?:diff|patch)$/i.test(one.language) && !/\.(?:diff|patch)$/i.test(path))
      return refuse('invalid_patch', 'That is a diff. Send the whole text of the file.', path);
    texts.push({ path, content: one.content });
  }
  return replacing(texts, files);
}

interface Text {
  readonly path: string;
  readonly content: string;
}

/** Replaces each file's text, unless what came for it can be no file's whole text. */
function replacing(texts: readonly Text[], files: ReadonlyMap<string, string>): Parsed {
  for (const { path, content } of texts) {
    const current = files.get(knownPath(path, (name) => files.has(name)) ?? path);
    if (content.trim() === '' && current !== undefined && current.trim() !== '')
      return refuse('truncated', 'The text is empty. Nothing was changed. Send the whole file.', path);
    const mark = patchMark(content);
    if (mark !== undefined && patchMark(current ?? '') === undefined)
      return refuse(
        'invalid_patch',
        `The text is a patch: it holds the line ${quote(mark)}. Send the whole text of the file.`,
        path,
      );
  }
  return {
    ok: true,
    sections: texts.map(({ path, content }): Section => ({ type: 'replace', path, content })),
  };
}

/** The line that a patch begins with, where a text begins so. */
function patchMark(text: string): string | undefined {
  const first = text
    .split(/\r?\n/, 20)
    .filter((line) => line.trim() !== '')
    .slice(0, 2);
  return first.find((line) => line === '*** Begin Patch' || isSearchMark(line));
}

/** Whether a fence may be part of the file itself. */
function mayHoldFences(path: string, current: string | undefined): boolean {
  return /\.(?:mdx?|markdown|rmd|qmd|rst|adoc|txt)$/i.test(path) || /^(?:`{3,}|~{3,})/m.test(current ?? '');
}

/** Whether a short text shares no line with the file: what a model says of it instead of its text. */
function isUnlike(text: string, current: string | undefined): boolean {
  const said = (lines: readonly string[]) => lines.map((line) => line.trim()).filter((line) => line !== '');
  const own = new Set(said(plainLines(current ?? '')));
  const lines = said(plainLines(text));
  return own.size >= 2 && lines.length > 0 && lines.length <= 10 && !lines.some((line) => own.has(line));
}

/** The names that stand with the fenced texts of a patch, as they are written there. */
export function pathsInWholeFile(patch: string): readonly string[] {
  return fencedTexts(patch).flatMap((one) => (one.name === undefined ? [] : [one.name]));
}

/** The stand-in for left-out lines in a text that should be whole, where the file has no such line itself. */
export function leftOut(content: string, current: string | undefined): string | undefined {
  const own = new Set(plainLines(current ?? '').map((line) => line.trim()));
  return plainLines(content).find((line) => isElision(line) && !own.has(line.trim()));
}

/** A model's whole text in the form the file has: its line ends, its mark, its last line break or none. */
export function inFormOf(current: string | undefined, content: string): string {
  const lines = plainLines(withoutMark(content));
  if (current === undefined || current === '') return lines.map((line) => `${line}\n`).join('');
  const source = splitText(current);
  const { mark, ends } = source;
  const end = usualEnd(ends);
  if (ends.some((one) => one !== end && one !== ''))
    return editLines(source, changedLines(source.lines, lines));
  return mark + lines.join(end) + (ends[ends.length - 1] === '' || lines.length === 0 ? '' : end);
}

function changedLines(old: readonly string[], next: readonly string[]): LineEdit {
  const remove = new Set<number>();
  const insert = new Map<number, readonly string[]>();
  for (const change of lineChanges(old, next)) {
    for (let line = change.oldStart; line < change.oldEnd; line++) remove.add(line);
    if (change.newEnd > change.newStart)
      insert.set(change.oldEnd, next.slice(change.newStart, change.newEnd));
  }
  return { remove, insert };
}
