import { type MaskedText, maskStrings } from './maskStrings.ts';

/** A changed file as the signs of gaming look at it. A file that is not there has the empty text. */
export interface ChangedText {
  readonly path: string;
  readonly before: TextView;
  readonly after: TextView;
  readonly isNew: boolean;
  readonly isGone: boolean;
}

export interface TextView extends MaskedText {
  readonly text: string;
  /** The text with its comments blanked and its strings as they are. */
  readonly plain: string;
}

/** A text beside itself with strings and comments blanked out, all of one length. */
export function viewOf(text: string): TextView {
  const { code, comment } = maskStrings(text);
  const parts: string[] = [];
  let done = 0;
  for (const { index, 0: word } of comment.matchAll(/\S+/g)) {
    parts.push(text.slice(done, index), ' '.repeat(word.length));
    done = index + word.length;
  }
  return { text, code, comment, plain: parts.join('') + text.slice(done) };
}

/** A changed file, before and after; null where there is none. */
export function changedText(path: string, before: string | null, after: string | null): ChangedText {
  return {
    path,
    before: viewOf(before ?? ''),
    after: viewOf(after ?? ''),
    isNew: before === null,
    isGone: after === null,
  };
}

/** The line of an offset, from 0. */
export function lineAt(text: string, offset: number): number {
  let line = 0;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}

export interface NumberedLine {
  readonly line: number;
  readonly text: string;
}

/** The lines with something on them that `to` has more often than `from`: moving a line neither adds nor removes it. */
export function linesBeyond(from: string, to: string): readonly NumberedLine[] {
  const known = new Map<string, number>();
  for (const line of from.split('\n').map((each) => each.trim())) known.set(line, (known.get(line) ?? 0) + 1);
  return to.split('\n').flatMap((raw, line) => {
    const text = raw.trim();
    if (!/[\w$]/.test(text)) return [];
    const left = known.get(text) ?? 0;
    if (left > 0) {
      known.set(text, left - 1);
      return [];
    }
    return [{ line, text }];
  });
}

/** The places of a pattern that are more than there were; the last ones, since nothing tells which of them is new. */
export function addedMatches(
  before: string,
  after: string,
  pattern: RegExp,
): readonly { readonly line: number; readonly text: string }[] {
  const old = [...before.matchAll(pattern)];
  const now = [...after.matchAll(pattern)];
  if (now.length <= old.length) return [];
  const known = new Set(linesBeyond(before, after).map(({ line }) => line));
  const places = now.map((match) => ({ line: lineAt(after, match.index), text: match[0] }));
  const fresh = places.filter(({ line }) => known.has(line));
  return (fresh.length > 0 ? fresh : places).slice(old.length - now.length);
}
