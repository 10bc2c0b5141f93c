import { closeOf } from '../../verify/suspicion/functionBodies.ts';
import { maskStrings } from '../../verify/suspicion/maskStrings.ts';

/** A declaration up to its name, or to the bracket of its pattern as in `const { a, b } = f()`. */
const declaration = /\b(?:const|let|var)(?:\s+[^\s:=;,!{[]+|\s*[{[])/g;
/** No pattern, and no type between a pattern and its value, is longer. */
const longest = { pattern: 1_000, type: 4_000 };

/**
 * Whether a stretch of a text declares a variable that keeps what a call gave, or one name of what it gave: where that
 * is taken away, what looked at it may be gone before. A function is no such value.
 */
export function takesResult(text: string, start: number, end: number): boolean {
  const { code } = maskStrings(text);
  const within = declaredIn(code, start, end).some((behind) => {
    const value = valueAt(code, behind);
    return value !== undefined && keepsCall(/^[^;]*/, code.slice(value, end));
  });
  if (within) return true;
  const round = declaredIn(code, Math.max(0, start - longest.pattern), start).findLast((at) => at > end);
  const value = round === undefined ? undefined : valueAt(code, round);
  return value !== undefined && keepsCall(firstLine, code.slice(value));
}

/** As far as a value is surely read where no semicolon need end it: its line, and those that go on with it. */
const firstLine = /^\s*[^;\n]*(?:\n\s*\??\.[^;\n]*)*/;
const aFunction = /^\s*(?:async\s*)?(?:function\b|\([^()]*\)[^=;()]*=>|\w+\s*=>)/;

function keepsCall(extent: RegExp, code: string): boolean {
  const [value = ''] = extent.exec(code) ?? [];
  return value.includes('(') && !aFunction.test(value);
}

/** The offsets behind the names and patterns whose declarations begin in a stretch. */
function declaredIn(code: string, start: number, end: number): readonly number[] {
  return [...code.slice(start, end).matchAll(declaration)].flatMap(({ 0: head, index }) => {
    const last = start + index + head.length - 1;
    const close = /[{[]$/.test(head) ? closeOf(code, last) : last;
    return close === undefined ? [] : [close + 1];
  });
}

/**
 * Where the value begins that is given to a name or a pattern, past its type; undefined where a loop hands it out, as in
 * `for (const { a } of all)`.
 */
function valueAt(code: string, behind: number): number | undefined {
  const sign = /^\s*!?\s*[:=]/.exec(code.slice(behind, behind + longest.type));
  if (!sign) return undefined;
  const farthest = Math.min(code.length, behind + longest.type);
  for (let at = behind + sign[0].length - 1; at < farthest; at++) {
    const char = code[at] ?? '';
    if (char === '=' && code[at + 1] !== '>') return at + 1;
    if (';)]}'.includes(char)) return undefined;
    if ('([{'.includes(char)) at = closeOf(code, at) ?? farthest;
  }
  return undefined;
}
