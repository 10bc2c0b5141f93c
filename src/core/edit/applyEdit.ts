import { applyBlocks, type BlocksResult } from './applyBlocks.ts';
import { blockOf } from './searchReplace.ts';
import { plainLines, splitText, usualEnd } from './textLines.ts';

/** One replacement. `all`: every occurrence; else the old text must stand in one place alone. */
export interface Edit {
  readonly old: string;
  readonly new: string;
  readonly all?: boolean | undefined;
}

function fail(
  code: Extract<BlocksResult, { type: 'failed' }>['failure']['code'],
  message: string,
): BlocksResult {
  return { type: 'failed', failure: { code, message } };
}

/** Carries out all edits of one file, or none. */
export function editTextAll(current: string | undefined, edits: readonly Edit[]): BlocksResult {
  const text = current ?? '';
  const isPlain = edits.every((edit) => edit.old !== '' && edit.old !== edit.new && !edit.all);
  const end = usualEnd(splitText(text).ends);
  if (isPlain && edits.length > 1 && edits.some((edit) => !text.includes(withEnds(edit.old, end)))) {
    const blocks = edits.map((edit, k) => blockOf(plainLines(edit.old), plainLines(edit.new), k + 1));
    const together = applyBlocks(text, blocks);
    if (together.type === 'applied') return together;
  }
  let result = current;
  for (const [k, edit] of edits.entries()) {
    const outcome = editText(result, edit, k + 1);
    if (outcome.type === 'failed') return outcome;
    result = outcome.text;
  }
  return { type: 'applied', text: result ?? '' };
}

/** Replaces a stretch of text: to the byte where that works, else as lines, by the same ladder as patches. */
function editText(current: string | undefined, edit: Edit, number: number): BlocksResult {
  if (edit.old === edit.new)
    return fail('invalid_patch', `Edit ${number} changes nothing: old and new are the same.`);
  if (edit.old === '') {
    if (current === undefined || current === '') return { type: 'applied', text: edit.new };
    return fail(
      'invalid_patch',
      `Edit ${number} has no old text, but the file is not empty. Give the text to replace.`,
    );
  }
  const text = current ?? '';
  const end = usualEnd(splitText(text).ends);
  const old = withEnds(edit.old, end);
  const next = withEnds(edit.new, end);
  const starts = occurrences(text, old);
  if (starts.length === 0) {
    if (next.trim() !== '' && next.length > old.length / 2 && text.includes(next) && !isLines(edit.old, text))
      return fail('already_applied', `Edit ${number} is already in the file. Nothing is left to do for it.`);
    return applyBlocks(text, [blockOf(plainLines(edit.old), plainLines(edit.new), number)]);
  }
  if (edit.all) return { type: 'applied', text: text.split(old).join(next) };
  const [start, other] = starts;
  if (start === undefined)
    return fail('context_not_found', `Edit ${number}: the old text is not in the file.`);
  if (other !== undefined)
    return fail(
      'ambiguous',
      `The old text of edit ${number} stands at lines ${starts
        .slice(0, 6)
        .map((at) => lineAt(text, at))
        .join(' and ')}. Give more of the text around it, or set "all" to replace every one.`,
    );
  const inside = next.indexOf(old);
  if (inside >= 0 && next.length > old.length && text.startsWith(next, start - inside) && start >= inside)
    return fail('already_applied', `Edit ${number} is already in the file. Nothing is left to do for it.`);
  const stop = start + old.length;
  // Taking all of a line's text away means the line.
  const lineBreak =
    next === '' && isAtLineStart(text, start) ? (/^\r?\n/.exec(text.slice(stop, stop + 2))?.[0] ?? '') : '';
  return {
    type: 'applied',
    text: text.slice(0, start) + next + text.slice(stop + (old.endsWith('\n') ? 0 : lineBreak.length)),
  };
}

function isAtLineStart(text: string, at: number): boolean {
  return at === 0 || text[at - 1] === '\n';
}

function withEnds(text: string, end: string): string {
  return text.replace(/\r?\n/g, end);
}

function isLines(old: string, text: string): boolean {
  return applyBlocks(text, [blockOf(plainLines(old), [], 1)]).type === 'applied';
}

function occurrences(text: string, wanted: string): readonly number[] {
  const found: number[] = [];
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) found.push(at);
  return found;
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
