import type { Diagnostic } from '../../verify/diagnostic.ts';
import { indentOf } from './pieces.ts';
import { mostLine } from './source.ts';
import { solidTokensOf } from './tokens.ts';

const jump = /^(?:return|break|continue|goto|yield)$/;

/** Whether a line leaves what it stands in. An error that is thrown is none: what it mends would have thrown as well. */
export function isJump(text: string): boolean {
  return solidTokensOf(text).some(({ kind, text: word }) => kind === 'word' && jump.test(word));
}

/** A value that is given back means something else in each function. */
export function isJumpWithValue(text: string): boolean {
  const tokens = solidTokensOf(text);
  return tokens.some(({ text: word }, at) => {
    const next = tokens[at + 1];
    return jump.test(word) && next !== undefined && next.kind !== 'line' && !/^[;}]$/.test(next.text);
  });
}

/**
 * What a jump above a problem's statement leaves; undefined where it would pass over more than the statement, which
 * nobody can tell to be right elsewhere.
 */
export function flowAt(lines: readonly string[], { range }: Diagnostic): string | undefined {
  const heads: string[] = [];
  let indent = indentOf(lines[range.start.line] ?? '').length;
  for (let line = range.start.line - 1; line >= 0 && indent > 0; line--) {
    const text = lines[line] ?? '';
    if (text.trim() === '' || indentOf(text).length >= indent) continue;
    indent = indentOf(text).length;
    const head = headOf(text);
    heads.push(head);
    if (head === 'function' || head === 'callback') break;
  }
  const own = indentOf(lines[range.start.line] ?? '').length;
  const after = lines.slice(range.end.line + 1).find((line) => line.trim() !== '') ?? '';
  if (after !== '' && indentOf(after).length >= own) return undefined;
  const before = (lines[range.start.line] ?? '').slice(0, range.start.character);
  // What stands on the way to the problem may not be done at all, or more than once.
  const way = /=>|&&|\|\||\?|\b(?:if|else|for|while|lambda|function|and|or)\b/.exec(before)?.[0] ?? '';
  return `${heads.join(' ')} ${way}`;
}

function headOf(line: string): string {
  const code = line.trim().replace(/^\}\s*/, '');
  const word = /^[\p{L}_]+/u.exec(code)?.[0] ?? '';
  if (
    /^(?:if|else|elif|for|while|do|switch|case|default|try|catch|except|finally|with|match|until|loop|unless|foreach)$/.test(
      word,
    )
  )
    return word;
  const isInside = (code.match(/\(/g) ?? []).length > (code.match(/\)/g) ?? []).length;
  if (isInside) return 'callback';
  return /=>|\b(?:function|def|fn|func)\b|\)[^()]*\{$/.test(code) ? 'function' : 'other';
}

/**
 * A line can be put above one that begins a statement: not inside of brackets, nor where a branch has no braces, nor
 * where a line goes on with what the one before it began.
 */
export function beginsStatement(lines: readonly string[], line: number): boolean {
  const own = lines[line]?.trim() ?? '';
  if (/^(?:[.?:&|+*/=,)\]}<>%-]|else\b|elif\b|catch\b|except\b|finally\b|case\b|and\b|or\b)/.test(own))
    return false;
  const last = lines.slice(0, line).findLast((each) => each.length > mostLine || withoutComment(each) !== '');
  if (last === undefined) return true;
  // Nobody can tell what data ends with.
  if (last.length > mostLine) return false;
  const before = withoutComment(last);
  if (/[;{}:]$/.test(before)) return true;
  // Languages that end statements with the line: what is open, branches, or is the end of such a head goes on.
  const count = (bracket: RegExp) => before.match(bracket)?.length ?? 0;
  return (
    !/[([,=+\-*/%&|?<>.\\]$|^(?:\}\s*)?(?:if|for|while|else|do|elif|unless|until|foreach|with)\b/.test(
      before,
    ) && count(/[([{]/g) >= count(/[)\]}]/g)
  );
}

function withoutComment(line: string): string {
  const code = line.trim();
  if (/^(?:\/\/|#(?!include)|\/\*|\*)/.test(code)) return '';
  return code.replace(/\s(?:\/\/|#).*$|\s*\/\*.*\*\/$/, '').trim();
}
