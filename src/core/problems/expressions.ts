import type { Position, TextRange } from '../../base/textRange.ts';

/** What an expression reads, name by name: `order.customer` is two. */
export type Chain = readonly string[];

const chain = /[A-Za-z_$][\w$]*(?:(?:\?\.|!?\.|::|->)[A-Za-z_$][\w$]*)*/g;
const words = new Set(
  'const let var return await async new typeof instanceof in of if else for while function class true false null undefined this self void yield throw export default import from type as not and or is None True False def lambda public private static readonly number string boolean'.split(
    ' ',
  ),
);
/** Characters of a line, and lines of a statement, that are looked at. */
const mostLine = 1_000;
const mostLines = 8;

function chainsOf(text: string): readonly Chain[] {
  const bare = text.slice(0, mostLine).replace(/'[^']*'|"[^"]*"|`[^`$]*`|\/\/.*$/g, "''");
  return [...bare.matchAll(chain)].flatMap(([found]) => {
    const names = found.split(/\?\.|!?\.|::|->/);
    const from = names[0] === 'this' || names[0] === 'self' ? names.slice(1) : names;
    return from.length === 0 || (from.length === 1 && words.has(from[0] ?? '')) ? [] : [from];
  });
}

/** The chains that a range touches, each up to where the range ends. */
export function chainsIn(lines: readonly string[], { start, end }: TextRange): readonly Chain[] {
  const line = lines[start.line]?.slice(0, mostLine) ?? '';
  // What stands before a member belongs to it.
  const before = /[\w$.?!]*$/.exec(line.slice(0, start.character))?.[0] ?? '';
  const isMember = /\.$/.test(before);
  const last = start.line === end.line ? end.character : line.length;
  const text = (isMember ? before : '') + line.slice(start.character, last);
  const found = chainsOf(text);
  if (!isMember) return found;
  // The member may be what is missing: what it is taken from is asked as well.
  return found.flatMap((each, index) =>
    index === 0 && each.length > 1 ? [each, each.slice(0, -1)] : [each],
  );
}

/** What is called with the place among its arguments, in the same statement. */
export function enclosingCall(lines: readonly string[], at: Position): Chain | undefined {
  let depth = 0;
  for (let line = at.line; line >= 0 && line > at.line - mostLines; line--) {
    const text = (lines[line] ?? '').slice(0, line === at.line ? at.character : mostLine);
    for (let k = text.length - 1; k >= 0; k--) {
      const sign = text[k];
      if (sign === ')' || sign === ']' || sign === '}') depth += 1;
      else if (sign === '(' || sign === '[' || sign === '{') {
        if (depth > 0) depth -= 1;
        else if (sign === '(') {
          const callee = /([A-Za-z_$][\w$]*(?:\??\.[A-Za-z_$][\w$]*)*)(?:<[^<>]*>)?$/.exec(
            text.slice(0, k),
          )?.[1];
          const names = callee?.split(/\??\./) ?? [];
          const from = names[0] === 'this' ? names.slice(1) : names;
          return from.length === 0 || words.has(from[0] ?? '') ? undefined : from;
        }
      } else if (sign === ';' && depth === 0) return undefined;
    }
  }
  return undefined;
}

/** All that the statement at a line reads, as far as that can be seen from its line. */
export function chainsOfStatement(lines: readonly string[], line: number): readonly Chain[] {
  return chainsOf(lines[line] ?? '');
}

/** Lines above a place in which a variable's declaration is looked for. */
const mostAbove = 300;

/** What a variable is made of, by its nearest declaration above. */
export function initializerOf(
  lines: readonly string[],
  name: string,
  from: number,
): { readonly line: number; readonly chains: readonly Chain[] } | undefined {
  const escaped = name.replaceAll('$', '\\$');
  const declares = new RegExp(
    `(?:\\b(?:const|let|var|for \\((?:const|let)|for|val|auto)\\s+(?:\\{[^{}]*\\b${escaped}\\b[^{}]*\\}|\\[[^\\[\\]]*\\b${escaped}\\b[^\\[\\]]*\\]|${escaped})(?:\\s*:[^=]*)?\\s*(?:=|:=|of|in)|(?:^|\\s)${escaped}(?:\\s*:[^=]*)?\\s*:?=(?!=))(.*)$`,
  );
  for (let line = from; line >= 0 && line > from - mostAbove; line--) {
    const text = (lines[line] ?? '').slice(0, mostLine);
    if (!text.includes(name)) continue;
    const value = declares.exec(text)?.[1];
    if (value === undefined) continue;
    const own = chainsOf(value);
    const chains = own.length > 0 ? own : chainsOf(lines[line + 1] ?? '');
    return { line: Math.max(0, line - 1), chains: chains.filter((each) => each.join('.') !== name) };
  }
  return undefined;
}
