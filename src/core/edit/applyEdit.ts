import { applyBlocks, type BlocksResult } from './applyBlocks.ts';
import { blockOf } from './format/searchReplace.ts';
import type { HunkFailure, PatchErrorCode } from './patchError.ts';
import { quote } from './quote.ts';
import {
  applyTextEdit,
  compose,
  emptyEdit,
  type TextEdit,
  type TextReplacement,
  textEdit,
} from './textEdit.ts';
import { plainLines, usualEndOf } from './textLines.ts';

/** One replacement. `all`: every occurrence; else the old text must stand in one place alone. */
export interface Edit {
  readonly old: string;
  readonly new: string;
  readonly all?: boolean | undefined;
}

type Outcome =
  | { readonly text: string; readonly edit: TextEdit }
  | { readonly code: PatchErrorCode; readonly message: string };

function fail(code: PatchErrorCode, message: string): Outcome {
  return { code, message };
}

/** Carries out the edits of one file, each in the text that the ones before it left; those that fail leave no trace. */
export function editTextAll(current: string | undefined, edits: readonly Edit[]): BlocksResult {
  let text = current ?? '';
  const isPlain = edits.every((edit) => edit.old !== '' && edit.old !== edit.new && !edit.all);
  const end = usualEndOf(text);
  if (isPlain && edits.length > 1 && edits.some((edit) => !text.includes(withEnds(edit.old, end)))) {
    const blocks = edits.map((edit, k) =>
      blockOf(plainLines(edit.old), plainLines(edit.new), { number: k + 1, text }),
    );
    const together = applyBlocks(text, blocks);
    if (!together.problem && together.failed.length === 0) return together;
  }
  let whole = emptyEdit;
  const applied: number[] = [];
  const failed: HunkFailure[] = [];
  for (const [k, edit] of edits.entries()) {
    const number = k + 1;
    const outcome = editText(text, edit, number);
    if ('code' in outcome) {
      failed.push({ number, ...outcome });
      continue;
    }
    text = outcome.text;
    whole = applied.length === 0 ? outcome.edit : compose(whole, outcome.edit);
    applied.push(number);
  }
  return { text, edit: whole, applied, failed };
}

/** Replaces a stretch of text: to the byte where that works, else as lines, by the same ladder as patches. */
function editText(text: string, edit: Edit, number: number): Outcome {
  if (edit.old === edit.new)
    return fail('invalid_patch', `Edit ${number} changes nothing: old and new are the same.`);
  if (edit.old === '') {
    if (text === '') return replaceAt(text, [{ start: 0, end: 0, text: edit.new }]);
    return fail(
      'invalid_patch',
      `Edit ${number} has no old text, but the file is not empty. Give the text to replace.`,
    );
  }
  const end = usualEndOf(text);
  const old = withEnds(edit.old, end);
  const next = withEnds(edit.new, end);
  const starts = occurrences(text, old);
  if (starts.length === 0) {
    if (next.trim() !== '' && next.length > old.length / 2 && text.includes(next) && !isLines(edit.old, text))
      return fail('already_applied', `Edit ${number} is already in the file. Nothing is left to do for it.`);
    const result = applyBlocks(text, [blockOf(plainLines(edit.old), plainLines(edit.new), { number, text })]);
    return result.problem ?? result.failed[0] ?? result;
  }
  if (edit.all) {
    const all: TextReplacement[] = [];
    for (const start of starts)
      if (start >= (all[all.length - 1]?.end ?? 0)) all.push({ start, end: start + old.length, text: next });
    return replaceAt(text, all);
  }
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
  const cut = cutWord(text, start, old.length);
  if (cut !== undefined && /\s/.test(old.trim()))
    return fail(
      'context_not_found',
      `The old text of edit ${number} begins or ends inside ${quote(cut)}, at line ${lineAt(text, start)}. Give whole words.`,
    );
  const inside = next.indexOf(old);
  if (inside >= 0 && next.length > old.length && text.startsWith(next, start - inside) && start >= inside)
    return fail('already_applied', `Edit ${number} is already in the file. Nothing is left to do for it.`);
  const stop = start + old.length;
  // Taking all of a line's text away means the line.
  const lineBreak =
    next === '' && isAtLineStart(text, start) && !old.endsWith('\n')
      ? (/^\r?\n/.exec(text.slice(stop, stop + 2))?.[0] ?? '')
      : '';
  return replaceAt(text, [{ start, end: stop + lineBreak.length, text: next }]);
}

function replaceAt(text: string, replacements: readonly TextReplacement[]): Outcome {
  const edit = textEdit(replacements);
  return { text: applyTextEdit(edit, text), edit };
}

function isAtLineStart(text: string, at: number): boolean {
  return at === 0 || text[at - 1] === '\n';
}

/** The word of the text that a stretch takes only part of: `a1` of `a10` is hardly what was meant. */
function cutWord(text: string, start: number, length: number): string | undefined {
  for (const at of [start, start + length]) {
    const head = /\w*$/.exec(text.slice(Math.max(0, at - 60), at))?.[0] ?? '';
    const tail = /^\w*/.exec(text.slice(at, at + 60))?.[0] ?? '';
    if (head !== '' && tail !== '') return head + tail;
  }
  return undefined;
}

function withEnds(text: string, end: string): string {
  return text.replace(/\r?\n/g, end);
}

function isLines(old: string, text: string): boolean {
  return applyBlocks(text, [blockOf(plainLines(old), [], { number: 1, text })]).applied.length > 0;
}

function occurrences(text: string, wanted: string): readonly number[] {
  const found: number[] = [];
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) found.push(at);
  return found;
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
