/** A text taken apart: the same length each, with blanks where the other kind stands. */
export interface MaskedText {
  readonly code: string;
  readonly comment: string;
}

const lineComment = /\/\/[^\n]*/;
const blockComment = /\/\*[\s\S]*?(?:\*\/|$(?![\s\S]))/;
/** Not the `#` of a private name, of a directive of C or of an attribute of Rust. */
const hashComment = /(?<=^|\s)#(?=[\s!]|noqa|type:|pyright:|pylint:|mypy:)[^\n]*/;
const tripled = /"""[\s\S]*?(?:"""|$(?![\s\S]))|'''[\s\S]*?(?:'''|$(?![\s\S]))/;
const quoted = /"(?:\\[\s\S]|[^"\\\n])*"?|'(?:\\[\s\S]|[^'\\\n])*'?/;
const template = /`(?:\\[\s\S]|[^`\\])*`?/;
/**
 * A pattern of JavaScript begins where a value is expected, on the line it ends on. A slash after a value divides; one
 * after `<` closes a tag.
 */
const regex =
  /(?<=(?:[([{,;:=!&|?]|=>|\b(?:return|case|typeof|of|in))[ \t\n]*)\/(?![/*\s])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[dgimsuvy]*(?![\w/])/;

const kinds = [lineComment, blockComment, hashComment, tripled, quoted, template, regex];
const token = new RegExp(kinds.map(({ source }) => source).join('|'), 'gm');

const opensComment = /^(?:\/[/*]|#)/;

/**
 * Parts the code of a text from its comments and leaves out what strings hold, roughly and for many languages at
 * once: `//`, block and `#` comments; single, double, tripled and backtick quotes; patterns between slashes. The
 * code in a template's `${}` counts as code where it has no braces of its own.
 */
export function maskStrings(text: string): MaskedText {
  const code: string[] = [];
  const comment: string[] = [];
  let done = 0;
  for (const match of text.matchAll(token)) {
    const [found] = match;
    const plain = text.slice(done, match.index);
    const isComment = opensComment.test(found);
    code.push(plain, found.startsWith('`') ? codeInTemplate(found) : blankOf(found));
    comment.push(blankOf(plain), isComment ? found : blankOf(found));
    done = match.index + found.length;
  }
  const rest = text.slice(done);
  return { code: code.join('') + rest, comment: comment.join('') + blankOf(rest) };
}

/** As long a text with its line breaks and nothing else. */
function blankOf(text: string): string {
  return text.includes('\n')
    ? text.replace(/[^\n]+/g, (part) => ' '.repeat(part.length))
    : ' '.repeat(text.length);
}

function codeInTemplate(template: string): string {
  const part = /(?<!\\)\$\{([^{}`]*)\}/g;
  let code = '';
  let done = 0;
  for (const match of template.matchAll(part)) {
    const [whole, inner = ''] = match;
    code += blankOf(template.slice(done, match.index));
    code += `  ${maskStrings(inner).code} `;
    done = match.index + whole.length;
  }
  return code + blankOf(template.slice(done));
}

/** The strings and patterns of a text as written, quotes included; those in comments are left out. */
export function stringsIn(text: string): readonly string[] {
  return [...text.matchAll(token)].map(([match]) => match).filter((match) => !opensComment.test(match));
}
