import { isElision } from './fold.ts';
import { refuse } from './patchError.ts';
import { plainPath } from './paths.ts';
import { bareName, looksLikePath } from './searchReplace.ts';
import type { Section } from './section.ts';
import { plainLines, splitText, usualEnd } from './textLines.ts';
import type { Parsed } from './v4a.ts';

interface Fenced {
  readonly name: string | undefined;
  readonly content: string;
  readonly closed: boolean;
}

const opening = /^(`{3,}|~{3,})([^`]*)$/;

/** Fenced texts, each with the file name that stands above it or in the fence's first line. */
function fencedTexts(text: string): readonly Fenced[] {
  const lines = text.split(/\r?\n/);
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
    const info = (open[2] ?? '')
      .trim()
      .split(/[\s:=]+/)
      .find((word) => /[./]/.test(word) && looksLikePath(word));
    found.push({
      name: info ?? nameOf(above),
      content: lines.slice(at + 1, close).join('\n'),
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

export function parseWholeFile(patch: string, files: ReadonlyMap<string, string>): Parsed {
  const [only, second] = [...files.keys()];
  const single = second === undefined ? only : undefined;
  const first = patch.split(/\r?\n/).find((line) => line.trim() !== '') ?? '';
  const fenced = fencedTexts(patch);
  // A text with a fence further down is one that has fences of its own, unless something names a file.
  const isFenced =
    opening.test(first) ||
    fenced.some(({ name }) => name !== undefined && (files.has(plainPath(name)) || first.includes(name)));
  if (!isFenced) {
    if (single === undefined)
      return refuse('invalid_patch', 'Name the file on the line above its fenced text.');
    return { ok: true, sections: [{ type: 'replace', path: single, content: patch }] };
  }
  const sections: Section[] = [];
  for (const one of fenced) {
    if (!one.closed)
      return refuse(
        'truncated',
        'The text breaks off: its fence is not closed. Nothing was changed. Send it again, whole.',
      );
    const path = one.name ?? single;
    if (path === undefined)
      return refuse('invalid_patch', 'Name the file on the line above its fenced text.');
    if (sections.some((section) => section.path === path))
      return refuse('invalid_patch', `There are two texts for ${path}. Send one.`, path);
    sections.push({ type: 'replace', path, content: one.content });
  }
  return { ok: true, sections };
}

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
  const lines = plainLines(content.replace(/^\uFEFF/, ''));
  if (current === undefined || current === '') return lines.map((line) => `${line}\n`).join('');
  const { mark, ends } = splitText(current);
  const end = usualEnd(ends);
  return mark + lines.join(end) + (ends[ends.length - 1] === '' || lines.length === 0 ? '' : end);
}
