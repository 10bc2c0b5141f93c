import { indentOf, isBlank } from './fold.ts';

/** One line's indentation in the patch and in the file. */
export interface IndentPair {
  readonly patch: string;
  readonly file: string;
}

/** How the lines of a patch are indented beside those of the file that they were found at; blank lines tell nothing. */
export function indentPairs(
  patchLines: readonly string[],
  fileLines: readonly string[],
  at: readonly number[],
): readonly IndentPair[] {
  const pairs: IndentPair[] = [];
  patchLines.forEach((line, k) => {
    const own = fileLines[at[k] ?? -1];
    if (own !== undefined && !isBlank(line)) pairs.push({ patch: indentOf(line), file: indentOf(own) });
  });
  return pairs;
}

type IndentRule = (indent: string) => string | undefined;

const expand = (indent: string, width: number): string => indent.replaceAll('\t', ' '.repeat(width));
const compress = (indent: string, width: number): string => indent.replaceAll(' '.repeat(width), '\t');

function shiftRule(pairs: readonly IndentPair[]): IndentRule | undefined {
  const [first] = pairs;
  if (!first) return undefined;
  if (first.file.endsWith(first.patch)) {
    const more = first.file.slice(0, first.file.length - first.patch.length);
    if (pairs.every((pair) => pair.file === more + pair.patch)) return (indent) => more + indent;
  }
  if (first.patch.endsWith(first.file)) {
    const less = first.patch.slice(0, first.patch.length - first.file.length);
    if (pairs.every((pair) => pair.patch === less + pair.file))
      return (indent) => (indent.startsWith(less) ? indent.slice(less.length) : undefined);
  }
  return undefined;
}

function tabRule(pairs: readonly IndentPair[]): IndentRule | undefined {
  const rules: IndentRule[] = [];
  for (let width = 1; width <= 8; width++) {
    if (pairs.every((pair) => expand(pair.patch, width) === pair.file))
      rules.push((indent) => expand(indent, width));
    if (width > 1 && pairs.every((pair) => compress(pair.patch, width) === pair.file))
      rules.push((indent) => compress(indent, width));
  }
  return rules.length === 1 ? rules[0] : undefined;
}

/** Whether one rule, a shift or tabs for spaces, explains how all lines are indented. */
export function isIndentedAlike(pairs: readonly IndentPair[]): boolean {
  return isIdentity(pairs) || tabRule(pairs) !== undefined || shiftRule(pairs) !== undefined;
}

const isIdentity = (pairs: readonly IndentPair[]): boolean => pairs.every((pair) => pair.patch === pair.file);

/**
 * How the patch's indentation turns into the file's own, learned from the lines that both hold. Undefined for an
 * indentation that they say nothing about: writing it anyway would be a guess.
 */
export function indentRule(pairs: readonly IndentPair[]): IndentRule {
  if (isIdentity(pairs)) return (indent) => indent;
  return tabRule(pairs) ?? shiftRule(pairs) ?? (() => undefined);
}

/**
 * Tabs for spaces, or the other way, learned from all of a patch's places: for those whose own lines are not indented
 * and say nothing. Undefined where nothing shows it.
 */
export function sharedTabRule(pairs: readonly IndentPair[]): IndentRule | undefined {
  return isIdentity(pairs) ? undefined : tabRule(pairs);
}
