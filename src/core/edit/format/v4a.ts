import { type PatchError, refuse } from '../patchError.ts';
import type { Anchor, Block, BlockLine } from '../place/block.ts';
import { quote } from '../quote.ts';
import { splitLines } from '../textLines.ts';
import type { Section } from './section.ts';

export type Parsed =
  | { readonly ok: true; readonly sections: readonly Section[] }
  | { readonly ok: false; readonly error: PatchError };

const beginMark = '*** Begin Patch';
const endMark = '*** End Patch';
const endOfFileMark = '*** End of File';
const noLastBreak = '\\ No newline at end of file';
const header = /^\*\*\* (Add|Update|Delete) File:[ \t]*(.*?)[ \t]*$/;
const move = /^\*\*\* Move to:[ \t]*(.*?)[ \t]*$/;

/** The lines between the begin and end marks, whatever shell wrapping, fence or prose stands around them. */
function v4aBody(patch: string): { ok: true; lines: readonly string[] } | { ok: false; error: PatchError } {
  const lines = splitLines(patch);
  const begin = lines.findIndex((line) => line.trim() === beginMark);
  if (begin < 0)
    return refuse(
      'invalid_patch',
      `There is no line "${beginMark}". A patch starts with it and ends with "${endMark}".`,
    );
  const body: string[] = [];
  for (let k = begin + 1; k < lines.length; k++) {
    const line = lines[k] ?? '';
    if (line.trimEnd() === endMark || (line.trim() === endMark && isLast(lines, k))) {
      const again = lines.findIndex((later, at) => at > k && later === beginMark);
      const further = lines.findIndex((later, at) => at > k && later === endMark);
      if (further > 0 && (again < 0 || further < again) && lines.slice(k + 1, further).some(isHunkLine))
        return refuse(
          'invalid_patch',
          `More lines of a change follow "${endMark}" at line ${k + 1} of the patch. If that is a line of the file, put a space before it.`,
        );
      if (again < 0) return { ok: true, lines: body };
      k = again;
    } else body.push(line);
  }
  return refuse(
    'truncated',
    `The patch breaks off: there is no line "${endMark}". Nothing was changed. Send it again, whole.`,
  );
}

const isHunkLine = (line: string): boolean => /^(?:@@|[+-]|\*\*\* (?:Add|Update|Delete) )/.test(line);

/** Whether nothing but the end of a wrapping follows. */
function isLast(lines: readonly string[], at: number): boolean {
  return lines.slice(at + 1).every((line) => /^\s*(?:`{3,}|~{3,}|[A-Z_]{2,}|['")}\]]*)\s*$/.test(line));
}

/** Reads a patch of the form `*** Begin Patch`; a model's wrapping around it is let be. */
export function parseV4a(patch: string): Parsed {
  const body = v4aBody(patch);
  if (!body.ok) return body;
  const { lines } = body;
  const sections: Section[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at] ?? '';
    const match = header.exec(line.trim());
    if (!match) {
      if (line.trim() === '') {
        at++;
        continue;
      }
      return refuse(
        'invalid_patch',
        `${quote(line)} is no header. Use "*** Add File: ", "*** Update File: " or "*** Delete File: " with a path.`,
      );
    }
    const path = match[2] ?? '';
    if (path === '') return refuse('invalid_patch', `${quote(line)} names no file.`);
    let end = at + 1;
    while (end < lines.length && !header.test(lines[end] ?? '')) end++;
    const section = parseSection(match[1] ?? '', path, lines.slice(at + 1, end));
    if (!('type' in section)) return section;
    sections.push(section);
    at = end;
  }
  if (sections.length === 0) return refuse('invalid_patch', 'The patch names no file to change.');
  return { ok: true, sections };
}

function parseSection(
  kind: string,
  path: string,
  lines: readonly string[],
): Section | ReturnType<typeof refuse> {
  if (kind === 'Add') {
    const content = parseAdded(lines);
    if (content === undefined)
      return refuse('invalid_patch', `Every line of the new file ${path} must begin with "+".`, path);
    return { type: 'create', path, content };
  }
  if (kind === 'Delete') {
    const rest = lines.find((line) => line.trim() !== '');
    return rest === undefined
      ? { type: 'delete', path }
      : refuse('invalid_patch', `${quote(rest)} follows "*** Delete File", which has no lines.`, path);
  }
  const moveTo = move.exec(lines[0] ?? '')?.[1];
  const parsed = parseBlocks(moveTo === undefined ? lines : lines.slice(1));
  if ('problem' in parsed) return refuse('invalid_patch', parsed.problem, path);
  if (parsed.length === 0 && moveTo === undefined)
    return refuse('invalid_patch', `The patch changes nothing in ${path}.`, path);
  return moveTo ? { type: 'update', path, moveTo, blocks: parsed } : { type: 'update', path, blocks: parsed };
}

/** The text of a new file from lines that each begin with '+'; undefined where one does not. */
export function parseAdded(lines: readonly string[]): string | undefined {
  const content: string[] = [];
  const last = lines.findLastIndex((line) => line.trim() !== '' && line.trim() !== endOfFileMark);
  for (const line of lines.slice(0, last + 1)) {
    if (line.startsWith('+')) content.push(line.slice(1));
    else if (line === '') content.push('');
    else return undefined;
  }
  return content.map((line) => `${line}\n`).join('');
}

interface Draft {
  readonly anchors: Anchor[];
  readonly lines: BlockLine[];
  atEnd: boolean;
}

/** The changes of an update: the body of a V4A section, and the `diff` of the endpoint's own operations. */
export function parseBlocks(lines: readonly string[]): readonly Block[] | { readonly problem: string } {
  const drafts: Draft[] = [];
  let draft: Draft = { anchors: [], lines: [], atEnd: false };
  const close = (): void => {
    if (draft.lines.length > 0) drafts.push(draft);
    draft = { anchors: [], lines: [], atEnd: false };
  };
  for (const line of lines) {
    if (line.startsWith('@@')) {
      if (draft.lines.length > 0 || draft.atEnd) close();
      draft.anchors.push(...anchorsOf(line));
    } else if (line.trimEnd() === endOfFileMark) {
      draft.atEnd = true;
    } else if (line.startsWith('*** ')) {
      return { problem: `${quote(line)} can't stand inside a change.` };
    } else if ((draft.atEnd && line === '') || line === noLastBreak) {
      // Layout, or a remark of diffs that the file's own end makes needless.
    } else {
      if (draft.atEnd) close();
      draft.lines.push(blockLine(line));
    }
  }
  if (draft.lines.length === 0 && draft.anchors.length > 0 && drafts.length === 0)
    return { problem: 'There is an anchor, but no lines to change follow it.' };
  close();
  return drafts.flatMap((one, k): Block[] => {
    const isLayout = one.lines.every((line) => line.type === 'context' && line.text === '');
    return isLayout ? [] : [{ ...one, lines: withoutLayout(one.lines), number: k + 1 }];
  });
}

function blockLine(line: string): BlockLine {
  if (line.startsWith('+')) return { type: 'added', text: line.slice(1) };
  if (line.startsWith('-')) return { type: 'removed', text: line.slice(1) };
  return { type: 'context', text: line.startsWith(' ') ? line.slice(1) : line, unprefixed: line };
}

/** An empty line without even its prefix, after only new lines, parts the hunks for the eye. */
function withoutLayout(lines: readonly BlockLine[]): readonly BlockLine[] {
  if (!lines.some((line) => line.type === 'added')) return lines;
  const last = lines.findLastIndex((line) => line.type !== 'context' || line.unprefixed !== '');
  const kept = lines.slice(0, last + 1);
  return kept.every((line) => line.type === 'added') ? kept : lines;
}

/** `@@ text` is an anchor; the numbers of a unified diff say nothing that could be relied on. */
function anchorsOf(line: string): readonly Anchor[] {
  const unified = /^@@ +-\d+(?:,\d+)? +\+\d+(?:,\d+)? *@@ ?(.*)$/.exec(line);
  if (unified) {
    const heading = (unified[1] ?? '').trim();
    return heading === '' ? [] : [{ text: heading, strict: false }];
  }
  const text = line
    .slice(2)
    .replace(/\s*@@\s*$/, '')
    .replace(/^ /, '');
  return text.trim() === '' || /^\s*\.\.\.\s*$/.test(text) ? [] : [{ text, strict: true }];
}
