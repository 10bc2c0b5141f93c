/** A text taken apart: the same length each, with blanks where the other kind stands. */
export interface MaskedText {
  readonly code: string;
  readonly comment: string;
}

const token =
  /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$(?![\s\S]))|(?<=^|\s)#(?=[\s!]|noqa|type:|pyright:|pylint:|mypy:)[^\n]*|"""[\s\S]*?(?:"""|$(?![\s\S]))|'''[\s\S]*?(?:'''|$(?![\s\S]))|"(?:\\[\s\S]|[^"\\\n])*"?|'(?:\\[\s\S]|[^'\\\n])*'?|`(?:\\[\s\S]|[^`\\])*`?/gm;

/**
 * Parts the code of a text from its comments and leaves out what strings hold, roughly and for many languages at
 * once: `//`, block and `#` comments; single, double, tripled and backtick quotes. The contents of a template's `${}`
 * count as string. A `#` that starts a private name is code.
 */
export function maskStrings(text: string): MaskedText {
  let code = '';
  let comment = '';
  let done = 0;
  for (const match of text.matchAll(token)) {
    const plain = text.slice(done, match.index);
    const blank = match[0].replace(/[^\n]/g, ' ');
    const isComment = /^[/#]/.test(match[0]);
    code += plain + blank;
    comment += plain.replace(/[^\n]/g, ' ') + (isComment ? match[0] : blank);
    done = match.index + match[0].length;
  }
  const rest = text.slice(done);
  return { code: code + rest, comment: comment + rest.replace(/[^\n]/g, ' ') };
}

/** The strings of a text as written, quotes included; those in comments are left out. */
export function stringsIn(text: string): readonly string[] {
  return [...text.matchAll(token)].map(([match]) => match).filter((match) => !/^[/#]/.test(match));
}
