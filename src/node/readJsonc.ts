import { withoutMark } from '../base/byteOrderMark.ts';

/** JSON with comments and trailing commas; undefined for what is neither. */
export function readJsonc(text: string): unknown {
  try {
    return parseJsonc(text);
  } catch {
    return undefined;
  }
}

/** The same for who wants to hear what is wrong: throws SyntaxError, whose line and column are those of the text. */
export function parseJsonc(text: string): unknown {
  const plain = withoutMark(text)
    .replace(/("(?:\\.|[^"\\])*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (all, kept?: string) => kept ?? blank(all))
    .replace(/("(?:\\.|[^"\\])*")|,(?=\s*[\]}])/g, (all, kept?: string) => kept ?? blank(all));
  return JSON.parse(plain);
}

function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}
